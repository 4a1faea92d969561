import type { Draws } from '../draws.ts'
import type { Distribution } from './distribution.ts'
import { requireNonNegative } from './parameter.ts'

/** Another distribution, moved up by a constant: what every sample takes at least, and a random rest. */
export class Shifted implements Distribution {
  readonly mean: number
  readonly variance: number
  private readonly by: number
  private readonly rest: Distribution

  /**
   * @param by 0 or more
   * @throws RangeError where `by` is negative or not finite
   */
  constructor(by: number, rest: Distribution) {
    requireNonNegative('Shifted: by', by)
    this.by = by
    this.rest = rest
    this.mean = by + rest.mean
    this.variance = rest.variance
  }

  sample(draws: Draws): number {
    return this.by + this.rest.sample(draws)
  }
}
