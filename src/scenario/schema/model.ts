import { z } from 'zod'
import { distribution } from './distribution.ts'
import { duration, probability, section } from './leaf.ts'

/** A span of time in which things fail: `from` included, `to` excluded. */
const outages = z
  .array(
    section(
      { from: duration('Start, from the start of the run.'), to: duration('End, after the start.') },
      'An outage.',
    ),
  )
  .meta({ description: 'Spans of time in which everything that starts fails.', default: [] })

export const errors = section(
  {
    probability: probability('Probability of a function error, drawn for each attempt.').optional(),
    poison: probability('Probability that an event fails at every attempt, drawn once an event.').optional(),
    system: probability('Probability of a system error (not counted as an attempt), drawn for each try.').optional(),
    outages: outages.optional(),
  },
  'How attempts fail; none do where this is left out.',
)

/** How deliveries to one target fail. */
export const deliveryErrors = section(
  {
    probability: probability('Probability that a delivery fails.').optional(),
    outages: outages.optional(),
  },
  'How deliveries to the target fail.',
)

export const model = section(
  {
    duration: distribution('Run time of an attempt, without its cold start. Left out: 0.').optional(),
    coldStart: distribution('Time added to the first use of an execution environment. Left out: 0.').optional(),
    errors: errors.optional(),
  },
  'How long attempts run and how they end.',
).meta({ id: 'model' })

export type WrittenModel = z.output<typeof model>
export type WrittenErrors = z.output<typeof errors>
