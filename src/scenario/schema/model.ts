import { z } from 'zod'
import { distribution, distributionOr } from './distribution.ts'
import { duration, probability, section } from './leaf.ts'

/** A span of time in which things fail: `from` included, `to` excluded. */
const outages = z
  .array(
    section(
      {
        from: duration('Start, from the start of the run; included.'),
        to: duration('End, after the start; excluded.'),
      },
      'An outage.',
    ),
  )
  .meta({ description: 'Spans of time in which every attempt or delivery that starts fails.', default: [] })

export const errors = section(
  {
    probability: probability('Probability of a function error, drawn for each attempt.').optional(),
    poison: probability('Probability that an event fails at every attempt, drawn once an event.').optional(),
    system: probability('Probability of a system error, drawn for each try: not an attempt, no retry used.').optional(),
    outages: outages.optional(),
  },
  'How attempts fail. Left out: none does.',
)

/** How deliveries to one target fail. */
export const deliveryErrors = section(
  {
    probability: probability('Probability that a delivery fails, drawn for each.').optional(),
    outages: outages.optional(),
  },
  'How deliveries to the target fail. Left out: none does.',
)

export const model = section(
  {
    duration: distributionOr(
      [z.literal('recorded')],
      'Run time of an attempt, without its cold start; `recorded`: what each event brings from its `recorded` arrivals. Left out: `0s`.',
    ).optional(),
    otherwise: distribution(
      'Beside `duration: recorded`: run time of events that bring none. Left out: one of the recorded ones, drawn at random.',
    ).optional(),
    coldStart: distribution('Time added to the first use of an execution environment. Left out: `0s`.').optional(),
    errors: errors.optional(),
  },
  'How long attempts run and how they end. Left out: 0 ms, and none fails.',
)
  .check(({ value, issues }) => {
    if (value.otherwise === undefined || value.duration === 'recorded') return
    const came = value.duration === undefined ? 'without a duration' : 'beside another duration'
    const message = `expected this beside duration: recorded only, got it ${came}`
    issues.push({ code: 'custom', path: ['otherwise'], message, input: value })
  })
  .meta({ id: 'model' })

export type WrittenModel = z.output<typeof model>
export type WrittenErrors = z.output<typeof errors>
