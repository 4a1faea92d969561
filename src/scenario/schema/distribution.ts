import { z } from 'zod'
import { formatDuration } from '../../notation/duration.ts'
import {
  buildDistribution,
  type MixtureSpec,
  type PlainSpec,
  type QuantilePoint,
  type ShiftedSpec,
} from '../distribution.ts'
import {
  COUNTS,
  type DistributionInput,
  distributionForms,
  LENGTHS_OF_TIME,
  pool,
  type Quantity,
  SIZES,
  type Units,
} from './distribution-forms.ts'
import { exactlyOne, section, theOneForm } from './leaf.ts'

/** A distribution as written: what comes from a file is still the name of the file. */
export type WrittenDistribution =
  | Exclude<PlainSpec, { kind: 'empirical' }>
  | { readonly kind: 'poolFile'; readonly file: string }
  | WrittenEmpirical
  | MixtureSpec<WrittenDistribution>
  | ShiftedSpec<WrittenDistribution>

/** A column of a CSV file, from which values are drawn. */
export interface WrittenEmpirical {
  readonly kind: 'empiricalFile'
  readonly file: string
  readonly column: string
  /** What the numbers of the column are multiplied with. */
  readonly factor: number
  /** Only the rows that have these values in these columns. */
  readonly where: Readonly<Record<string, string | number>>
}

type Schema<Written> = z.ZodType<WrittenDistribution, DistributionInput<Written>>
/** The forms of a distribution as they come out of the schema, exactly one of them given. */
type WrittenForms = z.output<z.ZodObject<typeof DURATION_FORMS>>

const anyLength: Schema<string | 0> = z.lazy(() => lengthOrForm)
const DURATION_FORMS = { ...distributionForms(LENGTHS_OF_TIME, anyLength), pool }
const SIZE_FORMS = distributionForms(
  SIZES,
  z.lazy((): Schema<string | number> => sizeOrForm),
)

/** Those that sizes of batches have been found to follow, and what a measurement gives. */
const COUNT_FORMS = (({ uniform, exponential, lognormal, pareto, empirical }) => {
  return { uniform, exponential, lognormal, pareto, empirical }
})(distributionForms(COUNTS, z.never()))

const plainDuration = constantly(LENGTHS_OF_TIME, 'Always this long.')
const lengthOrForm = z.union([plainDuration, formOf('distribution', DURATION_FORMS, LENGTHS_OF_TIME)])
const sizeOrForm = z.union([
  constantly(SIZES, 'Always this many bytes.'),
  formOf('sizeDistribution', SIZE_FORMS, SIZES),
])

const countOrForm = z.union([constantly(COUNTS, 'Always this many.'), formOf('countDistribution', COUNT_FORMS, COUNTS)])

/** A distribution of durations: a plain duration, which is constant, or one of the forms. */
export const distribution = (description: string) => lengthOrForm.meta({ description })

/** The same beside other words that may stand in its place. */
export const distributionOr = <Words extends z.ZodType[]>(words: Words, description: string) =>
  z.union([...words, ...lengthOrForm.options]).meta({ description })

/** A distribution of counts: a plain number, which is constant, or one of the forms. */
export const countDistribution = (description: string) => countOrForm.meta({ description })

/** A distribution of sizes: a plain size, which is constant, or one of the forms. */
export const sizeDistribution = (description: string) => sizeOrForm.meta({ description })

function constantly<Written>({ value }: Quantity<Written>, description: string) {
  return value(description).transform((constant): WrittenDistribution => ({ kind: 'constant', value: constant }))
}

function formOf<Forms extends z.ZodRawShape>(id: string, shape: Forms, { units }: { readonly units: Units }) {
  return section(shape, 'A distribution: exactly one of the forms.')
    .meta(exactlyOne(Object.keys(shape)))
    .transform((value, context) => oneForm(value as WrittenForms, Object.keys(shape), units, context) ?? z.NEVER)
    .meta({ id, description: 'A distribution: exactly one of the forms.' })
}

