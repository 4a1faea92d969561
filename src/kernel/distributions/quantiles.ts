import type { Draws } from '../draws.ts'
import type { Distribution } from './distribution.ts'
import { requireNonNegative, requireParameter } from './parameter.ts'

/** A share of all values, 0 to 1, and the value that this share stays at or below. */
export type QuantilePoint = readonly [probability: number, value: number]

/**
 * What a measurement left of a distribution: its percentiles, with the smallest and the largest value. Between two
 * points every value is equally likely, which is what the points say and no more.
 */
export class Quantiles implements Distribution {
  readonly mean: number
  readonly variance: number
  private readonly probabilities: Float64Array
  private readonly values: Float64Array

  /**
   * @param points two or more: probabilities rising from 0 to 1, values 0 or more that never fall
   * @throws RangeError where there are fewer than two points, or one is out of range or out of order
   */
  constructor(points: readonly QuantilePoint[]) {
    requirePoints(points)
    this.probabilities = Float64Array.from(points, ([probability]) => probability)
    this.values = Float64Array.from(points, ([, value]) => value)
    this.mean = this.sumOverSegments((low, high) => (low + high) / 2)
    this.variance = this.sumOverSegments((low, high) => {
      const [a, b] = [low - this.mean, high - this.mean]
      return (a * a + a * b + b * b) / 3
    })
  }

  sample(draws: Draws): number {
    const { probabilities, values } = this
    const probability = draws.uniform()
    let low = 0
    let high = probabilities.length - 1
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (probabilities[middle] <= probability) low = middle
      else high = middle
    }
    const share = (probability - probabilities[low]) / (probabilities[high] - probabilities[low])
    return values[low] + share * (values[high] - values[low])
  }

  /** Sum of `moment(low, high)` over the segments, each weighted with its probability. */
  private sumOverSegments(moment: (low: number, high: number) => number): number {
    let sum = 0
    for (let i = 1; i < this.values.length; i++) {
      sum += (this.probabilities[i] - this.probabilities[i - 1]) * moment(this.values[i - 1], this.values[i])
    }
    return sum
  }
}

function requirePoints(points: readonly QuantilePoint[]): void {
  requireParameter(points.length >= 2, 'Quantiles: points', 'two or more', points.length)
  for (const [index, [probability, value]] of points.entries()) {
    requireNonNegative(`Quantiles: value of point ${index}`, value)
    if (index === 0) continue
    const [probabilityBefore, valueBefore] = points[index - 1]
    requireParameter(
      probability > probabilityBefore,
      `Quantiles: probability of point ${index}`,
      `more than the ${probabilityBefore} before it`,
      probability,
    )
    requireParameter(
      value >= valueBefore,
      `Quantiles: value of point ${index}`,
      `the ${valueBefore} before it, or more`,
      value,
    )
  }
  const [first, last] = [points[0][0], points[points.length - 1][0]]
  requireParameter(first === 0, 'Quantiles: probability of the first point', '0', first)
  requireParameter(last === 1, 'Quantiles: probability of the last point', '1', last)
}
