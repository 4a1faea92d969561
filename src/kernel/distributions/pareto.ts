import type { Draws } from '../draws.ts'
import type { Distribution } from './distribution.ts'
import { standardExponential } from './exponential.ts'
import { requirePositive } from './parameter.ts'

/** The Pareto distribution: P(X > x) = (minimum / x)^shape, a tail that no mean tames where shape is 1 or less. */
export class Pareto implements Distribution {
  /** `Infinity` where shape is 1 or less. */
  readonly mean: number
  /** `Infinity` where shape is 2 or less. */
  readonly variance: number
  private readonly minimum: number
  private readonly logMean: number

  /**
   * @param minimum the smallest value; above 0
   * @param shape above 0; the smaller, the heavier the tail
   * @throws RangeError where a parameter is not above 0 or not finite
   */
  constructor(minimum: number, shape: number) {
    requirePositive('Pareto: minimum', minimum)
    requirePositive('Pareto: shape', shape)
    this.minimum = minimum
    this.logMean = 1 / shape
    this.mean = shape > 1 ? (minimum * shape) / (shape - 1) : Infinity
    this.variance = shape > 2 ? (minimum * minimum * shape) / ((shape - 1) ** 2 * (shape - 2)) : Infinity
  }

  sample(draws: Draws): number {
    // log(X / minimum) is exponential. Unlike the inversion of a 32-bit uniform draw, this does not cut the tail off.
    return this.minimum * Math.exp(this.logMean * standardExponential(draws))
  }
}
