import { expect, test } from 'vitest'
import {
  Constant,
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

test.each([
  [() => new Constant(-1), 'Constant: value: expected a finite number of 0 or more, got -1'],
  [() => new Constant(Number.NaN), 'Constant: value: expected a finite number of 0 or more, got NaN'],
  [() => new Uniform(-1, 2), 'Uniform: minimum: expected a finite number of 0 or more, got -1'],
  [() => new Uniform(0, Infinity), 'Uniform: maximum: expected a finite number of 0 or more, got Infinity'],
  [() => new Uniform(3, 2), 'Uniform: maximum: expected the minimum 3 or more, got 2'],
  [() => new Exponential(0), 'Exponential: mean: expected a finite number above 0, got 0'],
  [() => Lognormal.fromMeanAndCv(0, 1), 'Lognormal: mean: expected a finite number above 0, got 0'],
  [() => Lognormal.fromMeanAndCv(1, -1), 'Lognormal: cv: expected a finite number of 0 or more, got -1'],
  [() => new Lognormal(Infinity, 1), 'Lognormal: logMean: expected a finite number, got Infinity'],
  [() => Lognormal.fromPercentiles(0, 1, 0.9, 2), 'Lognormal: first probability: expected a number above 0, got 0'],
  [() => Lognormal.fromPercentiles(0.5, 1, 1, 2), 'Lognormal: second probability: expected a number below 1, got 1'],
  [
    () => Lognormal.fromPercentiles(0.5, 1, 0.5, 2),
    'Lognormal: second probability: expected a number above the first, 0.5, got 0.5',
  ],
  [
    () => Lognormal.fromPercentiles(0.5, 0, 0.9, 2),
    'Lognormal: first percentile: expected a finite number above 0, got 0',
  ],
  [
    () => Lognormal.fromPercentiles(0.5, 2, 0.9, 1),
    'Lognormal: second percentile: expected the first, 2, or more, got 1',
  ],
  [() => new Gamma(-2, 1), 'Gamma: mean: expected a finite number above 0, got -2'],
  [() => new Gamma(1, 0), 'Gamma: cv: expected a number above 0, at most 100, got 0'],
  [() => new Gamma(1, 101), 'Gamma: cv: expected a number above 0, at most 100, got 101'],
  [() => new Weibull(0, 1), 'Weibull: scale: expected a finite number above 0, got 0'],
  [() => new Weibull(1, 0), 'Weibull: shape: expected a finite number above 0, got 0'],
  [() => new Pareto(0, 1), 'Pareto: minimum: expected a finite number above 0, got 0'],
  [() => new Pareto(1, -1), 'Pareto: shape: expected a finite number above 0, got -1'],
  [() => new Quantiles([[0, 1]]), 'Quantiles: points: expected two or more, got 1'],
  [() => quantiles([0.1, 1], [1, 2]), 'Quantiles: probability of the first point: expected 0, got 0.1'],
  [() => quantiles([0, 1], [0.9, 2]), 'Quantiles: probability of the last point: expected 1, got 0.9'],
  [() => quantiles([0, -1], [1, 2]), 'Quantiles: value of point 0: expected a finite number of 0 or more, got -1'],
  [
    () => quantiles([0, 1], [0.5, 2], [0.5, 3], [1, 4]),
    'Quantiles: probability of point 2: expected more than the 0.5 before it, got 0.5',
  ],
  [() => quantiles([0, 3], [1, 2]), 'Quantiles: value of point 1: expected the 3 before it, or more, got 2'],
  [
    () => quantiles([0, 3], [Number.NaN, 4], [1, 5]),
    'Quantiles: probability of point 1: expected more than the 0 before it, got NaN',
  ],
  [() => new Empirical([]), 'Empirical: values: expected one or more, got 0'],
  [() => new Empirical([3, -1]), 'Empirical: smallest value: expected a finite number of 0 or more, got -1'],
  [() => new Empirical([1, Infinity]), 'Empirical: largest value: expected a finite number of 0 or more, got Infinity'],
  [() => new Empirical([1, Number.NaN]), 'Empirical: largest value: expected a finite number of 0 or more, got NaN'],
  [() => new Mixture([]), 'Mixture: parts: expected one or more, got 0'],
  [
    () => new Mixture([{ weight: 0, of: new Constant(1) }]),
    'Mixture: weight of part 0: expected a finite number above 0, got 0',
  ],
  [() => new Shifted(-1, new Constant(1)), 'Shifted: by: expected a finite number of 0 or more, got -1'],
])('%s is refused: %s', (build, message) => {
  expect(build).toThrow(new RangeError(message))
})

function quantiles(...points: (readonly [number, number])[]): Quantiles {
  return new Quantiles(points)
}
