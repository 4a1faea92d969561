import { z } from 'zod'
import { formatDuration } from '../../notation/duration.ts'
import { showValue } from '../../notation/value-text.ts'
import { SCALING_ENVIRONMENTS, SCALING_PERIOD_MS } from '../../rules/limits.ts'
import { CHOICE_NAMES, DEFAULT_MODEL_CHOICES, type ModelChoices } from '../../rules/model-choices.ts'
import { distribution, type WrittenDistribution } from './distribution.ts'
import { duration, probability, section, whole } from './leaf.ts'

/** Names of choices as written: durations lose their unit in the name. */
type WrittenChoice = Exclude<keyof ModelChoices, `${string}Ms`> | 'queueLatency' | 'provisionedReady'

const choice = <const Values extends readonly [string, ...string[]]>(values: Values, description: string) =>
  z.enum(values).meta({ description })

const factors = z
  .tuple([z.number().positive(), z.number().positive()])
  .refine(([lowest, highest]) => lowest <= highest, {
    error: (issue) => `expected the lowest factor first, got ${showValue((issue.input as number[])[0])} first`,
  })
  .meta({ description: 'Lowest and highest factor, both above 0.' })

const scalingRate = section(
  {
    environments: whole(1, 1_000_000, 'Environments that a function may gain at once, and within the time `per`.'),
    per: duration('Time in which so many more may be made; above 0.').refine((perMs) => perMs > 0, {
      error: 'expected a duration above 0, got 0',
    }),
  },
  'So many environments in a time, refilled evenly.',
)

const throttleBackoff = z
  .union([
    z.enum(CHOICE_NAMES.throttleBackoff),
    section(
      {
        exponential: section(
          {
            mean: duration('Mean wait; above 0.').refine((meanMs) => meanMs > 0, {
              error: 'expected a duration above 0, got 0',
            }),
          },
          'Exponential waits, drawn one by one.',
        ),
      },
      'Waits of another distribution.',
    ),
  ])
  .meta({
    description:
      'Waits after a throttle or a system error: 1, 2, 4 … 300 s as documented, or exponential, such as { exponential: { mean: 10s } }, to compare with queueing theory.',
  })

const shape = {
  queueing: choice(
    CHOICE_NAMES.queueing,
    'An event without free concurrency: throttled and back after 1, 2, 4 … 300 s, or waiting in a queue.',
  ),
  jitter: z
    .union([z.enum(CHOICE_NAMES.jitter), section({ functionError: factors, throttle: factors }, 'Factor ranges.')])
    .meta({ description: 'Random factor on every wait: none, the ranges seen in recordings, or ranges.' }),
  successInvokeCount: choice(
    CHOICE_NAMES.successInvokeCount,
    'approximateInvokeCount of a success after failed attempts.',
  ),
  ageLookAheadDelay: choice(CHOICE_NAMES.ageLookAheadDelay, 'Which wait the age look-ahead adds to the age.'),
  ageLookAheadBoundary: choice(
    CHOICE_NAMES.ageLookAheadBoundary,
    'Whether age plus wait equal to the limit drops the event.',
  ),
  throttledRecord: choice(CHOICE_NAMES.throttledRecord, 'Record of an event that ran, was throttled and aged out.'),
  backPressure: z
    .union([z.literal(CHOICE_NAMES.backPressure), z.number().positive()])
    .meta({ description: 'Backlog, in events, that doubles the waits after a throttle; or off.' }),
  duplicateProbability: probability('Probability that an accepted event is delivered a second time.'),
  configPropagation: z
    .union([duration('Delay.'), z.literal(CHOICE_NAMES.configPropagation)])
    .meta({ description: 'Time until a changed event-invoke config takes effect, or atAcceptance.' }),
  oversizeRecord: choice(CHOICE_NAMES.oversizeRecord, 'What becomes of a record too large for its target.'),
  deliveryRetries: whole(0, 1000, 'Further tries of a delivery that failed, after 1, 2, 4 … s.'),
  deliveryOrder: choice(CHOICE_NAMES.deliveryOrder, 'Which delivery of a dropped event goes first.'),
  weightedAlias: choice(
    CHOICE_NAMES.weightedAlias,
    'The version behind a weighted alias: drawn for each attempt or once an event.',
  ),
  missingTarget: choice(
    CHOICE_NAMES.missingTarget,
    'An event whose alias was deleted: attempts that end in 404, or a silent drop.',
  ),
  versionDeadLetter: choice(
    CHOICE_NAMES.versionDeadLetter,
    'Dead-letter target of a version: as published, or that of $LATEST.',
  ),
  zeroReservedDeadLetter: choice(
    CHOICE_NAMES.zeroReservedDeadLetter,
    'Attributes of the dead letter for zero reserved concurrency.',
  ),
  recursionStop: choice(
    CHOICE_NAMES.recursionStop,
    'An event stopped by loop detection: routed like a drop, or without a record.',
  ),
  throttleBackoff,
  throttleBackoffAfterRun: choice(
    CHOICE_NAMES.throttleBackoffAfterRun,
    'Whether the throttle back-off starts again once an attempt has run.',
  ),
  systemErrors: choice(CHOICE_NAMES.systemErrors, 'Whether a system error counts in approximateInvokeCount.'),
  dueOrder: choice(CHOICE_NAMES.dueOrder, 'Order of events that are due at the same instant.'),
  queueLatency: duration('Time between acceptance and first dispatch; recordings: about 40ms.'),
  recursiveLoop: choice(
    CHOICE_NAMES.recursiveLoop,
    "Loops of destinations: a function's 17th run in a chain is dropped, or runs.",
  ),
  zeroReservedAfterRun: choice(
    CHOICE_NAMES.zeroReservedAfterRun,
    'Record of an event that ran and then met zero reserved concurrency.',
  ),
  idleLife: z.union([z.literal(CHOICE_NAMES.idleLife), distribution('A life.')]).meta({
    description: 'How long an idle environment lasts: a duration, a distribution drawn for each idle time, or forever.',
  }),
  environmentLife: z.union([z.literal(CHOICE_NAMES.environmentLife), duration('Longest life.')]).meta({
    description: 'Longest life of an environment from its making, in use or idle; or forever.',
  }),
  scalingRate: z
    .union([z.literal(CHOICE_NAMES.scalingRate), scalingRate])
    .meta({ description: 'How fast a function gains environments, such as { environments: 1000, per: 10s }; or off.' }),
  provisionedReady: duration(
    'Time until provisioned concurrency that a change asks for is ready; AWS says a minute or two. What there is at the start is ready.',
  ),
} satisfies Record<WrittenChoice, z.ZodType>

