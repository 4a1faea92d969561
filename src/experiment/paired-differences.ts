import { type Doubt, type Estimate, Estimator } from './estimate.ts'
import type { Estimates } from './estimates.ts'
import type { Figure } from './figure.ts'
import type { Sought } from './precision.ts'

/** A difference of sums of the same terms in another order, as a share of them: none. */
const NOISE = 1e-11

/**
 * What one setting has more than another, figure by figure, in replications under the same draws. What chance does to
 * both takes itself out of the difference, so that its interval is narrower than that of independent runs.
 */
export class PairedDifferences {
  private readonly before: Estimates
  private readonly after: Estimates
  /** By the place of the figure in `before`; undefined where `after` does not have it. */
  private readonly pairs: readonly ({ readonly other: number; readonly estimator: Estimator } | undefined)[]

  constructor(before: Estimates, after: Estimates) {
    this.before = before
    this.after = after
    this.pairs = before.figures.map((figure) => {
      const other = after.placeOf(figure)
      return other === undefined ? undefined : { other, estimator: new Estimator() }
    })
  }

  /** Takes the values of one replication of each. */
  add(before: Float64Array, after: Float64Array): void {
    for (const [place, pair] of this.pairs.entries())
      pair?.estimator.add(differenceOf(before[place]!, after[pair.other]!))
  }

  /** Null where one of the two does not have the figure. */
  estimate(figure: Figure): Estimate | null {
    const place = this.before.placeOf(figure)
    const pair = place === undefined ? undefined : this.pairs[place]
    return pair ? pair.estimator.estimate(this.doubt(place!, pair)) : null
  }

  /** Variance of a difference over replications; undefined where one of the two does not have the figure. */
  varianceOf(place: number): number | undefined {
    return this.pairs[place]?.estimator.variance
  }

  /** The differences of some figures, each measured by the larger of its two means. */
  sought(places: readonly number[]): Sought[] {
    return places.flatMap((place) => {
      const pair = this.pairs[place]
      if (!pair) return []
      const means = [this.before.at(place).mean, this.after.at(pair.other).mean]
      return [{ interval: pair.estimator.interval(), size: Math.max(...means.map(Math.abs)) }]
    })
  }

  /** A difference is as doubtful as what it is of; one that was never there, of what was, is sure. */
  private doubt(place: number, { other, estimator }: { other: number; estimator: Estimator }): Doubt | undefined {
    const doubts = [this.before.doubt(place), this.after.doubt(other)]
    if (doubts.every((doubt) => doubt === 'unseen')) return 'unseen'
    if (doubts.includes('tail')) return 'tail'
    const isCount = doubts.some((doubt) => doubt !== undefined)
    return isCount && estimator.rarity === 'rare' ? 'rare' : undefined
  }
}

/** What one value has more than another, but for noise of the last bits. */
export function differenceOf(before: number, after: number): number {
  const difference = after - before
  return Math.abs(difference) <= NOISE * Math.max(Math.abs(before), Math.abs(after)) ? 0 : difference
}
