import { type ReadOptions, type ReadResult, takeScenario } from '../scenario/read.ts'
import type { ScenarioInput } from '../scenario/schema/scenario.ts'
import { AxesReader, type ReadWith } from './axes-reader.ts'
import { changeAt } from './axis.ts'
import { type Conduct, mostOf } from './effort.ts'
import type { Extreme, FindResult } from './find-result.ts'
import { tooFew } from './requirement.ts'
import { type Search, searchWith } from './search.ts'
import { Workers } from './workers.ts'

/** Replications of a value after which it is left undecided, unless it is said: a look at 15, and five doublings. */
export const MOST_AT_A_VALUE = 480
/** More values than these are no list of values any more. */
const MOST_VALUES = 1_000_000_000

/** What is to be found. */
export interface Quest {
  /** What varies: `PATH=LOW..HIGH`, perhaps with `/STEP`, or `PATH=V1,V2,…` in order. */
  readonly vary: string
  /** What must hold, as under `expect:`: `checkout.dropped == 0 and checkout.eventAge.p99 < 5m`. */
  readonly require: string
  /** Default: `smallest`. */
  readonly sought?: Extreme
  /** Most replications of a value, 2 or more; with `==`, `!=`, `<` or `<=` 59 or more. Default: 480. */
  readonly replications?: number
}

export interface FindOptions extends ReadOptions, Quest, Conduct {}

/**
 * Finds the smallest or largest value of something in a scenario for which a requirement holds with 95 % confidence: the
 * document that `asyncinvoke find --json` prints. The same scenario and seed give the same document, to the last bit,
 * whatever the number of workers.
 *
 * @returns undefined where it was ended before one value was decided
 * @throws ScenarioError for values or a requirement that cannot be: every problem at once
 * @throws RangeError for options out of range
 */
export async function find(input: ScenarioInput, options: FindOptions): Promise<FindResult | undefined> {
  mostOf(options)
  const { set = [] } = options
  const read: ReadWith = (more) => takeScenario(input, { ...options, set: [...set, ...more] })
  const search = await readSearch(options, { vary: 'vary', require: 'require' }, read)
  const runner = new Workers(options.workers)
  try {
    return await searchWith(runner, search, options)
  } finally {
    await runner.close()
  }
}

/**
 * Reads what is to be found: the requirement takes the place of the scenario's expectations. The scenario is read at both
 * ends; a value between them that cannot be is found when its turn comes.
 *
 * @param names what problems call the two texts
 * @throws ScenarioError with every problem at once
 * @throws RangeError for a number of replications that can decide nothing
 */
export async function readSearch(
  { vary, require, sought = 'smallest', replications = MOST_AT_A_VALUE }: Quest,
  names: { readonly vary: string; readonly require: string },
  read: ReadWith,
): Promise<Search> {
  const required = `expect=${JSON.stringify([require])}`
  const reader = new AxesReader(names.vary, read)
  reader.call('expect[0]', `${names.require} ${require}`)
  const base = await reader.open([vary])
  const [axis] = reader.axes
  const ends: (ReadResult | undefined)[] = []
  // Where there is no axis to try, the requirement is looked at all the same.
  if (base && !axis) await reader.tryWith([required])
  else if (base && axis)
    for (const place of [0, axis.size - 1]) ends.push(await reader.tryWith([changeAt(axis, place), required]))
  if (axis && axis.size > MOST_VALUES) reader.add(`expected at most ${MOST_VALUES} values, got ${axis.size}`, vary)
  reader.check()
  const { scenario } = ends[0]!
  const reason = tooFew(scenario.expectations[0]!.terms, replications)
  if (reason) throw new RangeError(reason)
  return {
    axis: axis!,
    sought,
    base: scenario,
    most: replications,
    async scenarioAt(place) {
      const result = await reader.tryWith([changeAt(axis!, place), required])
      reader.check()
      return result!.scenario
    },
  }
}
