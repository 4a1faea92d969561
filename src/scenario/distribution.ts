import { PURPOSE } from '../engine/purpose.ts'
import {
  Constant,
  type Distribution,
  Empirical,
  Exponential,
  Gamma,
  Lognormal,
  Mixture,
  Pareto,
  type QuantilePoint,
  Quantiles,
  Shifted,
  Uniform,
  Weibull,
} from '../kernel/distributions/index.ts'
import { Draws } from '../kernel/draws.ts'
import { streamName } from './arrivals/name.ts'

export type { QuantilePoint } from '../kernel/distributions/index.ts'

/**
 * A distribution as plain data, in the unit of what it is of: milliseconds for a length of time, bytes for a size.
 * `quantiles` is the piecewise linear inverse of the distribution function through its points; `empirical` draws from a
 * measured sample again; `pool` means: one of the rows, drawn for each function by the seed.
 */
export type DistributionSpec =
  | PlainSpec
  | { readonly kind: 'pool'; readonly rows: readonly (readonly QuantilePoint[])[] }
  | MixtureSpec<DistributionSpec>
  | ShiftedSpec<DistributionSpec>

/** A distribution of one function: its row of a pool has been drawn (`poolRow`). */
export type SettledDistributionSpec =
  | PlainSpec
  | MixtureSpec<SettledDistributionSpec>
  | ShiftedSpec<SettledDistributionSpec>

/** The forms that need no other distribution. */
export type PlainSpec =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'uniform'; readonly min: number; readonly max: number }
  | { readonly kind: 'exponential'; readonly mean: number }
  | { readonly kind: 'lognormal'; readonly mean: number; readonly cv: number }
  | { readonly kind: 'lognormalPercentiles'; readonly points: readonly [QuantilePoint, QuantilePoint] }
  | { readonly kind: 'gamma'; readonly mean: number; readonly cv: number }
  | { readonly kind: 'weibull'; readonly scale: number; readonly shape: number }
  | { readonly kind: 'weibullMean'; readonly mean: number; readonly shape: number }
  | { readonly kind: 'pareto'; readonly minimum: number; readonly shape: number }
  | { readonly kind: 'quantiles'; readonly points: readonly QuantilePoint[] }
  /** Ascending, one value or more. */
  | { readonly kind: 'empirical'; readonly values: Float64Array }

/** Now one distribution, now another, by weight. */
export interface MixtureSpec<Part> {
  readonly kind: 'mixture'
  readonly parts: readonly { readonly weight: number; readonly of: Part }[]
}

/** A distribution and a constant on top. */
export interface ShiftedSpec<Part> {
  readonly kind: 'shifted'
  readonly by: number
  readonly of: Part
}

/**
 * The distribution that a description means. Samples are in the unit of its parameters.
 *
 * @throws RangeError where a parameter is out of range, naming it
 */
export function buildDistribution(spec: SettledDistributionSpec): Distribution {
  switch (spec.kind) {
    case 'constant':
      return new Constant(spec.value)
    case 'uniform':
      return new Uniform(spec.min, spec.max)
    case 'exponential':
      return new Exponential(spec.mean)
    case 'lognormal':
      return Lognormal.fromMeanAndCv(spec.mean, spec.cv)
    case 'lognormalPercentiles': {
      const [[lowProbability, low], [highProbability, high]] = spec.points
      return Lognormal.fromPercentiles(lowProbability, low, highProbability, high)
    }
    case 'gamma':
      return new Gamma(spec.mean, spec.cv)
    case 'weibull':
      return new Weibull(spec.scale, spec.shape)
    case 'weibullMean':
      return new Weibull(spec.mean / new Weibull(1, spec.shape).mean, spec.shape)
    case 'pareto':
      return new Pareto(spec.minimum, spec.shape)
    case 'quantiles':
      return new Quantiles(spec.points)
    case 'empirical':
      return new Empirical(spec.values)
    case 'mixture':
      return new Mixture(spec.parts.map(({ weight, of }) => ({ weight, of: buildDistribution(of) })))
    case 'shifted':
      return new Shifted(spec.by, buildDistribution(spec.of))
  }
}

/**
 * The distribution of one function: where it is a pool, one of the rows, all equally likely. Which one depends on the
 * seed, the function's name and the number of rows, and on nothing else; other distributions come back as they are.
 */
export function poolRow(spec: DistributionSpec, functionName: string, seed: number): SettledDistributionSpec {
  switch (spec.kind) {
    case 'mixture':
      return { ...spec, parts: spec.parts.map(({ weight, of }) => ({ weight, of: poolRow(of, functionName, seed) })) }
    case 'shifted':
      return { ...spec, of: poolRow(spec.of, functionName, seed) }
    case 'pool': {
      const draws = new Draws(seed)
      draws.at(...streamName(functionName), PURPOSE.poolRow, 0)
      return { kind: 'quantiles', points: spec.rows[Math.floor(draws.uniform() * spec.rows.length)]! }
    }
    default:
      return spec
  }
}

/** What every sample exceeds or equals; 0 where that takes more than a look. */
export function smallestOf(spec: DistributionSpec): number {
  switch (spec.kind) {
    case 'constant':
      return spec.value
    case 'uniform':
      return spec.min
    case 'pareto':
      return spec.minimum
    case 'quantiles':
      return spec.points[0]?.[1] ?? 0
    case 'empirical':
      return spec.values[0] ?? 0
    case 'mixture':
      return Math.min(...spec.parts.map(({ of }) => smallestOf(of)))
    case 'shifted':
      return spec.by + smallestOf(spec.of)
    default:
      return 0
  }
}
