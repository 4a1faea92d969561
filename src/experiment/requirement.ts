import type { Comparison, Expectation, ExpectationTerm } from '../scenario/expectation.ts'
import type { Estimator } from './estimate.ts'
import type { Estimates } from './estimates.ts'
import { type FigureName, figureOf } from './figure.ts'
import { CONFIDENCE } from './interval.ts'
import { studentQuantile } from './student.ts'

/**
 * Runs that all have to go well until at least 95 % of runs go well, with 95 % confidence: 0.95⁵⁹ < 0.05. The same number
 * stands for a mean of values that are all alike, whose spread nobody knows, and for one that is to be below a bound: what
 * comes in 5 % of runs or more has come by then, and rare runs may carry nearly all of a mean, however little else varies.
 */
export const FLAWLESS_RUNS = 59
/** Replications after which a requirement is looked at for the first time; then at each doubling. */
const FIRST_LOOK = 15
/** Runs that carry a mean, fewer of which say too little of how many such runs there are. */
const FEW_CARRIERS = 10

/** Whether something holds, as far as replications tell. */
export type Verdict = 'met' | 'unmet' | 'undecided'

/** One term of a requirement, and the figure that it is of. */
export interface RequiredTerm extends ExpectationTerm {
  /** As it was written. */
  readonly text: string
  readonly figure: FigureName
}

/** The terms of a requirement, each as it was written. */
export function termsOf({ text, terms }: Expectation): RequiredTerm[] {
  const texts = text.split(/\s+and(?:\s+|$)/)
  return terms.map((term, place) => ({ ...term, text: texts[place]!.trim(), figure: figureOf(term) }))
}

/** Counts of replications after which a decision may be made, up to the most. */
export function looksUpTo(most: number): number[] {
  const looks: number[] = []
  for (let count = FIRST_LOOK; count < most; count *= 2) looks.push(count)
  return [...looks, most]
}

/** Whether a term is about every run, and not about a mean: no interval is ever clear of one value. */
export function isOfEveryRun({ comparison }: ExpectationTerm): boolean {
  return comparison === '==' || comparison === '!='
}

/** Whether a term wants a mean below a bound. A mean of what is never below 0 loses by rare runs no more than their share. */
function isUpper({ comparison }: ExpectationTerm): boolean {
  return comparison === '<' || comparison === '<='
}

/** Whether it takes 59 runs to be met. */
export function needsManyRuns(term: ExpectationTerm): boolean {
  return isOfEveryRun(term) || isUpper(term)
}

/** Why so few replications decide nothing; undefined where they can. */
export function tooFew(terms: readonly ExpectationTerm[], replications: number): string | undefined {
  const fewest = terms.some(needsManyRuns) ? FLAWLESS_RUNS : 2
  if (replications >= fewest) return undefined
  return `replications: expected ${fewest} or more${fewest > 2 ? ' to decide ==, !=, < and <=' : ''}, got ${replications}`
}

/** What speaks against the mean of a term that is met although few runs carry it; undefined where nothing does. */
export function carriersDoubt(term: RequiredTerm, verdict: Verdict, estimator: Estimator): string | undefined {
  const { carriers, variance } = estimator
  if (!isUpper(term) || verdict !== 'met' || variance === 0 || carriers >= FEW_CARRIERS) return undefined
  return `${term.text}: few of ${estimator.count} runs carry the mean, so that it may be larger than its interval says; ask with more --replications or another seed.`
}

/**
 * Decides terms while replications come in. `==` and `!=` are unmet with the first run that breaks them, and met after 59
 * runs without one. The others are about the mean: met or unmet once its interval is clear of the bound. Intervals are
 * wider than 95 % ones, so that all looks and all terms together err in 5 % of cases (Bonferroni), where no rare runs
 * carry the mean: looks share these in proportion to their replications, since the last ones are where it is close, and
 * the first ones trust Student's t most.
 */
export class Judge {
  private readonly terms: readonly RequiredTerm[]
  private readonly looks: readonly number[]
  private readonly broken: boolean[]
  private readonly verdicts: Verdict[]

  constructor(terms: readonly RequiredTerm[], looks: readonly number[]) {
    this.terms = terms
    this.looks = looks
    this.broken = terms.map(() => false)
    this.verdicts = terms.map(() => 'undecided')
  }

  /** Looks at the figures after one more replication, whose values come with them. */
  look(estimates: Estimates, values: Float64Array): readonly Verdict[] {
    for (const [index, term] of this.terms.entries()) {
      const place = estimates.placeOf(term.figure)!
      if (isOfEveryRun(term)) {
        this.broken[index] ||= (values[place] === term.bound) !== (term.comparison === '==')
        if (this.broken[index]) this.verdicts[index] = 'unmet'
        else if (estimates.count >= FLAWLESS_RUNS) this.verdicts[index] = 'met'
      } else if (this.looks.includes(estimates.count) && this.verdicts[index] === 'undecided')
        this.verdicts[index] = this.byInterval(term, estimates.at(place), estimates.isWithoutChance)
    }
    return [...this.verdicts]
  }

  private byInterval(term: RequiredTerm, estimator: Estimator, isSure: boolean): Verdict {
    const { comparison, bound } = term
    const { mean, variance, count, skewness } = estimator
    if (count < 2 || (variance === 0 && !isSure && count < FLAWLESS_RUNS)) return 'undecided'
    const share = count / this.looks.reduce((sum, look) => sum + look, 0)
    const error = ((1 - CONFIDENCE) * share) / this.terms.length
    const quantile = studentQuantile(1 - error / 2, count - 1)
    const halfWidth = quantile * Math.sqrt(variance / count)
    // A mean of values skewed to the right is more often too small than too large. Source: Johnson, JASA 73 (1978), 536.
    const shift = (Math.max(0, skewness) * Math.sqrt(variance) * (1 + 2 * quantile ** 2)) / (6 * count)
    const verdict = sideOf(comparison, bound, mean - halfWidth, mean + halfWidth + shift)
    const isTooEarly = verdict === 'met' && isUpper(term) && !isSure && count < FLAWLESS_RUNS
    return isTooEarly ? 'undecided' : verdict
  }
}

function sideOf(comparison: Comparison, bound: number, low: number, high: number): Verdict {
  const isBelow = { '<': high < bound, '<=': high <= bound, '>': high <= bound, '>=': high < bound }
  const isAbove = { '<': low >= bound, '<=': low > bound, '>': low > bound, '>=': low >= bound }
  const wantsBelow = comparison === '<' || comparison === '<='
  const side = comparison as keyof typeof isBelow
  if (isBelow[side]) return wantsBelow ? 'met' : 'unmet'
  if (isAbove[side]) return wantsBelow ? 'unmet' : 'met'
  return 'undecided'
}

/** Of terms that must all hold. */
export function together(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('unmet')) return 'unmet'
  return verdicts.includes('undecided') ? 'undecided' : 'met'
}
