import { z } from 'zod'
import { RETENTION_SECONDS_RANGE } from '../../rules/limits.ts'
import { distribution, type WrittenDistribution } from './distribution.ts'
import { duration, exactlyOne, rate, section, theOneForm, whole, wholeSeconds } from './leaf.ts'
import { deliveryErrors } from './model.ts'

/** A consumer as written. */
export type WrittenConsumer = { readonly fromMs: number | undefined; readonly untilMs: number | undefined } & (
  | { readonly kind: 'rate'; readonly ratePerMs: number }
  | { readonly kind: 'duration'; readonly concurrency: number | undefined; readonly duration: WrittenDistribution }
)

const NAMES = ['rate', 'duration'] as const

const consumer = section(
  {
    rate: rate('Messages in a time, at equal distances at least; above 0.').optional(),
    duration: distribution('How long a worker is busy with one message.').optional(),
    concurrency: whole(1, 1_000_000, 'With `duration`: workers, each busy with one message at a time.', {
      default: 1,
    }).optional(),
    from: duration('No message is taken before this time.', { default: '0s' }).optional(),
    until: duration('No message is taken from this time on. Left out: never ends.').optional(),
  },
  'What takes messages out, one by one in order: exactly one of rate, duration.',
)
  .meta(exactlyOne(NAMES))
  .transform((value, context): WrittenConsumer => {
    const time = { fromMs: value.from, untilMs: value.until }
    switch (theOneForm(value, NAMES, context)) {
      case 'rate': {
        if (value.concurrency === undefined) return { kind: 'rate', ratePerMs: value.rate!, ...time }
        const message = 'expected a concurrency only with a duration: a rate says all'
        context.addIssue({ code: 'custom', path: ['concurrency'], message })
        return z.NEVER
      }
      case 'duration':
        return { kind: 'duration', concurrency: value.concurrency, duration: value.duration!, ...time }
      case undefined:
        return z.NEVER
    }
  })

const queue = section(
  {
    consumer: z
      .union([z.literal('none'), consumer])
      .meta({ description: 'What takes messages out, or none.', default: 'none' })
      .optional(),
    retention: wholeSeconds(
      ...RETENTION_SECONDS_RANGE,
      'How long a message is kept that nobody takes, whole seconds from 60s to 14d.',
      { default: '4d' },
    ).optional(),
  },
  'Messages wait in a queue that is simulated: behind a topic or a bus the one that they lead to.',
)

const redrive = section(
  {
    at: duration('When it begins: all messages that wait then are sent back, the oldest first.'),
    to: z
      .string()
      .min(1)
      .meta({ description: 'A function, or `NAME:QUALIFIER`. Left out: each goes to where its event was sent.' })
      .optional(),
    rate: rate('Messages in a time, above 0. Left out: all at once.').optional(),
  },
  'Messages go back to a function as new events with the payload of the original.',
)

const down = z.boolean().meta({ description: 'Whether every delivery fails.', default: false })

/** One target of `destinations`. */
export const destination = section(
  {
    down: down.optional(),
    errors: deliveryErrors.optional(),
    queue: queue.optional(),
    redrive: z.array(redrive).meta({ description: 'Messages that are sent back.', default: [] }).optional(),
  },
  'One target.',
)

/** What can change of a target. */
export const destinationChange = section(
  { down: down.meta({ default: undefined }).optional(), errors: deliveryErrors.optional() },
  'What changes of a target: what is left out stays.',
)

export type WrittenDestination = z.output<typeof destination>
export type WrittenQueue = z.output<typeof queue>
export type WrittenRedrive = z.output<typeof redrive>
