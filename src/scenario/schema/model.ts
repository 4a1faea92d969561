import { z } from 'zod'
import { distribution, distributionOr, sizeDistribution } from './distribution.ts'
import { duration, probability, section } from './leaf.ts'

const span = {
  from: duration('Start, from the start of the run; included.'),
  to: duration('End, after the start; excluded.'),
}
const outages = z
  .array(section(span, 'An outage.'))
  .meta({ description: 'Spans of time in which every delivery that starts fails.', default: [] })

/** Outages of attempts, for a function or for what it depends on. */
export const faults = z
  .array(
    section(
      {
        ...span,
        probability: probability('Probability that an attempt fails, drawn for each.', { default: 1 }).optional(),
        duration: distribution(
          'How long an attempt hangs before it fails, cut at the timeout. Left out: as long as it would have run.',
        ).optional(),
      },
      'An outage.',
    ),
  )
  .meta({ description: 'Spans of time in which every attempt that starts fails.', default: [] })

export const errors = section(
  {
    probability: probability('Probability of a function error, drawn for each attempt.').optional(),
    byAttempt: z
      .array(probability('A probability.', {}))
      .min(1)
      .meta({
        description:
          "In the place of `probability`: that of an event's first attempt, its second and so on; the last holds from there on. `[1, 0]` is an error that heals. Left out: `probability` holds for all.",
      })
      .optional(),
    poison: probability('Probability that an event fails at every attempt, drawn once an event.').optional(),
    system: probability('Probability of a system error, drawn for each try: not an attempt, no retry used.').optional(),
    crashAfterEffect: probability(
      'Probability that an attempt which would succeed crashes after its side effect: a function error, and the retry has the effect again.',
    ).optional(),
    timeoutAfterEffect: probability('The same with an attempt that hangs until its timeout.').optional(),
    outages: faults.optional(),
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

const use = z.union([
  z.string().meta({ description: 'Name of a dependency that every attempt needs.' }),
  section(
    {
      name: z.string().meta({ description: 'Name of a dependency.' }),
      share: probability('Probability that an attempt needs it, drawn for each.', { default: 1 }).optional(),
    },
    'A dependency that some attempts need.',
  ),
])

export const model = section(
  {
    duration: distributionOr(
      [z.literal('recorded')],
      'Run time of an attempt, without its cold start; `recorded`: what each event brings from its `recorded` arrivals. Left out: `0s`.',
    ).optional(),
    otherwise: distribution(
      'Beside `duration: recorded`: run time of events that bring none. Left out: one of the recorded ones, drawn at random.',
    ).optional(),
    durationPerMB: duration('Added to `duration` for each MB of the payload, 1,048,576 bytes.', {
      default: '0s',
    }).optional(),
    payloadSize: sizeDistribution(
      "What `durationPerMB` counts, drawn once an event, at most Lambda's limit of 1 MB. Left out: the length of the payload.",
    ).optional(),
    coldStart: distribution('Time added to the first use of an execution environment. Left out: `0s`.').optional(),
    errors: errors.optional(),
    uses: z
      .array(use)
      .meta({ description: 'Dependencies that attempts need, by name or as `{ name, share }`.', default: [] })
      .optional(),
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
export type WrittenOutages = z.output<typeof outages>
export type WrittenFaults = z.output<typeof faults>
