import type { Draws } from '../draws.ts'
import type { Distribution } from './distribution.ts'
import { normalQuantile } from './normal-quantile.ts'
import { requireNonNegative, requireParameter, requirePositive } from './parameter.ts'
import { standardNormal } from './standard-normal.ts'

/** The exponential of a normal deviate: the usual shape of service times, with a long tail to the right. */
export class Lognormal implements Distribution {
  readonly mean: number
  readonly variance: number
  private readonly logMean: number
  private readonly logDeviation: number

  /**
   * @param logMean mean of the logarithm, which is the logarithm of the median
   * @param logDeviation standard deviation of the logarithm, 0 or more
   * @throws RangeError where a parameter is out of range or not finite
   */
  constructor(logMean: number, logDeviation: number) {
    requireParameter(Number.isFinite(logMean), 'Lognormal: logMean', 'a finite number', logMean)
    requireNonNegative('Lognormal: logDeviation', logDeviation)
    const logVariance = logDeviation * logDeviation
    this.logMean = logMean
    this.logDeviation = logDeviation
    this.mean = Math.exp(logMean + logVariance / 2)
    this.variance = logVariance === 0 ? 0 : Math.expm1(logVariance) * this.mean * this.mean
  }

  /**
   * @param mean above 0
   * @param cv coefficient of variation, standard deviation over mean; 0 or more
   * @throws RangeError where a parameter is out of range or not finite
   */
  static fromMeanAndCv(mean: number, cv: number): Lognormal {
    requirePositive('Lognormal: mean', mean)
    requireNonNegative('Lognormal: cv', cv)
    const logVariance = Math.log1p(cv * cv)
    return new Lognormal(Math.log(mean) - logVariance / 2, Math.sqrt(logVariance))
  }

  /**
   * The one that has a share `lowProbability` of its values below `low` and `highProbability` below `high`: with 0.5 and
   * 0.99, `low` is p50 and `high` p99.
   *
   * @param lowProbability above 0 and below `highProbability`, which is below 1
   * @param low above 0
   * @param high `low` or more
   * @throws RangeError where a parameter is out of range or not finite
   */
  static fromPercentiles(lowProbability: number, low: number, highProbability: number, high: number): Lognormal {
    requireParameter(lowProbability > 0, 'Lognormal: first probability', 'a number above 0', lowProbability)
    requireParameter(highProbability < 1, 'Lognormal: second probability', 'a number below 1', highProbability)
    requireParameter(
      highProbability > lowProbability,
      'Lognormal: second probability',
      `a number above the first, ${lowProbability}`,
      highProbability,
    )
    requirePositive('Lognormal: first percentile', low)
    requirePositive('Lognormal: second percentile', high)
    requireParameter(high >= low, 'Lognormal: second percentile', `the first, ${low}, or more`, high)
    const lowDeviate = normalQuantile(lowProbability)
    const logDeviation = Math.log(high / low) / (normalQuantile(highProbability) - lowDeviate)
    return new Lognormal(Math.log(low) - logDeviation * lowDeviate, logDeviation)
  }

  sample(draws: Draws): number {
    return Math.exp(this.logMean + this.logDeviation * standardNormal(draws))
  }
}
