import type { Draws } from '../draws.ts'
import type { Distribution } from './distribution.ts'
import { requireNonNegative, requireParameter } from './parameter.ts'

/** A measured sample, drawn from again: each of its values equally likely, and no other. */
export class Empirical implements Distribution {
  readonly mean: number
  readonly variance: number
  /** Ascending, so that a draw is the inverse of the sample's distribution function. */
  private readonly values: Float64Array

  /**
   * @param values one or more of 0 or more, in any order
   * @throws RangeError where there is none, or one is negative or not finite
   */
  constructor(values: ArrayLike<number>) {
    requireParameter(values.length > 0, 'Empirical: values', 'one or more', values.length)
    this.values = Float64Array.from(values).sort()
    requireNonNegative('Empirical: smallest value', this.values[0])
    requireNonNegative('Empirical: largest value', this.values[this.values.length - 1])
    this.mean = this.values.reduce((sum, value) => sum + value, 0) / this.values.length
    this.variance = this.values.reduce((sum, value) => sum + (value - this.mean) ** 2, 0) / this.values.length
  }

  sample(draws: Draws): number {
    return this.values[Math.floor(draws.uniform() * this.values.length)]
  }
}
