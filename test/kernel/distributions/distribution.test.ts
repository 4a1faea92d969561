import { describe, expect, test } from 'vitest'
import {
  Constant,
  type Distribution,
  Empirical,
  Exponential,
  Gamma,
  Lognormal,
  Mixture,
  Pareto,
  Quantiles,
  Shifted,
  Uniform,
  Weibull,
} from '../../../src/kernel/distributions/index.ts'
import { Draws } from '../../../src/kernel/draws.ts'
import { normalCdf } from './normal-cdf.ts'

interface Case {
  readonly name: string
  readonly distribution: Distribution
  /** Written out by hand from a table of distributions, so that it does not share a slip with the code. */
  readonly mean: number
  readonly variance: number
  readonly cdf?: (x: number) => number
  /** First two samples of seed 1, name 0, purpose 0, occasion 0. Changing them changes published results. */
  readonly pinned: readonly [number, number]
}

const lognormalCv2 = Math.sqrt(Math.log(5))

const CASES: readonly Case[] = [
  { name: 'constant', distribution: new Constant(3), mean: 3, variance: 0, pinned: [3, 3] },
  {
    name: 'uniform',
    distribution: new Uniform(2, 8),
    mean: 5,
    variance: 3,
    cdf: (x) => (x - 2) / 6,
    pinned: [6.818989743245766, 6.378404253860936],
  },
  {
    name: 'exponential',
    distribution: new Exponential(500),
    mean: 500,
    variance: 250_000,
    cdf: (x) => -Math.expm1(-x / 500),
    pinned: [101.86475072877036, 448.6033386677594],
  },
  {
    name: 'lognormal of cv 0.5',
    distribution: Lognormal.fromMeanAndCv(4, 0.5),
    mean: 4,
    variance: 4,
    cdf: (x) => normalCdf((Math.log(x / 4) + Math.log(1.25) / 2) / Math.sqrt(Math.log(1.25))),
    pinned: [3.2676675374973385, 2.5802642066787604],
  },
  {
    name: 'lognormal of cv 2',
    distribution: Lognormal.fromMeanAndCv(1, 2),
    mean: 1,
    variance: 4,
    cdf: (x) => normalCdf(Math.log(x) / lognormalCv2 + lognormalCv2 / 2),
    pinned: [0.3505821314777807, 0.1859154976987392],
  },
  {
    name: 'gamma of shape 4 (Erlang)',
    distribution: new Gamma(10, 0.5),
    mean: 10,
    variance: 25,
    cdf: (x) => 1 - Math.exp(-x / 2.5) * (1 + x / 2.5 + (x / 2.5) ** 2 / 2 + (x / 2.5) ** 3 / 6),
    pinned: [8.278396825445043, 13.384880510202104],
  },
  {
    name: 'gamma of shape 1 (exponential)',
    distribution: new Gamma(10, 1),
    mean: 10,
    variance: 100,
    cdf: (x) => -Math.expm1(-x / 10),
    pinned: [5.219410728303723, 15.173693390365443],
  },
  {
    name: 'gamma of shape 1/2 (chi-square)',
    distribution: new Gamma(1, Math.SQRT2),
    mean: 1,
    variance: 2,
    cdf: (x) => 2 * normalCdf(Math.sqrt(x)) - 1,
    pinned: [0.16623366826447686, 0.4540481476165748],
  },
  {
    name: 'weibull of shape 1/2',
    distribution: new Weibull(3, 0.5),
    mean: 6,
    variance: 180,
    cdf: (x) => -Math.expm1(-Math.sqrt(x / 3)),
    pinned: [0.12451712929241424, 2.4149394655663246],
  },
  {
    name: 'weibull of shape 2 (Rayleigh)',
    distribution: new Weibull(1, 2),
    mean: Math.sqrt(Math.PI) / 2,
    variance: 1 - Math.PI / 4,
    cdf: (x) => -Math.expm1(-x * x),
    pinned: [0.4513640453752832, 0.9472099436426534],
  },
  {
    name: 'pareto of shape 5',
    distribution: new Pareto(2, 5),
    mean: 2.5,
    variance: 5 / 12,
    cdf: (x) => 1 - (2 / x) ** 5,
    pinned: [2.083174809721553, 2.393097414074954],
  },
  {
    name: 'pareto of shape 1.5',
    distribution: new Pareto(1, 1.5),
    mean: 3,
    variance: Infinity,
    cdf: (x) => 1 - x ** -1.5,
    pinned: [1.145475308700833, 1.8187287806814707],
  },
  {
    name: 'pareto of shape 1',
    distribution: new Pareto(1, 1),
    mean: Infinity,
    variance: Infinity,
    cdf: (x) => 1 - 1 / x,
    pinned: [1.225966486452823, 2.4527422328254835],
  },
  {
    name: 'quantiles',
    distribution: new Quantiles([
      [0, 0],
      [0.25, 4],
      [0.75, 4],
      [1, 10],
    ]),
    // (0 + 4)/2 · ¼ + 4 · ½ + (4 + 10)/2 · ¼; second moment 16/3 · ¼ + 16 · ½ + (16 + 40 + 100)/3 · ¼ = 67/3.
    mean: 4.25,
    variance: 67 / 3 - 4.25 ** 2,
    pinned: [5.275958972983062, 4],
  },
  {
    name: 'quantiles that are a uniform distribution',
    distribution: new Quantiles([
      [0, 2],
      [0.5, 5],
      [1, 8],
    ]),
    mean: 5,
    variance: 3,
    cdf: (x) => (x - 2) / 6,
    pinned: [6.818989743245766, 6.378404253860936],
  },
  {
    name: 'a measured sample',
    distribution: new Empirical([7, 1, 4, 4]),
    mean: 4,
    variance: 4.5,
    pinned: [7, 4],
  },
  {
    name: 'a mixture of uniform distributions side by side, which is uniform',
    distribution: new Mixture([
      { weight: 1, of: new Uniform(2, 5) },
      { weight: 1, of: new Uniform(5, 8) },
    ]),
    mean: 5,
    variance: 3,
    cdf: (x) => (x - 2) / 6,
    pinned: [7.189202126930468, 4.632062949589454],
  },
  {
    name: 'a mixture of exponential distributions, one part in four ten times as long',
    distribution: new Mixture([
      { weight: 6, of: new Exponential(1) },
      { weight: 2, of: new Exponential(10) },
    ]),
    // Second moment ¾ · 2 + ¼ · 200 = 51.5.
    mean: 3.25,
    variance: 51.5 - 3.25 ** 2,
    cdf: (x) => 1 - 0.75 * Math.exp(-x) - 0.25 * Math.exp(-x / 10),
    pinned: [8.972066773355188, 0.5222789956340372],
  },
  {
    name: 'an exponential distribution on top of a constant',
    distribution: new Shifted(20, new Exponential(5)),
    mean: 25,
    variance: 25,
    cdf: (x) => -Math.expm1(-(x - 20) / 5),
    pinned: [21.018647507287703, 24.486033386677594],
  },
]