/** Choices of which the default is a length of time. */
const isDuration = (name: string) =>
  ['queueLatency', 'configPropagation', 'idleLife', 'provisionedReady'].includes(name)

/** A default as it would be written. */
function writtenDefault(name: string, standard: unknown): unknown {
  if (name === 'scalingRate') return { environments: SCALING_ENVIRONMENTS, per: formatDuration(SCALING_PERIOD_MS) }
  return isDuration(name) ? formatDuration(standard as number) : standard
}

const partialShape = Object.fromEntries(
  Object.entries(shape).map(([name, field]) => {
    const isTimed = name === 'queueLatency' || name === 'provisionedReady'
    const standard = DEFAULT_MODEL_CHOICES[(isTimed ? `${name}Ms` : name) as keyof ModelChoices]
    return [name, field.meta({ ...field.meta(), default: writtenDefault(name, standard) }).optional()]
  }),
) as { [Name in keyof typeof shape]: z.ZodOptional<(typeof shape)[Name]> }

/** The options as written. */
export interface WrittenOptions {
  /** What is left out has its default. */
  readonly choices: ModelChoices
  /** Where lives of idle environments vary. */
  readonly idleLife: WrittenDistribution | undefined
}

/** The model choices by name. */
export const options = section(
  partialShape,
  'Model choices: what AWS neither documents nor has been recorded to do.',
).transform(({ queueLatency, provisionedReady, idleLife, scalingRate, throttleBackoff, ...chosen }): WrittenOptions => {
  const standard = DEFAULT_MODEL_CHOICES
  const isFixed = typeof idleLife === 'object' && idleLife.kind === 'constant'
  return {
    choices: {
      ...standard,
      ...Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined)),
      queueLatencyMs: queueLatency ?? standard.queueLatencyMs,
      provisionedReadyMs: provisionedReady ?? standard.provisionedReadyMs,
      idleLife: idleLife === 'forever' ? idleLife : isFixed ? idleLife.value : standard.idleLife,
      throttleBackoff:
        typeof throttleBackoff === 'object'
          ? { exponential: { meanMs: throttleBackoff.exponential.mean } }
          : standard.throttleBackoff,
      scalingRate:
        typeof scalingRate === 'object'
          ? { environments: scalingRate.environments, perMs: scalingRate.per }
          : (scalingRate ?? standard.scalingRate),
    },
    idleLife: typeof idleLife === 'object' && !isFixed ? idleLife : undefined,
  }
})
