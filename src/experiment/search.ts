import { documentHead } from '../scenario/document-head.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { type Axis, valueAt } from './axis.ts'
import type { Conduct } from './effort.ts'
import type { Extreme, FindResult } from './find-result.ts'
import { CONFIDENCE } from './interval.ts'
import { termsOf, together, type Verdict } from './requirement.ts'
import { type Trial, Trials } from './trials.ts'
import type { Runner } from './workers.ts'

/** Replications of a value after which about half of the work on it is done, for want of better. */
const USUAL = 30

/** What is sought, and where. */
export interface Search {
  readonly axis: Axis
  readonly sought: Extreme
  /** The scenario as it is, whose one expectation is the requirement. */
  readonly base: Scenario
  /** Makes the scenario of a value, by its place. */
  readonly scenarioAt: (place: number) => Promise<Scenario>
  /** Most replications of a value. */
  readonly most: number
}

type Answer = Pick<FindResult, 'outcome' | 'binding'> & { readonly trial?: Trial; readonly doubts: readonly string[] }

/**
 * Finds the value that is sought, with runs made by somebody else. Bisects, supposing that each term gets better or worse
 * all the way, and tries both ends first to see which way that is.
 *
 * @returns undefined where it was ended before one value was decided
 */
export async function searchWith(
  runner: Runner,
  search: Search,
  { signal, onProgress }: Omit<Conduct, 'workers'> = {},
): Promise<FindResult | undefined> {
  const { axis, sought, base, most, scenarioAt } = search
  const requirement = base.expectations[0]!
  const terms = termsOf(requirement)
  const steps = Math.ceil(Math.log2(axis.size)) + 2
  const trials: Trials = new Trials(
    runner,
    { axis, terms, scenarioAt, most },
    signal,
    onProgress && ((made) => onProgress(Math.min(1, (trials.count + made / (made + USUAL)) / steps))),
  )
  const answer = await bisect(
    trials,
    search,
    terms.map(({ text }) => text),
  )
  if (trials.count === 0) return undefined
  const { trial } = answer
  return {
    ...documentHead(base),
    requirement: requirement.text,
    sought,
    path: axis.name,
    low: valueAt(axis, 0),
    high: valueAt(axis, axis.size - 1),
    size: axis.size,
    confidence: CONFIDENCE,
    replications: most,
    outcome: answer.outcome,
    value: trial ? trial.result.value : null,
    cost: trial ? trial.result.cost : null,
    binding: answer.binding,
    undecided: trials.all.filter(({ result }) => result.verdict === 'undecided').map(({ result }) => result.value),
    doubts: [
      ...answer.doubts,
      ...(trial?.doubts ?? []),
      ...turns(
        trials.all,
        terms.map(({ text }) => text),
      ),
    ],
    trials: trials.all.map(({ result }) => result),
  }
}

const INTERRUPTED: Answer = { outcome: 'interrupted', binding: [], doubts: [] }

/** Ranks go from the value that one would like best, 0, to the last resort. */
async function bisect(trials: Trials, { axis, sought }: Search, texts: readonly string[]): Promise<Answer> {
  const last = axis.size - 1
  const tryRank = (rank: number, enough?: readonly number[]) =>
    trials.at(sought === 'smallest' ? rank : last - rank, enough)
  const first = await tryRank(0)
  const worst = first && (await tryRank(last))
  if (!first || !worst) return INTERRUPTED
  const wanted = places(first.verdicts, (verdict) => verdict !== 'met')
  const named = (indices: readonly number[]) => indices.map((index) => texts[index]!)
  if (wanted.length === 0) {
    const worse = named(places(worst.verdicts, (verdict) => verdict === 'unmet'))
    const other = sought === 'smallest' ? 'largest' : 'smallest'
    const doubts =
      worse.length > 0
        ? [
            `${worse.join(' and ')}: holds at this end and not at the other, so that the ${other} value may be what is meant.`,
          ]
        : []
    return { outcome: 'found', trial: first, binding: [], doubts }
  }
  const stuck = wanted.filter((index) => worst.verdicts[index] !== 'met')
  if (stuck.length > 0) {
    const doubts =
      last > 1 ? ['Values between the ends were not tried: a sweep shows whether one of them is better.'] : []
    return { outcome: 'none', binding: named(stuck), doubts }
  }
  let [low, high] = [0, last]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    const trial = await tryRank(middle, wanted)
    if (!trial) return INTERRUPTED
    if (together(wanted.map((index) => trial.verdicts[index]!)) === 'met') high = middle
    else low = middle
  }
  const [before, trial] = [await tryRank(low, wanted), await tryRank(high)]
  if (!before || !trial) return INTERRUPTED
  const unmet = wanted.filter((index) => before.verdicts[index] === 'unmet')
  const holding = unmet.length > 0 ? unmet : wanted.filter((index) => before.verdicts[index] !== 'met')
  if (trial.result.verdict === 'met') return { outcome: 'found', trial, binding: named(holding), doubts: [] }
  // What asks for this value or a later one, and what forbids it.
  const against = places(trial.verdicts, (verdict) => verdict !== 'met')
  return { outcome: 'none', binding: named([...new Set([...holding, ...against])]), doubts: [] }
}

function places(verdicts: readonly Verdict[], isWanted: (verdict: Verdict) => boolean): number[] {
  return verdicts.flatMap((verdict, place) => (isWanted(verdict) ? [place] : []))
}

/** Terms that were met, then not, and then met again, or the other way round: they do not go one way. */
function turns(trials: readonly Trial[], texts: readonly string[]): string[] {
  return texts.flatMap((text, index) => {
    const decided = trials.map(({ verdicts }) => verdicts[index]!).filter((verdict) => verdict !== 'undecided')
    const changes = decided.filter((verdict, place) => place > 0 && verdict !== decided[place - 1]).length
    return changes > 1
      ? [`${text}: does not get better or worse all the way, so that the answer may not be the only one.`]
      : []
  })
}