/** What a map of forms says, or undefined where it is wrong, which is among the issues then. */
function oneForm(
  forms: WrittenForms,
  names: readonly string[],
  units: Units,
  context: z.core.$RefinementCtx,
): WrittenDistribution | undefined {
  const name = theOneForm(forms, names, context) as keyof WrittenForms | undefined
  if (name === undefined) return undefined
  try {
    const spec = writtenOf(forms, name, units)
    if (isPlain(spec)) buildDistribution(spec)
    return spec
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    context.addIssue({ code: 'custom', path: [name], message: inUnits(error.message, units) })
    return undefined
  }
}

/** A complaint about bounds of durations, which are milliseconds by then, as they are written: `2s`. */
function inUnits(message: string, units: Units): string {
  if (units !== LENGTHS_OF_TIME.units || !/^(?:Uniform|Lognormal: \w+ percentile|Quantiles: value)/.test(message)) {
    return message
  }
  return message.replaceAll(/\b(minimum|first,|the|got) (\d+(?:\.\d+)?)(?=[ ,]|$)/g, (_, before, number) => {
    return `${before} ${formatDuration(Number(number))}`
  })
}

/** Forms that hold no other distribution and need no file: those can be looked at as a whole. */
function isPlain(spec: WrittenDistribution): spec is Exclude<PlainSpec, { kind: 'empirical' }> {
  return !['poolFile', 'empiricalFile', 'mixture', 'shifted'].includes(spec.kind)
}

/** @throws RangeError where percentiles do not make a distribution */
function writtenOf(forms: WrittenForms, name: keyof WrittenForms, units: Units): WrittenDistribution {
  const { uniform, exponential, lognormal, gamma, weibull, pareto, quantiles, empirical } = forms
  switch (name) {
    case 'constant':
      return { kind: 'constant', value: forms.constant! }
    case 'uniform':
      return { kind: 'uniform', ...uniform! }
    case 'exponential':
      return { kind: 'exponential', ...exponential! }
    case 'lognormal':
      return isMeanAndCv(lognormal!)
        ? { kind: 'lognormal', mean: lognormal.mean, cv: lognormal.cv }
        : { kind: 'lognormalPercentiles', points: twoPoints(pointsOf(lognormal!)) }
    case 'gamma':
      return { kind: 'gamma', ...gamma! }
    case 'weibull':
      return 'mean' in weibull! ? { kind: 'weibullMean', ...weibull } : { kind: 'weibull', ...weibull! }
    case 'pareto':
      return { kind: 'pareto', ...pareto! }
    case 'quantiles':
      return { kind: 'quantiles', points: pointsOf(quantiles!) }
    case 'empirical': {
      const { file, column, unit, where = {} } = empirical!
      const factor = units[unit ?? Object.keys(units)[0]!]!
      return { kind: 'empiricalFile', file, column, factor, where }
    }
    case 'mixture':
      return { kind: 'mixture', parts: forms.mixture! }
    case 'shifted':
      return { kind: 'shifted', ...forms.shifted! }
    case 'pool':
      return { kind: 'poolFile', file: forms.pool! }
  }
}

function isMeanAndCv(value: NonNullable<WrittenForms['lognormal']>): value is { mean: number; cv: number } {
  return 'cv' in value
}

/** Points by probability: `p99.9` is 0.999. */
function pointsOf(percentiles: Readonly<Record<string, number>>): QuantilePoint[] {
  return Object.entries(percentiles)
    .map(([name, value]): QuantilePoint => [Number(`${name.slice(1)}e-2`), value])
    .sort(([a], [b]) => a - b)
}

function twoPoints(points: readonly QuantilePoint[]): [QuantilePoint, QuantilePoint] {
  if (points.length === 2) return [points[0]!, points[1]!]
  throw new RangeError(`expected mean and cv, or two percentiles such as p50 and p99, got ${points.length} of them`)
}
