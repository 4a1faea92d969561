import { z } from 'zod'
import { SIZE_UNITS } from '../../notation/size.ts'
import type { WrittenDistribution } from './distribution.ts'
import { duration, file, positive, section, size } from './leaf.ts'

/** What one of each unit is; the first is the default. */
export type Units = Readonly<Record<string, number>>

/** What a distribution is of: how one value of it is written, and the units that the column of a file may have. */
export interface Quantity<Written> {
  readonly value: (description: string) => z.ZodType<number, Written>
  readonly units: Units
}

export const LENGTHS_OF_TIME: Quantity<string | 0> = {
  value: duration,
  units: { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 },
}
export const SIZES: Quantity<string | number> = { value: size, units: SIZE_UNITS }
export const COUNTS: Quantity<number> = {
  value: (description) => z.number().min(0).meta({ description }),
  units: { events: 1 },
}

/** A distribution as it stands in a file: one value, which is constant, or one of the forms. */
export type DistributionInput<Written> = Written | FormsInput<Written>

type Percentiles<Written> = Readonly<Record<string, Written>>

/** By hand, because a mixture holds distributions again. */
export interface FormsInput<Written> {
  constant?: Written | undefined
  uniform?: { min: Written; max: Written } | undefined
  exponential?: { mean: Written } | undefined
  lognormal?: { mean: Written; cv: number } | Percentiles<Written> | undefined
  gamma?: { mean: Written; cv: number } | undefined
  weibull?: { scale: Written; shape: number } | { mean: Written; shape: number } | undefined
  pareto?: { minimum: Written; shape: number } | undefined
  quantiles?: Percentiles<Written> | undefined
  empirical?:
    | {
        file: string
        column: string
        unit?: string | undefined
        where?: Readonly<Record<string, string | number>> | undefined
      }
    | undefined
  mixture?: { weight: number; of: DistributionInput<Written> }[] | undefined
  shifted?: { by: Written; of: DistributionInput<Written> } | undefined
  pool?: string | undefined
}

const PERCENTILE = /^p(?:100|\d{1,2}(?:\.\d+)?)$/

const cv = z.number().min(0).meta({ description: 'Coefficient of variation: standard deviation over mean.' })
const shape = positive('1 is exponential.')
const cell = z.union([z.string(), z.number()]).meta({ description: 'Text or number of the cell.' })

/**
 * The forms of a distribution, without `pool`, which only lengths of time have.
 *
 * @param inner any distribution of the same quantity, for the forms that hold one
 */
export function distributionForms<Written>(
  { value, units }: Quantity<Written>,
  inner: z.ZodType<WrittenDistribution, DistributionInput<Written>>,
) {
  const percentiles = (description: string) =>
    z
      .record(z.string().regex(PERCENTILE, 'expected a percentile such as p50, p99 or p99.9'), value('A value.'))
      .meta({ description })
  const lognormal = z.union([
    section({ mean: value('Mean, above 0.'), cv }, 'By mean and variation.'),
    percentiles('By any two percentiles, such as `{ p50: 120ms, p99: 2s }`.'),
  ])
  const weibull = z.union([
    section({ scale: value('63.2 % of values stay below, above 0.'), shape }, 'By scale.'),
    section({ mean: value('Mean, above 0.'), shape }, 'By mean.'),
  ])
  const part = section(
    {
      weight: positive('Over the sum of all weights it is the share of this part.'),
      of: inner.meta({ description: 'What the part is.' }),
    },
    'A part of a mixture.',
  )
  return {
    constant: value('Always the same.').optional(),
    uniform: section({ min: value('Smallest.'), max: value('Largest.') }, 'Every value equally likely.').optional(),
    exponential: section({ mean: value('Mean, above 0.') }, 'Exponential.').optional(),
    lognormal: lognormal
      .meta({
        description:
          'Lognormal, the usual shape of service times: by mean and variation, or by any two percentiles, such as `p50` and `p99`.',
      })
      .optional(),
    gamma: section({ mean: value('Mean, above 0.'), cv }, 'Gamma.').optional(),
    weibull: weibull.meta({ description: 'Weibull: by scale or by mean.' }).optional(),
    pareto: section(
      { minimum: value('Smallest value, above 0.'), shape: positive('The smaller, the heavier the tail.') },
      'Pareto: a heavy tail.',
    ).optional(),
    quantiles: percentiles('Measured percentiles from `p0` to `p100`; straight lines between them.').optional(),
    empirical: empirical(Object.keys(units)).optional(),
    mixture: z.array(part).min(1).meta({ description: 'Now one distribution, now another, by weight.' }).optional(),
    shifted: section(
      { by: value('Added to every value.'), of: inner.meta({ description: 'What it is added to.' }) },
      'A distribution with a constant on top.',
    ).optional(),
  }
}

/** The form that only lengths of time have. */
export const pool = file(
  'A CSV file with columns such as `p0_ms`, `p50_ms`, `p100_ms`: each function gets one of its rows, drawn by the seed.',
).optional()

const empirical = (units: readonly string[]) =>
  section(
    {
      file: file('A CSV file with a header.'),
      column: z.string().min(1).meta({ description: 'Name of the column that holds the values.' }),
      unit: z.enum(units).meta({ description: 'Unit of the column.', default: units[0] }).optional(),
      where: z
        .record(z.string(), cell)
        .meta({ description: 'Only rows with these values in these columns, such as `{ cold: 0 }`.', default: {} })
        .optional(),
    },
    'A measured sample, drawn from again: each of its values equally likely.',
  )
