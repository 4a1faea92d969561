import { z } from 'zod'
import {
  DEFAULT_MEMORY_MB,
  DEFAULT_TIMEOUT_SECONDS,
  EVENT_AGE_SECONDS_RANGE,
  EVENT_PAYLOAD_BYTES,
  MEMORY_MB_RANGE,
  RETRY_ATTEMPTS_RANGE,
  TIMEOUT_SECONDS_RANGE,
} from '../../rules/limits.ts'
import { arrivals } from './arrivals.ts'
import { functionVersion, probability, section, whole, wholeSeconds } from './leaf.ts'
import { model } from './model.ts'
import { perMinuteOfAll } from './trace.ts'

/** A field that may be null, which means unset, as AWS answers with nulls. */
const unset = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullish().meta({ description: schema.description ?? '' })

const destination = section(
  {
    Destination: unset(
      z.string().meta({
        description:
          'ARN of a standard queue or topic, a function, an event bus or, on failure, a bucket. Left out: none.',
      }),
    ),
  },
  'Where a record of the event goes.',
)

/**
 * Exactly the body of PutFunctionEventInvokeConfig. Ranges and ARNs are checked by the rules, with AWS's own texts; the
 * ranges here are for editors.
 */
const eventInvokeConfig = section(
  {
    MaximumRetryAttempts: unset(
      z.int().meta({
        description: 'Retries after a function error or a timeout.',
        minimum: RETRY_ATTEMPTS_RANGE[0],
        maximum: RETRY_ATTEMPTS_RANGE[1],
        default: 2,
      }),
    ),
    MaximumEventAgeInSeconds: unset(
      z.int().meta({
        description: 'Seconds that an event may wait, from its acceptance.',
        minimum: EVENT_AGE_SECONDS_RANGE[0],
        maximum: EVENT_AGE_SECONDS_RANGE[1],
        default: 21_600,
      }),
    ),
    DestinationConfig: unset(
      section(
        { OnSuccess: unset(destination), OnFailure: unset(destination) },
        'Where records of succeeded and of dropped events go.',
      ),
    ),
  },
  "The stored event-invoke config: exactly the body of `PutFunctionEventInvokeConfig`. Left out: Lambda's defaults.",
).meta({ id: 'eventInvokeConfig' })

const deadLetterConfig = section(
  { TargetArn: unset(z.string().meta({ description: 'ARN of a standard queue or topic. Left out: none.' })) },
  'The dead-letter queue: where dropped events go, as they came. Left out: none.',
).meta({ id: 'deadLetterConfig' })

const timeout = wholeSeconds(
  ...TIMEOUT_SECONDS_RANGE,
  'Longest run of an attempt, whole seconds from 1s to 900s; what runs longer fails at the timeout.',
  { default: `${DEFAULT_TIMEOUT_SECONDS}s` },
)
const memory = whole(...MEMORY_MB_RANGE, 'Memory in MB; decides the cost.', { default: DEFAULT_MEMORY_MB })

const reservedConcurrency = whole(
  0,
  1_000_000,
  'Concurrent executions kept for this function, and its limit; 0 drops every event. Left out: none.',
)
const recursiveLoop = z
  .enum(['Terminate', 'Allow'])
  .meta({ description: 'What loop detection does. Left out: the option of that name.' })

/** Fields of a function that can change during a run. */
export const FUNCTION_FIELDS = {
  timeout,
  memory,
  model,
  recursiveLoop,
  reservedConcurrency,
  eventInvokeConfig,
  deadLetterConfig,
}

/** What `functionsFrom` shares with a function. */
const settings = {
  timeout: timeout.optional(),
  memory: memory.optional(),
  architecture: z.enum(['x86_64', 'arm64']).meta({ description: 'Decides the price.', default: 'x86_64' }).optional(),
  reservedConcurrency: reservedConcurrency.optional(),
  recursiveLoop: recursiveLoop.optional(),
  eventInvokeConfig: eventInvokeConfig.optional(),
  deadLetterConfig: deadLetterConfig.optional(),
  payload: z.unknown().meta({ description: 'What every event carries: any JSON value.', default: {} }).optional(),
  payloadBytes: whole(
    2,
    EVENT_PAYLOAD_BYTES,
    'Instead of `payload`: a text of which the JSON is this many bytes long. Left out: as `payload`.',
  ).optional(),
  model: model.optional(),
}

/** Environments of a version or an alias. */
export const provisionedConcurrency = (least: number, description: string) => whole(least, 1_000_000, description)

const MADE_AHEAD =
  'Execution environments that are made ahead, so that attempts in them have no cold start. Left out: none.'

const AS_IN_THE_FUNCTION = 'Left out: as in the function.'

const version = section(
  {
    timeout: wholeSeconds(
      ...TIMEOUT_SECONDS_RANGE,
      `Longest run of an attempt, whole seconds from 1s to 900s. ${AS_IN_THE_FUNCTION}`,
      {},
    ).optional(),
    memory: whole(...MEMORY_MB_RANGE, `Memory in MB. ${AS_IN_THE_FUNCTION}`).optional(),
    eventInvokeConfig: eventInvokeConfig.optional(),
    deadLetterConfig: deadLetterConfig
      .meta({ description: `The dead-letter queue as published. ${AS_IN_THE_FUNCTION}` })
      .optional(),
    model: model.meta({ description: `How its attempts run and how they end. ${AS_IN_THE_FUNCTION}` }).optional(),
    provisionedConcurrency: provisionedConcurrency(1, MADE_AHEAD).optional(),
  },
  'A published version: what is left out is as in the function, but for the event-invoke config.',
)

const alias = section(
  {
    functionVersion: functionVersion('The version that the alias points to.'),
    additionalVersionWeights: z
      .record(z.string(), probability('Share of the attempts, 0 to 1.', {}))
      .meta({ description: 'A second version and its share of the attempts, such as `{ "2": 0.1 }`. Left out: none.' })
      .optional(),
    eventInvokeConfig: eventInvokeConfig.optional(),
    provisionedConcurrency: provisionedConcurrency(1, MADE_AHEAD).optional(),
  },
  'An alias of a version.',
)

export const VERSION_NAME = z.string().regex(/^[1-9]\d*$/, 'expected the number of a version, such as "1"')

export const functionSchema = section(
  {
    ...settings,
    versions: z
      .record(VERSION_NAME, version)
      .meta({ description: 'Published versions, from `"1"` without gaps. Left out: none.' })
      .optional(),
    aliases: z.record(z.string(), alias).meta({ description: 'Aliases. Left out: none.' }).optional(),
    arrivals: arrivals.optional(),
  },
  'A Lambda function.',
)

export const functionsFrom = section(
  {
    perMinute: perMinuteOfAll,
    ...settings,
  },
  'One function for each name in a file, with the counts of the file as its arrivals.',
)

export type WrittenFunction = z.output<typeof functionSchema>
export type WrittenVersion = z.output<typeof version>
export type WrittenAlias = z.output<typeof alias>
export type WrittenFunctionsFrom = z.output<typeof functionsFrom>
/** What a function and `functionsFrom` have in common. */
export type WrittenSettings = Omit<WrittenFunctionsFrom, 'perMinute'>
