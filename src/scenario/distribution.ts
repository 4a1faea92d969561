import { PURPOSE } from '../engine/purpose.ts'
import {
  Constant,
  type Distribution,
  Exponential,
  Gamma,
  Lognormal,
  Pareto,
  type QuantilePoint,
  Quantiles,
  Uniform,
  Weibull,
} from '../kernel/distributions/index.ts'
import { Draws } from '../kernel/draws.ts'
import { streamName } from './arrivals/name.ts'

export type { QuantilePoint } from '../kernel/distributions/index.ts'

/**
 * A distribution of a length of time, as plain data in milliseconds. `quantiles` is the piecewise linear inverse of
 * the distribution function through its points; `pool` means: one of the rows, drawn for each function by the seed.
 */
export type DistributionSpec =
  | { readonly kind: 'constant'; readonly valueMs: number }
  | { readonly kind: 'uniform'; readonly minMs: number; readonly maxMs: number }
  | { readonly kind: 'exponential'; readonly meanMs: number }
  | { readonly kind: 'lognormal'; readonly meanMs: number; readonly cv: number }
  | { readonly kind: 'lognormalPercentiles'; readonly points: readonly [QuantilePoint, QuantilePoint] }
  | { readonly kind: 'gamma'; readonly meanMs: number; readonly cv: number }
  | { readonly kind: 'weibull'; readonly scaleMs: number; readonly shape: number }
  | { readonly kind: 'weibullMean'; readonly meanMs: number; readonly shape: number }
  | { readonly kind: 'pareto'; readonly minimumMs: number; readonly shape: number }
  | { readonly kind: 'quantiles'; readonly points: readonly QuantilePoint[] }
  | { readonly kind: 'pool'; readonly rows: readonly (readonly QuantilePoint[])[] }

/** A distribution of one function: its row of a pool has been drawn (`poolRow`). */
export type SettledDistributionSpec = Exclude<DistributionSpec, { kind: 'pool' }>

/**
 * The distribution that a description means. Samples are milliseconds.
 *
 * @throws RangeError where a parameter is out of range, naming it
 */
export function buildDistribution(spec: SettledDistributionSpec): Distribution {
  switch (spec.kind) {
    case 'constant':
      return new Constant(spec.valueMs)
    case 'uniform':
      return new Uniform(spec.minMs, spec.maxMs)
    case 'exponential':
      return new Exponential(spec.meanMs)
    case 'lognormal':
      return Lognormal.fromMeanAndCv(spec.meanMs, spec.cv)
    case 'lognormalPercentiles': {
      const [[lowProbability, lowMs], [highProbability, highMs]] = spec.points
      return Lognormal.fromPercentiles(lowProbability, lowMs, highProbability, highMs)
    }
    case 'gamma':
      return new Gamma(spec.meanMs, spec.cv)
    case 'weibull':
      return new Weibull(spec.scaleMs, spec.shape)
    case 'weibullMean':
      return new Weibull(spec.meanMs / new Weibull(1, spec.shape).mean, spec.shape)
    case 'pareto':
      return new Pareto(spec.minimumMs, spec.shape)
    case 'quantiles':
      return new Quantiles(spec.points)
  }
}

/**
 * The distribution of one function: where it is a pool, one of the rows, all equally likely. Which one depends on the
 * seed, the function's name and the number of rows, and on nothing else; other distributions come back as they are.
 */
export function poolRow(spec: DistributionSpec, functionName: string, seed: number): SettledDistributionSpec {
  if (spec.kind !== 'pool') return spec
  const draws = new Draws(seed)
  draws.at(...streamName(functionName), PURPOSE.poolRow, 0)
  return { kind: 'quantiles', points: spec.rows[Math.floor(draws.uniform() * spec.rows.length)]! }
}
