import fc from 'fast-check'
import { suggestName } from '../../notation/nearest.ts'
import type { FaultPlan } from '../faults/fault.ts'
import { Counterexample, type Finding } from './counterexample.ts'

/** How a check draws. */
export interface SearchOptions {
  /** Plans that are tried. Default: 1,000. */
  readonly runs?: number | undefined
  /** A 32-bit integer. Default: another one each time, or that of `fc.configureGlobal`. */
  readonly seed?: number | undefined
  /** Where a former search with the same seed found something, as its message tells. */
  readonly path?: string | undefined
}

/** What a check that held has done. */
export interface Checked {
  /** Plans that were tried. */
  readonly runs: number
  readonly seed: number
}

/** One event to be sent, and what goes wrong with it. */
export interface Case {
  readonly plan: FaultPlan
  readonly payload: unknown
}

const DEFAULT_RUNS = 1_000

/** What is wrong with options of a check that searches, one line each. @param known all that it may be given */
export function searchProblems<Options extends SearchOptions>(
  options: Options,
  known: readonly (keyof Options & string)[],
): string[] {
  const { runs = DEFAULT_RUNS, seed, path } = options
  const unknown = Object.keys(options).filter((name) => !(known as readonly string[]).includes(name))
  return [
    ...unknown.map((name) => `there is no ${JSON.stringify(name)}${suggestName(name, known)}`),
    ...(Number.isInteger(runs) && runs >= 1 ? [] : [`runs: expected a whole number from 1 on, got ${runs}`]),
    ...(seed === undefined || Number.isInteger(seed) ? [] : [`seed: expected a whole number, got ${seed}`]),
    ...(path === undefined || /^\d+(:\d+)*$/.test(path)
      ? []
      : [`path: expected numbers with colons between them, as a message tells them, got ${JSON.stringify(path)}`]),
    ...(path === undefined || seed !== undefined ? [] : ['path: expected a seed beside it']),
  ]
}

/**
 * Tries a check on drawn cases and shrinks what it finds, the plan first.
 *
 * @param trial returns what is wrong, or undefined; what it throws is no finding and ends the search
 * @throws Counterexample with the smallest case for which there is a finding
 */
export async function search(
  cases: { readonly plans: fc.Arbitrary<FaultPlan>; readonly payloads: fc.Arbitrary<unknown> },
  trial: (drawn: Case) => Promise<Finding | undefined>,
  { runs = DEFAULT_RUNS, seed, path }: SearchOptions,
): Promise<Checked> {
  let trouble: { readonly error: unknown } | undefined
  const property = fc.asyncProperty(cases.plans, cases.payloads, async (plan, payload) => {
    if (trouble) return
    let finding: Finding | undefined
    try {
      finding = await trial({ plan, payload })
    } catch (error) {
      trouble = { error }
    }
    if (finding) throw new Found(finding)
  })
  const details = await fc.check(property, {
    numRuns: runs,
    ...(seed !== undefined && { seed }),
    ...(path !== undefined && { path }),
  })
  if (trouble) throw trouble.error
  if (!details.failed && details.numRuns > 0) return { runs: details.numRuns, seed: details.seed }
  const found = details.errorInstance
  if (!(found instanceof Found)) throw found ?? new Error(interruption(details.numRuns, runs))
  const replay = { seed: details.seed, path: details.counterexamplePath! }
  throw new Counterexample(found.finding, replay)
}

function interruption(done: number, runs: number): string {
  return `the search was interrupted after ${done} of ${runs} runs, by a time limit of fc.configureGlobal`
}

/** Takes a finding through fast-check, which knows only of what is thrown. */
class Found extends Error {
  readonly finding: Finding

  constructor(finding: Finding) {
    super(finding.headline)
    this.finding = finding
  }
}
