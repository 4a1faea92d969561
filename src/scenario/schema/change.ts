import { z } from 'zod'
import { destinationChange } from './destination.ts'
import { FUNCTION_FIELDS, provisionedConcurrency, VERSION_NAME } from './function.ts'
import { duration, functionVersion, probability, section, whole } from './leaf.ts'

/** A field of which nothing is filled in: what is left out stays as it is. */
const staying = <Schema extends z.ZodType>(schema: Schema) => schema.meta({ default: undefined }).optional()

/** The same for a field that null takes away. */
const removable = <Schema extends z.ZodType>(schema: Schema, description: string) =>
  schema
    .nullable()
    .meta({ description: `${description} null takes it away.`, default: undefined })
    .optional()

const { timeout, memory, model, recursiveLoop, reservedConcurrency, eventInvokeConfig, deadLetterConfig } =
  FUNCTION_FIELDS

const config = removable(eventInvokeConfig, 'A put of the event-invoke config: it replaces the stored one whole.')
const deadLetters = removable(deadLetterConfig, 'Where dropped events go, as they came.')

const environments = provisionedConcurrency(
  0,
  'Execution environments that are made ahead from now on; 0 takes them away.',
)

const versionChange = section(
  {
    timeout: staying(timeout),
    memory: staying(memory),
    eventInvokeConfig: config,
    deadLetterConfig: deadLetters,
    model: staying(model),
    provisionedConcurrency: environments.optional(),
  },
  'A version that is published: what is left out is as in the function by then. Of one that is there only the config and the provisioned concurrency change.',
)

const aliasChange = section(
  {
    functionVersion: functionVersion('The version that the alias points to from now on.').optional(),
    additionalVersionWeights: z
      .record(z.string(), probability('Share of the attempts, 0 to 1.', {}))
      .meta({ description: 'A second version and its share of the attempts; an empty map takes it away.' })
      .optional(),
    eventInvokeConfig: config,
    provisionedConcurrency: environments.optional(),
  },
  'What changes of an alias: what is left out stays. A new alias needs its version.',
)

const functionChange = section(
  {
    timeout: staying(timeout),
    memory: staying(memory),
    reservedConcurrency: removable(reservedConcurrency, 'Concurrent executions kept for this function.'),
    recursiveLoop: staying(recursiveLoop),
    eventInvokeConfig: config,
    deadLetterConfig: deadLetters,
    model: staying(model),
    versions: z
      .record(VERSION_NAME, versionChange)
      .meta({ description: 'Versions that are published, by number, without gaps after those that are there.' })
      .optional(),
    aliases: z
      .record(z.string(), aliasChange.nullable())
      .meta({ description: 'Aliases that are made or moved; null deletes one.' })
      .optional(),
  },
  'What changes of a function: what is left out stays.',
)

const change = section(
  {
    at: duration('When: before all else that happens at that moment.'),
    account: section(
      { concurrency: whole(1, 1_000_000, 'Concurrent executions of the whole account from now on.').optional() },
      'What changes of the account.',
    ).optional(),
    functions: z
      .record(z.string(), functionChange.nullable())
      .meta({ description: 'What changes of functions, by name; null deletes one.' })
      .optional(),
    destinations: z
      .record(z.string(), destinationChange)
      .meta({ description: 'What changes of targets, by ARN.' })
      .optional(),
  },
  'Settings that change at a time, in the form of the scenario.',
)

/** The list of changes. */
export const changes = z.array(change).meta({ description: 'Settings that change during the run.', default: [] })

export type WrittenChange = z.output<typeof change>
export type WrittenFunctionChange = z.output<typeof functionChange>
export type WrittenVersionChange = z.output<typeof versionChange>
export type WrittenAliasChange = z.output<typeof aliasChange>
