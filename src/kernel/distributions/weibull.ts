import type { Draws } from '../draws.ts'
import type { Distribution } from './distribution.ts'
import { standardExponential } from './exponential.ts'
import { gammaFunction } from './gamma-function.ts'
import { requirePositive } from './parameter.ts'

/** The Weibull distribution: P(X > x) = exp(−(x / scale)^shape). Shape 1 is the exponential, below 1 has a heavier tail. */
export class Weibull implements Distribution {
  readonly mean: number
  readonly variance: number
  private readonly scale: number
  private readonly power: number

  /**
   * @param scale the value that 63.2 % of values stay below; above 0
   * @param shape above 0
   * @throws RangeError where a parameter is not above 0 or not finite
   */
  constructor(scale: number, shape: number) {
    requirePositive('Weibull: scale', scale)
    requirePositive('Weibull: shape', shape)
    this.scale = scale
    this.power = 1 / shape
    const first = gammaFunction(1 + this.power)
    const second = gammaFunction(1 + 2 * this.power)
    this.mean = scale * first
    this.variance = second === Infinity ? Infinity : scale * scale * (second - first * first)
  }

  sample(draws: Draws): number {
    return this.scale * standardExponential(draws) ** this.power
  }
}
