import { z } from 'zod'
import { buildDistribution, type DistributionSpec, type QuantilePoint } from '../distribution.ts'
import { duration, exactlyOne, file, positive, section, theOneForm } from './leaf.ts'

/** A distribution as written: a pool is still the name of a file. */
export type WrittenDistribution = Exclude<DistributionSpec, { kind: 'pool' }> | { kind: 'poolFile'; file: string }

const PERCENTILE = /^p(?:100|\d{1,2}(?:\.\d+)?)$/
const percentiles = (description: string) =>
  z
    .record(z.string().regex(PERCENTILE, 'expected a percentile such as p50, p99 or p99.9'), duration('A duration.'))
    .meta({ description })

const cv = z.number().min(0).meta({ description: 'Coefficient of variation: standard deviation over mean.' })

const lognormal = z.union([
  section({ mean: duration('Mean, above 0.'), cv }, 'By mean and variation.'),
  percentiles('By any two percentiles, such as `{ p50: 120ms, p99: 2s }`.'),
])
const weibull = z.union([
  section(
    { scale: duration('63.2 % of values stay below, above 0.'), shape: positive('1 is exponential.') },
    'By scale.',
  ),
  section({ mean: duration('Mean, above 0.'), shape: positive('1 is exponential.') }, 'By mean.'),
])

const FORMS = {
  constant: duration('Always the same.').optional(),
  uniform: section({ min: duration('Smallest.'), max: duration('Largest.') }, 'Every value equally likely.').optional(),
  exponential: section({ mean: duration('Mean, above 0.') }, 'Exponential.').optional(),
  lognormal: lognormal
    .meta({
      description:
        'Lognormal, the usual shape of service times: by mean and variation, or by any two percentiles, such as `{ p50: 120ms, p99: 2s }`.',
    })
    .optional(),
  gamma: section({ mean: duration('Mean, above 0.'), cv }, 'Gamma.').optional(),
  weibull: weibull.meta({ description: 'Weibull: by scale or by mean.' }).optional(),
  pareto: section(
    { minimum: duration('Smallest value, above 0.'), shape: positive('The smaller, the heavier the tail.') },
    'Pareto: a heavy tail.',
  ).optional(),
  quantiles: percentiles('Measured percentiles from `p0` to `p100`; straight lines between them.').optional(),
  pool: file(
    'A CSV file with columns such as `p0_ms`, `p50_ms`, `p100_ms`: each function gets one of its rows, drawn by the seed.',
  ).optional(),
}
const NAMES = Object.keys(FORMS) as (keyof typeof FORMS)[]

const form = section(FORMS, 'A distribution: exactly one of the forms.')
  .meta(exactlyOne(NAMES))
  .transform((value, context): WrittenDistribution => {
    const name = theOneForm(value, NAMES, context)
    if (name === undefined) return z.NEVER
    try {
      const spec = specOf({ ...value }, name)
      if (spec.kind !== 'poolFile') buildDistribution(spec)
      return spec
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      context.addIssue({ code: 'custom', path: [name], message: error.message })
      return z.NEVER
    }
  })

const plain = duration('Always this long.').transform((valueMs): WrittenDistribution => ({ kind: 'constant', valueMs }))
const plainOrForm = z.union([plain, form]).meta({ id: 'distribution' })

/** A distribution of durations: a plain duration, which is constant, or one of the forms. */
export const distribution = (description: string) => plainOrForm.meta({ description })

type Forms = z.output<z.ZodObject<typeof FORMS>>

/** @throws RangeError where percentiles do not make a distribution */
function specOf(forms: Forms, name: keyof Forms): WrittenDistribution {
  const { uniform, exponential, lognormal, gamma, weibull, pareto, quantiles } = forms
  switch (name) {
    case 'constant':
      return { kind: 'constant', valueMs: forms.constant! }
    case 'uniform':
      return { kind: 'uniform', minMs: uniform!.min, maxMs: uniform!.max }
    case 'exponential':
      return { kind: 'exponential', meanMs: exponential!.mean }
    case 'lognormal':
      return isMeanAndCv(lognormal!)
        ? { kind: 'lognormal', meanMs: lognormal.mean, cv: lognormal.cv }
        : { kind: 'lognormalPercentiles', points: twoPoints(pointsOf(lognormal!)) }
    case 'gamma':
      return { kind: 'gamma', meanMs: gamma!.mean, cv: gamma!.cv }
    case 'weibull':
      return 'mean' in weibull!
        ? { kind: 'weibullMean', meanMs: weibull.mean, shape: weibull.shape }
        : { kind: 'weibull', scaleMs: weibull!.scale, shape: weibull!.shape }
    case 'pareto':
      return { kind: 'pareto', minimumMs: pareto!.minimum, shape: pareto!.shape }
    case 'quantiles':
      return { kind: 'quantiles', points: pointsOf(quantiles!) }
    case 'pool':
      return { kind: 'poolFile', file: forms.pool! }
  }
}

function isMeanAndCv(value: NonNullable<Forms['lognormal']>): value is { mean: number; cv: number } {
  return 'cv' in value
}

/** Points by probability: `p99.9` is 0.999. */
function pointsOf(percentiles: Readonly<Record<string, number>>): QuantilePoint[] {
  return Object.entries(percentiles)
    .map(([name, valueMs]): QuantilePoint => [Number(`${name.slice(1)}e-2`), valueMs])
    .sort(([a], [b]) => a - b)
}

function twoPoints(points: readonly QuantilePoint[]): [QuantilePoint, QuantilePoint] {
  if (points.length === 2) return [points[0]!, points[1]!]
  throw new RangeError(`expected mean and cv, or two percentiles such as p50 and p99, got ${points.length} of them`)
}
