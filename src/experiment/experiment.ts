import { formatProblem } from '../scenario/problem.ts'
import { type ReadOptions, takeScenario } from '../scenario/read.ts'
import type { RunResult } from '../scenario/result.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { ScenarioInput } from '../scenario/schema/scenario.ts'
import { MOST_COURSES } from './course-estimate.ts'
import { type Conduct, type Effort, mostOf, type PrecisionResult, type Stop, stopOf } from './effort.ts'
import type { Estimate } from './estimate.ts'
import { Estimates } from './estimates.ts'
import { type ByFigure, byFigure, figuresOf, wordsOf } from './figure.ts'
import { CONFIDENCE } from './interval.ts'
import { headlinesOf, meansSought, Precision } from './precision.ts'
import { replicate } from './replications.ts'
import { RowKeeper } from './row-keeper.ts'
import type { RowKeeping } from './run-row.ts'
import { type Runner, Workers } from './workers.ts'

/** The first replication, which is the run itself, and what all of them say together. */
export interface ExperimentResult extends RunResult {
  readonly replications: ReplicationsResult
}

export interface ReplicationsResult {
  readonly count: number
  /** Share of intervals that contain the true mean: 0.95. */
  readonly confidence: number
  readonly stopped: Stop
  /** Only where one was asked for. */
  readonly precision?: PrecisionResult
  /** By the words of expectations: `figures.total['eventAge.p99']`. */
  readonly figures: ByFigure<Estimate>
  /** In how many replications each expectation was met. */
  readonly expectations: readonly { readonly expectation: string; readonly met: number }[]
}

export interface ExperimentOptions extends ReadOptions, Effort, Conduct, RowKeeping {}

/**
 * Simulates a scenario many times, each time with another seed, and says how sure the figures are: the document that
 * `asyncinvoke run --replications N --json` prints. The same scenario and seed give the same document, to the last bit,
 * whatever the number of workers, and whether it was made at once or from rows that were there.
 *
 * @returns undefined where it was ended before one replication was whole
 * @throws ScenarioError for a scenario that cannot run: every problem at once
 * @throws RangeError for options out of range
 */
export async function experiment(
  input: ScenarioInput,
  options: ExperimentOptions = {},
): Promise<ExperimentResult | undefined> {
  mostOf(options)
  const { scenario, warnings } = await takeScenario(input, options)
  const runner = new Workers(options.workers)
  try {
    return await experimentWith(runner, scenario, warnings.map(formatProblem), options)
  } finally {
    await runner.close()
  }
}

/** The same for a scenario that was read, with runs made by somebody else. */
export async function experimentWith(
  runner: Runner,
  scenario: Scenario,
  warnings: readonly string[],
  options: Effort & Omit<Conduct, 'workers'> & RowKeeping = {},
): Promise<ExperimentResult | undefined> {
  const most = mostOf(options)
  const precision = options.precision === undefined ? undefined : new Precision(options.precision)
  const keeper = new RowKeeper([{}], scenario.seed, options)
  let first: RunResult | undefined
  let estimates: Estimates | undefined
  let headlines: readonly number[] = []
  let needed = precision ? Number.POSITIVE_INFINITY : most
  const met = scenario.expectations.map(() => 0)

  const end = await replicate(runner, {
    scenarios: [scenario],
    most,
    known: keeper.known,
    coursesOf: options.onCourses ? MOST_COURSES : 0,
    signal: options.signal,
    onProgress: options.onProgress && ((made) => options.onProgress?.(Math.min(1, made / Math.min(most, needed)))),
    onReplication([replication]) {
      const { values, result, course } = replication!
      if (course) options.onCourses?.([course])
      if (result) {
        first = { ...result, warnings }
        estimates = new Estimates(figuresOf(result))
        headlines = headlinesOf(estimates.figures, scenario.expectations)
      }
      keeper.take([replication!], [estimates!.figures])
      estimates!.add(values)
      for (const [place, isMet] of replication!.met.entries()) if (isMet) met[place]!++
      if (!precision) return false
      const sought = meansSought(estimates!, headlines)
      needed = precision.replicationsNeeded(sought, estimates!.count, estimates!.isWithoutChance)
      return precision.isReached(sought, estimates!.count, estimates!.isWithoutChance)
    },
  })
  if (!first || !estimates) return undefined
  const { figures } = estimates
  const sought = meansSought(estimates, headlines)
  const isLoose = (_: number, index: number) =>
    precision?.isKnown(sought[index]!, estimates!.count, estimates!.isWithoutChance) === false
  const replications: ReplicationsResult = {
    count: estimates.count,
    confidence: CONFIDENCE,
    stopped: stopOf(end, options),
    ...(options.precision !== undefined && {
      precision: {
        asked: options.precision,
        loose: headlines.filter(isLoose).map((place) => wordsOf(figures[place]!)),
      },
    }),
    figures: byFigure(figures, (_, place) => estimates!.estimate(place)),
    expectations: scenario.expectations.map(({ text }, place) => ({ expectation: text, met: met[place]! })),
  }
  return { ...first, replications }
}
