import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/**
 * Where the recordings are kept: beside the repository, which ships only workloads that it generates itself. Their origin
 * is in docs/background/validation.md.
 */
const FOLDER = join(import.meta.dirname, '../../../shared/data/aws-lambda-2020')
const FILES = ['run-2020-05-17.csv.gz', 'run-2020-05-26.csv.gz']

/** The recorded runs; none, and a warning, where they are not there. */
export function recordedRuns(): RecordedRun[] {
  const files = FILES.map((name) => join(FOLDER, name))
  if (files.every((file) => existsSync(file))) return files.map((file) => new RecordedRun(file))
  console.warn(`skipped: the recorded runs are not at ${FOLDER}`)
  return []
}

/** One invocation as it was recorded, in seconds from the start of the recording. */
interface Invocation {
  readonly startS: number
  /** End of the handler. */
  readonly endS: number
  readonly isCold: boolean
  readonly instance: string
}

/** A recorded run, and what can be read off it about its execution environments. */
export class RecordedRun {
  readonly file: string
  readonly invocations: readonly Invocation[]

  /** @param file path of a CSV file, gzip */
  constructor(file: string) {
    this.file = file
    const [header, ...lines] = gunzipSync(readFileSync(file)).toString().trimEnd().split('\n')
    const columns = header!.trimEnd().split(',')
    this.invocations = lines.map((line) => {
      const cells = Object.fromEntries(
        line
          .trimEnd()
          .split(',')
          .map((cell, index) => [columns[index]!, cell]),
      )
      const startS = Number(cells.start_s)
      const endS = startS + Number(cells.handler_ms) / 1_000
      return { startS, endS, isCold: cells.cold === '1', instance: cells.instance! }
    })
  }

  get lengthS(): number {
    return this.invocations.at(-1)!.endS
  }

  get coldStarts(): number {
    return this.invocations.filter(({ isCold }) => isCold).length
  }

  /** Events a second. */
  get rate(): number {
    return this.invocations.length / this.lengthS
  }

  /**
   * Mean number of environments, if each is gone `idleS` after its last use: when one went cannot be seen from outside,
   * only that it was not used again.
   */
  meanEnvironments(idleS: number): number {
    const spans = new Map<string, [fromS: number, toS: number]>()
    for (const { startS, endS, instance } of this.invocations) {
      const [fromS, toS] = spans.get(instance) ?? [startS, endS]
      spans.set(instance, [fromS, Math.max(toS, endS)])
    }
    let total = 0
    for (const [fromS, toS] of spans.values()) total += Math.min(toS + idleS, this.lengthS) - fromS
    return total / this.lengthS
  }

  /** The longest time from the first use of an environment to the end of its last one, in seconds. */
  get longestLifeS(): number {
    const firstS = this.firstUses()
    return Math.max(...this.invocations.map(({ endS, instance }) => endS - firstS.get(instance)!))
  }

  /** When each environment was used first. */
  private firstUses(): Map<string, number> {
    return new Map(this.invocations.toReversed().map(({ startS, instance }) => [instance, startS]))
  }

  /**
   * What the run tells of how long an idle environment lasts, in seconds. One that was used again had lasted until then.
   * One that was not, had gone by the next cold start: a new environment is made only where none is idle.
   *
   * @param longestS one that was older by then may have gone for its age: it tells nothing of idleness
   */
  idleTimes(longestS = Number.POSITIVE_INFINITY): { readonly lastedS: number[]; readonly goneByS: number[] } {
    const firstS = this.firstUses()
    const lastedS: number[] = []
    const goneByS: number[] = []
    const lastUse = new Map(this.invocations.map(({ instance }, index) => [instance, index]))
    const idleSinceS = new Map<string, number>()
    for (const [index, { startS, endS, instance }] of this.invocations.entries()) {
      const sinceS = idleSinceS.get(instance)
      if (sinceS !== undefined) lastedS.push(Math.max(startS - sinceS, 0))
      else {
        for (const [other, otherSinceS] of idleSinceS) {
          if (otherSinceS > startS || lastUse.get(other)! > index) continue
          if (startS - firstS.get(other)! <= longestS) goneByS.push(startS - otherSinceS)
          idleSinceS.delete(other)
        }
      }
      idleSinceS.set(instance, endS)
    }
    return { lastedS, goneByS }
  }
}
