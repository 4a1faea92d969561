import type { Draws } from '../draws.ts'
import type { Distribution } from './distribution.ts'
import { requireParameter, requirePositive } from './parameter.ts'

/** One part of a mixture: its share of the samples is its weight over the sum of all weights. */
export interface MixturePart {
  readonly weight: number
  readonly of: Distribution
}

/** Now one distribution, now another: each sample first chooses its part, with one word of the stream. */
export class Mixture implements Distribution {
  readonly mean: number
  readonly variance: number
  private readonly parts: readonly Distribution[]
  /** Shares of the parts, added up. */
  private readonly bounds: Float64Array

  /**
   * @param parts one or more, with weights above 0
   * @throws RangeError where there is no part, or a weight is out of range
   */
  constructor(parts: readonly MixturePart[]) {
    requireParameter(parts.length > 0, 'Mixture: parts', 'one or more', parts.length)
    for (const [index, { weight }] of parts.entries()) requirePositive(`Mixture: weight of part ${index}`, weight)
    const total = parts.reduce((sum, { weight }) => sum + weight, 0)
    this.parts = parts.map(({ of }) => of)
    let bound = 0
    this.bounds = Float64Array.from(parts, ({ weight }) => {
      bound += weight / total
      return bound
    })
    this.mean = parts.reduce((sum, { weight, of }) => sum + (weight / total) * of.mean, 0)
    const spread = (of: Distribution) => of.variance + (of.mean - this.mean) ** 2
    // Where a part has no mean the mixture has none, and its difference from itself would be no number.
    this.variance =
      this.mean === Infinity ? Infinity : parts.reduce((sum, { weight, of }) => sum + (weight / total) * spread(of), 0)
  }

  sample(draws: Draws): number {
    const { bounds, parts } = this
    const share = draws.uniform()
    const last = parts.length - 1
    let part = 0
    // The last bound is 1 but for rounding: it is not looked at.
    while (part < last && share >= bounds[part]) part++
    return parts[part].sample(draws)
  }
}
