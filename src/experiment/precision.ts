import type { Expectation } from '../scenario/expectation.ts'
import type { Estimates } from './estimates.ts'
import { type Figure, figureOf, keyOf } from './figure.ts'
import type { Interval } from './interval.ts'
import { FLAWLESS_RUNS } from './requirement.ts'

/** Fewer replications say too little of their own spread to be stopped after. Source: Law, "Simulation Modeling", 9.4.1. */
export const FEWEST_REPLICATIONS = 10

/** What a reader of a report looks at first. */
const HEADLINES = ['dropped', 'eventAge.p99', 'completion.mean', 'completion.p99', 'cost.usd']

/** Places of the figures that a precision is asked of: the headlines of the total, and what expectations speak of. */
export function headlinesOf(figures: readonly Figure[], expectations: readonly Expectation[]): number[] {
  const wanted = new Set([
    ...HEADLINES.map((metric) => keyOf({ subject: 'total', name: 'total', metric })),
    ...expectations.flatMap(({ terms }) => terms.map((term) => keyOf(figureOf(term)))),
  ])
  return figures.flatMap((figure, place) => (wanted.has(keyOf(figure)) ? [place] : []))
}

/** A mean that is to be known, and what its half-width is measured by: the size of the mean, or of what it is a part of. */
export interface Sought {
  readonly interval: Interval | undefined
  readonly size: number
}

/** The figures themselves, each measured by its own mean. */
export function meansSought(estimates: Estimates, places: readonly number[]): Sought[] {
  return places.map((place) => ({ interval: estimates.at(place).interval(), size: Math.abs(estimates.at(place).mean) }))
}

/**
 * When means are known well enough: once each half-width is at most γ / (1 + γ) of the size that came, it is at most γ of
 * the true one, with the confidence of the interval. Where there is chance it takes 59 replications besides: what comes in
 * 5 % of runs or more has come by then, and may carry most of a mean. What never varied in as many counts as known.
 * Source: Law, "Simulation Modeling and Analysis", 9.4.1, the sequential procedure.
 */
export class Precision {
  private readonly share: number

  /** @param asked γ: above 0, below 1 */
  constructor(asked: number) {
    this.share = asked / (1 + asked)
  }

  /** @param isSure whether nothing at all varies; so below */
  isKnown(sought: Sought, count: number, isSure: boolean): boolean {
    return count >= fewest(isSure) && this.ratio(sought) <= 1
  }

  isReached(sought: readonly Sought[], count: number, isSure: boolean): boolean {
    return count >= fewest(isSure) && sought.every((each) => this.isKnown(each, count, isSure))
  }

  /** About how many replications the widest interval needs, going by its spread so far. */
  replicationsNeeded(sought: readonly Sought[], count: number, isSure: boolean): number {
    return Math.max(fewest(isSure), ...sought.map((each) => Math.ceil(count * this.ratio(each) ** 2)))
  }

  private ratio({ interval, size }: Sought): number {
    if (interval?.halfWidth === 0) return 0
    return (interval?.halfWidth ?? Number.POSITIVE_INFINITY) / (this.share * size)
  }
}

function fewest(isSure: boolean): number {
  return isSure ? FEWEST_REPLICATIONS : FLAWLESS_RUNS
}
