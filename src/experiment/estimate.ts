import type { Interval } from './interval.ts'
import { Moments } from './moments.ts'

/** A handful: what has come less often says little of how often it comes. */
const HANDFUL = 5

/** The probability of not being seen in this many replications, below which something would have been seen. */
const UNSEEN = 0.05

/**
 * Why an interval means nothing:
 *
 * - `unseen`: it came in no replication, which does not say that it never comes;
 * - `rare`: it came fewer than five times in all, or in fewer than five of the replications, not in all of them;
 * - `tail`: a quantile, mostly with fewer than five values beyond it in a replication.
 */
export type Doubt = 'unseen' | 'rare' | 'tail'

/** A figure over replications: its mean, and where the true one lies with 95 % confidence. */
export interface Estimate {
  readonly mean: number
  /** Null where there are fewer than two replications; so are `low` and `high`, which are the mean less and plus it. */
  readonly halfWidth: number | null
  readonly low: number | null
  readonly high: number | null
  /** Left out where there is none. */
  readonly doubt?: Doubt
}

/** The values of one figure over replications, of which only sums are kept. */
export class Estimator {
  private readonly moments = new Moments()
  /** Replications in which it was not 0. */
  private seen = 0

  add(value: number): void {
    this.moments.add(value)
    if (value !== 0) this.seen++
  }

  get count(): number {
    return this.moments.count
  }

  get mean(): number {
    return this.moments.mean
  }

  get variance(): number {
    return this.moments.variance
  }

  get skewness(): number {
    return this.moments.skewness
  }

  /** So many equal values would have a sum as uneven as theirs: few where few runs carry all. Source: Kish 1965, 11.7. */
  get carriers(): number {
    const { mean, variance, count } = this
    return mean === 0 ? count : count / (1 + variance / mean ** 2)
  }

  /** Why no interval of what is counted means anything. */
  get rarity(): Doubt | undefined {
    const { seen, count, mean } = this
    if (seen === 0) return 'unseen'
    return Math.abs(mean) * count < HANDFUL || (seen < HANDFUL && seen < count) ? 'rare' : undefined
  }

  interval(): Interval | undefined {
    return this.moments.interval()
  }

  estimate(doubt?: Doubt): Estimate {
    const { mean, halfWidth = null, low = null, high = null } = this.interval() ?? { mean: this.mean }
    return { mean, halfWidth, low, high, ...(doubt && { doubt }) }
  }
}

/** Whether a quantile has too few values beyond it. @param values in a replication, on average */
export function isTail(quantile: number, values: number): boolean {
  // With a little room: 1 − 0.99 is a little more than a hundredth, 1 − 0.9 a little less than a tenth.
  return values * (1 - quantile) < HANDFUL - 1e-9
}

/** Share of replications in which something may yet come that came in none of `count`, with 95 % confidence. */
export function unseenShare(count: number): number {
  return 1 - UNSEEN ** (1 / count)
}
