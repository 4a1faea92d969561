import { CONFIDENCE } from './interval.ts'
import { Moments } from './moments.ts'
import { differenceOf } from './paired-differences.ts'
import { studentQuantile } from './student.ts'

/** Values of each objective over the replications of a point, in order. All points have the same objectives. */
export interface Standing {
  readonly point: number
  /** By the name of the objective: the less, the better. */
  readonly values: Readonly<Record<string, readonly number[]>>
  /** Whether it is open if the point may be chosen at all. Then it beats no other. Default: it may. */
  readonly isOpen?: boolean
}

/** What one point has against another: surely less of an objective or surely more, the same in every run, or nobody knows. */
export type Side = 'less' | 'more' | 'same' | 'unclear'

/**
 * When one point is better than another, by the runs that both have under the same draws. It beats the other if it surely
 * has less of one objective, and of each of the others less, or the same in every run. Surely means that the interval of
 * the difference, run by run, is clear of 0.
 */
export class Dominance {
  private readonly errorAt: (runs: number) => number
  private readonly quantiles = new Map<number, number>()

  /** @param errorAt what share of intervals may miss the truth, by the number of runs. Default: 5 % */
  constructor(errorAt: (runs: number) => number = () => 1 - CONFIDENCE) {
    this.errorAt = errorAt
  }

  side(one: Standing, other: Standing, objective: string): Side {
    const [values, others] = [one.values[objective]!, other.values[objective]!]
    const differences = new Moments()
    for (let run = 0; run < Math.min(values.length, others.length); run++)
      differences.add(differenceOf(others[run]!, values[run]!))
    const { mean, variance, count } = differences
    if (mean === 0 && variance === 0) return 'same'
    // After a single run there is only what came.
    const halfWidth = count < 2 ? 0 : this.quantile(count) * Math.sqrt(variance / count)
    if (mean + halfWidth < 0) return 'less'
    return mean - halfWidth > 0 ? 'more' : 'unclear'
  }

  beats(one: Standing, other: Standing): boolean {
    if (one.isOpen) return false
    let isLess = false
    for (const objective of Object.keys(one.values)) {
      const side = this.side(one, other, objective)
      if (side === 'more' || side === 'unclear') return false
      isLess ||= side === 'less'
    }
    return isLess
  }

  /** Whether all is the same in every run. */
  areAlike(one: Standing, other: Standing): boolean {
    return this.sides(one, other).every((side) => side === 'same')
  }

  /** Whether one may beat the other, for all that is known: nothing of it is surely more. */
  mayBeat(one: Standing, other: Standing): boolean {
    const sides = this.sides(one, other)
    return !sides.includes('more') && sides.some((side) => side !== 'same')
  }

  private sides(one: Standing, other: Standing): Side[] {
    return Object.keys(one.values).map((objective) => this.side(one, other, objective))
  }

  private quantile(count: number): number {
    let quantile = this.quantiles.get(count)
    if (quantile === undefined) {
      quantile = studentQuantile(1 - this.errorAt(count) / 2, count - 1)
      this.quantiles.set(count, quantile)
    }
    return quantile
  }
}

/** Mean over the runs that a point has. */
export function meanOf({ values }: Standing, objective: string): number {
  const all = values[objective]!
  return all.reduce((sum, value) => sum + value, 0) / all.length
}
