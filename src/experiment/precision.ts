import type { Expectation } from '../scenario/expectation.ts'
import type { Estimates } from './estimates.ts'
import { type Figure, keyOf } from './figure.ts'

/** Fewer replications say too little of their own spread to be stopped after. Source: Law, "Simulation Modeling", 9.4.1. */
export const FEWEST_REPLICATIONS = 10

/** What a reader of a report looks at first. */
const HEADLINES = ['dropped', 'eventAge.p99', 'completion.mean', 'completion.p99', 'cost.usd']

/** Places of the figures that a precision is asked of: the headlines of the total, and what expectations speak of. */
export function headlinesOf(figures: readonly Figure[], expectations: readonly Expectation[]): number[] {
  const wanted = new Set([
    ...HEADLINES.map((metric) => keyOf({ subject: 'total', name: 'total', metric })),
    ...expectations.flatMap(({ terms }) =>
      terms.map(({ name, metric, isTarget }) =>
        keyOf({ subject: isTarget ? 'destination' : name === 'total' ? 'total' : 'function', name, metric }),
      ),
    ),
  ])
  return figures.flatMap((figure, place) => (wanted.has(keyOf(figure)) ? [place] : []))
}

/**
 * When means are known well enough: once the half-width of each is at most γ / (1 + γ) of the mean that came, it is at
 * most γ of the true one, with the confidence of the interval. What came in no replication counts as known. Source: Law,
 * "Simulation Modeling and Analysis", 9.4.1, the sequential procedure.
 */
export class Precision {
  private readonly share: number

  /** @param asked γ: above 0, below 1 */
  constructor(asked: number) {
    this.share = asked / (1 + asked)
  }

  /** Places of the figures whose intervals are too wide. */
  loose(estimates: Estimates, places: readonly number[]): number[] {
    return places.filter((place) => this.needed(estimates, place) > estimates.count)
  }

  isReached(estimates: Estimates, places: readonly number[]): boolean {
    return estimates.count >= FEWEST_REPLICATIONS && this.loose(estimates, places).length === 0
  }

  /** About how many replications the widest interval needs, going by its spread so far. */
  replicationsNeeded(estimates: Estimates, places: readonly number[]): number {
    return Math.max(FEWEST_REPLICATIONS, ...places.map((place) => this.needed(estimates, place)))
  }

  private needed(estimates: Estimates, place: number): number {
    const { mean, halfWidth = Number.POSITIVE_INFINITY } = estimates.at(place).interval() ?? { mean: 0 }
    if (halfWidth === 0) return 0
    const ratio = halfWidth / (this.share * Math.abs(mean))
    return ratio <= 1 ? estimates.count : Math.max(estimates.count + 1, Math.ceil(estimates.count * ratio * ratio))
  }
}
