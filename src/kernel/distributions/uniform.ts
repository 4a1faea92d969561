import type { Draws } from '../draws.ts'
import type { Distribution } from './distribution.ts'
import { requireNonNegative, requireParameter } from './parameter.ts'

/** Every value between two bounds equally likely, in 2³² steps. */
export class Uniform implements Distribution {
  readonly mean: number
  readonly variance: number
  private readonly minimum: number
  private readonly width: number

  /**
   * @param minimum 0 or more
   * @param maximum `minimum` or more
   * @throws RangeError where a bound is out of range or not finite
   */
  constructor(minimum: number, maximum: number) {
    requireNonNegative('Uniform: minimum', minimum)
    requireNonNegative('Uniform: maximum', maximum)
    requireParameter(maximum >= minimum, 'Uniform: maximum', `the minimum ${minimum} or more`, maximum)
    this.minimum = minimum
    this.width = maximum - minimum
    this.mean = minimum + this.width / 2
    this.variance = (this.width * this.width) / 12
  }

  sample(draws: Draws): number {
    return this.minimum + this.width * draws.uniform()
  }
}