const COUNT = 200_000

function samples(distribution: Distribution, seed: number): Float64Array {
  const draws = new Draws(seed)
  return Float64Array.from({ length: COUNT }, (_, index) => {
    draws.at(index, 0, 0, 0)
    return distribution.sample(draws)
  })
}

describe.each(CASES)('$name', ({ distribution, mean, variance, cdf, pinned }) => {
  const values = samples(distribution, 20)

  test('has the mean and the variance of the textbook', () => {
    if (mean === Infinity) expect(distribution.mean).toBe(Infinity)
    else expect(Math.abs(distribution.mean / mean - 1)).toBeLessThan(1e-12)
    if (variance === Infinity || variance === 0) expect(distribution.variance).toBe(variance)
    else expect(Math.abs(distribution.variance / variance - 1)).toBeLessThan(1e-12)
  })

  test.runIf(variance < Infinity)('has that mean in its samples, within 4.5 standard errors', () => {
    const standardError = Math.sqrt(variance / COUNT)
    expect(Math.abs(average(values) - mean)).toBeLessThanOrEqual(4.5 * standardError + 1e-9 * mean)
  })

  test.runIf(variance < Infinity)('has that variance in its samples, within 4.5 standard errors', () => {
    const squares = values.map((value) => (value - mean) ** 2)
    const spread = average(squares)
    // The error of a variance comes from the fourth moment, which is taken from the samples.
    const standardError = Math.sqrt(average(squares.map((square) => (square - spread) ** 2)) / COUNT)
    expect(Math.abs(spread - variance)).toBeLessThanOrEqual(4.5 * standardError + 1e-9 * variance)
  })

  test.runIf(cdf)('follows its distribution function (Kolmogorov and Smirnov)', () => {
    // P(√n D > z) is about 2 exp(−2 z²): 2 × 10⁻⁵ at z = 2.4.
    expect(Math.sqrt(COUNT) * largestGap(values, cdf!)).toBeLessThan(2.4)
  })

  test('never gives a negative value, and the same again for the same seed', () => {
    expect(values.every((value) => value >= 0)).toBe(true)
    expect(samples(distribution, 20)).toEqual(values)
  })

  test('starts with the pinned values', () => {
    const draws = new Draws(1)
    draws.at(0, 0, 0, 0)
    expect([distribution.sample(draws), distribution.sample(draws)]).toEqual(pinned)
  })
})

function average(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Kolmogorov's and Smirnov's D: the largest vertical distance of the samples' steps from the curve. */
function largestGap(values: Float64Array, cdf: (x: number) => number): number {
  let gap = 0
  for (const [rank, value] of values.toSorted().entries()) {
    const share = cdf(value)
    gap = Math.max(gap, share - rank / values.length, (rank + 1) / values.length - share)
  }
  return gap
}
