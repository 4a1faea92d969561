import { closeSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'
import type { SweepRow } from '../experiment/sweep-row.ts'
import { systemReason, UsageError } from './usage-error.ts'

/** What makes rows those of one sweep: the first line of its file. */
export interface SweepHead {
  readonly asyncinvoke: 'sweep'
  readonly version: 1
  /** Version of this program: another one may draw otherwise. */
  readonly program: string
  readonly name: string
  readonly seed: number
  /** SHA-256 of the scenario as it is, its seed apart. */
  readonly scenario: string
  readonly axes: readonly { readonly path: string; readonly values: readonly unknown[] }[]
  readonly replications: number
  /** Null where none was asked for. */
  readonly precision: number | null
}

/** What the parts of a head are called, in the order in which they are told. */
const WORDS: Readonly<Partial<Record<keyof SweepHead, string>>> = {
  program: 'version of asyncinvoke',
  seed: 'seed',
  scenario: 'scenario',
  axes: 'grid',
  replications: 'number of replications',
  precision: 'precision',
}

/** Bytes that are read at a time. */
const CHUNK = 1 << 20
const NEWLINE = 10

/**
 * The file of a sweep: a line of JSON that says which one it is, then a line for each run, in order. Each line is written
 * when its run is told, so that what is there after any end is whole but for its last line.
 *
 * Every fault of the system, and a file of something else, is a `UsageError` that names the file.
 */
export class SweepFile {
  readonly path: string
  private readonly head: SweepHead
  private descriptor: number | undefined
  /** Where the next line goes; beyond it there may be a torn line. */
  private end = 0

  /** @param isResumed whether a file that is there is gone on with; else there must be none */
  constructor(path: string, head: SweepHead, isResumed: boolean) {
    this.path = path
    this.head = head
    this.descriptor = this.attempt(() => (isResumed ? openOrMake(path) : make(path)))
    try {
      const [line] = this.lines()
      if (line === undefined) this.begin()
      else this.check(line.text)
    } catch (error) {
      this.close()
      throw error
    }
  }

  /** The rows that are there. */
  *rows(): Generator<SweepRow> {
    let before = { point: 0, replication: 0 }
    let number = 1
    for (const { text, end } of this.lines()) {
      if (number++ > 1) {
        const row = parsed(text) as SweepRow | undefined
        const isNext =
          row?.point === before.point
            ? row.replication === before.replication + 1
            : row?.point === before.point + 1 && row.replication === 1
        if (!row || !isNext)
          throw this.refusal(
            `line ${number - 1}: expected the run after point ${before.point}, replication ${before.replication}`,
          )
        before = row
        yield row
      }
      this.end = end
    }
    // What is beyond is the torn line of a sweep that was killed.
    this.attempt(() => ftruncateSync(this.descriptor!, this.end))
  }

  write(row: SweepRow): void {
    this.append(JSON.stringify(row))
  }

  /** Each line is where it belongs already. */
  commit(): undefined {}

  close(): void {
    if (this.descriptor !== undefined) closeSync(this.descriptor)
    this.descriptor = undefined
  }

  private begin(): void {
    this.attempt(() => ftruncateSync(this.descriptor!, 0))
    this.append(JSON.stringify(this.head))
  }

  private append(line: string): void {
    const bytes = Buffer.from(`${line}\n`)
    this.attempt(() => {
      for (let done = 0; done < bytes.length; )
        done += writeSync(this.descriptor!, bytes, done, bytes.length - done, this.end + done)
    })
    this.end += bytes.length
  }

  /** @throws UsageError with all that differs */
  private check(line: string): void {
    const there = parsed(line) as Partial<SweepHead> | undefined
    if (there?.asyncinvoke !== 'sweep' || there.version !== 1) throw this.refusal('expected a file that sweep wrote')
    const differing = (Object.keys(WORDS) as (keyof SweepHead)[]).filter(
      (key) => JSON.stringify(there[key]) !== JSON.stringify(this.head[key]),
    )
    if (differing.length === 0) return
    throw new UsageError(
      differing
        .map(
          (key) =>
            `--resume: ${this.path}: expected the same ${WORDS[key]}${key === 'axes' || key === 'scenario' ? ', and it is another one' : `: there it is ${there[key]}, here ${this.head[key]}`}`,
        )
        .join('\n'),
    )
  }

  private refusal(message: string): UsageError {
    return new UsageError(`--out ${this.path}: ${message}`)
  }

  /** Whole lines, with the places where they end. */
  private *lines(): Generator<{ readonly text: string; readonly end: number }> {
    const chunk = Buffer.alloc(CHUNK)
    let rest = Buffer.alloc(0)
    let position = 0
    for (;;) {
      const count = this.attempt(() => readSync(this.descriptor!, chunk, 0, CHUNK, position))
      if (count === 0) return
      let text = Buffer.concat([rest, chunk.subarray(0, count)])
      const start = position - rest.length
      let from = 0
      for (let at = text.indexOf(NEWLINE); at >= 0; at = text.indexOf(NEWLINE, from)) {
        yield { text: text.toString('utf8', from, at), end: start + at + 1 }
        from = at + 1
      }
      text = text.subarray(from)
      rest = Buffer.from(text)
      position += count
    }
  }

  private attempt<T>(call: () => T): T {
    try {
      return call()
    } catch (error) {
      if ((error as { code?: unknown }).code === 'EEXIST')
        throw this.refusal('expected no file of that name, and there is one; --resume goes on with it')
      const reason = systemReason(error)
      if (reason === undefined) throw error
      throw new UsageError(`--out ${this.path}: expected a file that can be written, but ${reason}`, { cause: error })
    }
  }
}

function make(path: string): number {
  return openSync(path, 'wx+')
}

function openOrMake(path: string): number {
  try {
    return openSync(path, 'r+')
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ENOENT') throw error
    return make(path)
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
