import { z } from 'zod'
import type { BurstState, InvocationType } from '../arrival-spec.ts'
import { batch, type WrittenBatch } from './batch.ts'
import { bursts } from './bursts.ts'
import { duration, exactlyOne, section, theOneForm } from './leaf.ts'
import { varyingRate, type WrittenRate } from './rate-profile.ts'
import { perMinute, recorded, type WrittenRecording, type WrittenTrace } from './trace.ts'

/** A source of events as written: a trace is still the name of a file, and a calendar has no date. */
export type WrittenArrival = {
  readonly qualifier: string | undefined
  readonly invocation: InvocationType | undefined
  readonly fromMs: number | undefined
  readonly untilMs: number | undefined
} & (
  | { readonly kind: 'poisson' | 'constant'; readonly ratePerMs: WrittenRate }
  | { readonly kind: 'at'; readonly timesMs: readonly number[] }
  | { readonly kind: 'perMinute'; readonly trace: WrittenTrace }
  | { readonly kind: 'bursts'; readonly states: readonly BurstState[] }
  | WrittenBatch
  | { readonly kind: 'recorded'; readonly recording: WrittenRecording }
)

const FORMS = {
  poisson: section(
    { rate: varyingRate('Events in a time, on average.') },
    'Events at random moments, independent of each other.',
  ).optional(),
  constant: section(
    { rate: varyingRate('Events in a time.') },
    'Events at equal distances, the first at `from`, or at 0. Under a rate that varies the distances follow it.',
  ).optional(),
  at: z
    .array(duration('Time from the start of the run.'))
    .meta({ description: 'Single events at given times; a time past the run length is an error.' })
    .optional(),
  perMinute: perMinute.optional(),
  bursts: bursts.optional(),
  batch: batch.optional(),
  recorded: recorded.optional(),
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
    invocation: z
      .enum(['Event', 'RequestResponse'])
      .meta({
        description:
          'How they are sent: as events, or as synchronous calls, which take concurrency too, never wait and are refused where none is free.',
        default: 'Event',
      })
      .optional(),
    from: duration('Events before this time are left out.', { default: '0s' }).optional(),
    until: duration('Events from this time on are left out. Left out: the run length.').optional(),
  },
  `A source of events: exactly one of ${NAMES.join(', ')}.`,
)
  .meta(exactlyOne(NAMES))
  .transform((value, context): WrittenArrival => {
    const window = {
      qualifier: value.qualifier,
      invocation: value.invocation,
      fromMs: value.from,
      untilMs: value.until,
    }
    switch (theOneForm(value, NAMES, context)) {
      case 'poisson':
        return { kind: 'poisson', ratePerMs: value.poisson!.rate, ...window }
      case 'constant':
        return { kind: 'constant', ratePerMs: value.constant!.rate, ...window }
      case 'at':
        return { kind: 'at', timesMs: value.at!, ...window }
      case 'perMinute':
        return { kind: 'perMinute', trace: value.perMinute!, ...window }
      case 'bursts':
        return { kind: 'bursts', states: value.bursts!, ...window }
      case 'batch':
        return { ...value.batch!, ...window }
      case 'recorded':
        return { kind: 'recorded', recording: value.recorded!, ...window }
      case undefined:
        return z.NEVER
    }
  })

export const arrivals = z.array(arrival).meta({ description: 'Sources of events, added up.', default: [] })
