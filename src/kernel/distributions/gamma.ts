import type { Draws } from '../draws.ts'
import type { Distribution } from './distribution.ts'
import { requireParameter, requirePositive } from './parameter.ts'
import { standardNormal } from './standard-normal.ts'

/** Largest coefficient of variation: beyond it the 2³² steps of a uniform draw would begin to show. */
const LARGEST_CV = 100

/**
 * The gamma distribution, by its mean and spread: cv 1 is the exponential, below 1 more regular (cv 1/√k is the sum of k
 * exponential phases, Erlang's), above 1 more bursty.
 *
 * Source of the method: Marsaglia, Tsang, "A simple method for generating gamma variables" (ACM TOMS 26, 2000).
 */
export class Gamma implements Distribution {
  readonly mean: number
  readonly variance: number
  private readonly scale: number
  /** 1 / shape where the shape is below 1 and the sample is one of shape + 1, shrunk; else 0. */
  private readonly shrink: number
  /** The two constants of the method, `d` and `c` in the paper. */
  private readonly centre: number
  private readonly slope: number

  /**
   * @param mean above 0
   * @param cv coefficient of variation, standard deviation over mean; above 0, at most 100
   * @throws RangeError where a parameter is out of range or not finite
   */
  constructor(mean: number, cv: number) {
    requirePositive('Gamma: mean', mean)
    requireParameter(cv > 0 && cv <= LARGEST_CV, 'Gamma: cv', `a number above 0, at most ${LARGEST_CV}`, cv)
    const shape = 1 / (cv * cv)
    this.mean = mean
    this.variance = mean * mean * cv * cv
    this.scale = mean / shape
    this.shrink = shape < 1 ? 1 / shape : 0
    this.centre = (shape < 1 ? shape + 1 : shape) - 1 / 3
    this.slope = 1 / Math.sqrt(9 * this.centre)
  }

  sample(draws: Draws): number {
    const value = this.scale * this.sampleOfLargeShape(draws)
    // A gamma variable of shape a is one of shape a + 1 times U^(1/a).
    return this.shrink === 0 ? value : value * draws.uniform() ** this.shrink
  }

  private sampleOfLargeShape(draws: Draws): number {
    for (;;) {
      const deviate = standardNormal(draws)
      const root = 1 + this.slope * deviate
      if (root <= 0) continue
      const cube = root * root * root
      const square = deviate * deviate
      const uniform = draws.uniform()
      // The squeeze accepts nearly always and spares two logarithms; what follows it is the exact test.
      if (uniform < 1 - 0.0331 * square * square) return this.centre * cube
      if (Math.log(uniform) < 0.5 * square + this.centre * (1 - cube + Math.log(cube))) return this.centre * cube
    }
  }
}
