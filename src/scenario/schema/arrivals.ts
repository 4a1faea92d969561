import { z } from 'zod'
import { duration, exactlyOne, file, rate, section, theOneForm } from './leaf.ts'

/** A source of events as written: a trace is still the name of a file. */
export type WrittenArrival = {
  readonly qualifier: string | undefined
  readonly fromMs: number | undefined
  readonly untilMs: number | undefined
} & (
  | { readonly kind: 'poisson' | 'constant'; readonly ratePerMs: number }
  | { readonly kind: 'at'; readonly timesMs: readonly number[] }
  | { readonly kind: 'perMinute'; readonly file: string; readonly function: string | undefined }
)

const FORMS = {
  poisson: section(
    { rate: rate('Events in a time, on average.') },
    'Events at random moments, independent of each other.',
  ).optional(),
  constant: section(
    { rate: rate('Events in a time.') },
    'Events at equal distances, the first at `from`, or at 0.',
  ).optional(),
  at: z
    .array(duration('Time from the start of the run.'))
    .meta({ description: 'Single events at given times; a time past the run length is an error.' })
    .optional(),
  perMinute: section(
    {
      file: file('A CSV file with the columns `function`, `minute` (counted from 0), `invocations`; gzip too.'),
      function: z
        .string()
        .meta({ description: 'The name in the column `function`. Left out: the name of this function.' })
        .optional(),
    },
    'Counts per minute from a file, at uniformly random moments of their minute.',
  ).optional(),
}
const NAMES = Object.keys(FORMS) as (keyof typeof FORMS)[]

const arrival = section(
  {
    ...FORMS,
    qualifier: z
      .string()
      .min(1)
      .meta({ description: 'What the events are sent to: a version or an alias.', default: '$LATEST' })
      .optional(),
    from: duration('Events before this time are left out.', { default: '0s' }).optional(),
    until: duration('Events from this time on are left out. Left out: the run length.').optional(),
  },
  'A source of events: exactly one of poisson, constant, at, perMinute.',
)
  .meta(exactlyOne(NAMES))
  .transform((value, context): WrittenArrival => {
    const window = { qualifier: value.qualifier, fromMs: value.from, untilMs: value.until }
    switch (theOneForm(value, NAMES, context)) {
      case 'poisson':
        return { kind: 'poisson', ratePerMs: value.poisson!.rate, ...window }
      case 'constant':
        return { kind: 'constant', ratePerMs: value.constant!.rate, ...window }
      case 'at':
        return { kind: 'at', timesMs: value.at!, ...window }
      case 'perMinute':
        return { kind: 'perMinute', file: value.perMinute!.file, function: value.perMinute!.function, ...window }
      case undefined:
        return z.NEVER
    }
  })

export const arrivals = z.array(arrival).meta({ description: 'Sources of events, added up.', default: [] })
