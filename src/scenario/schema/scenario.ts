import { z } from 'zod'
import { DEFAULT_ACCOUNT_CONCURRENCY } from '../../rules/limits.ts'
import { DEFAULT_PRICES } from '../../rules/price.ts'
import { changes } from './change.ts'
import { DEPENDENCY_NAME, dependency } from './dependency.ts'
import { destination } from './destination.ts'
import { functionSchema, functionsFrom } from './function.ts'
import { duration, instant, section, whole } from './leaf.ts'
import { options } from './options.ts'

/** The bare name of a function. Documented: CreateFunction (at most 64 characters). */
export const FUNCTION_NAME = /^[a-zA-Z0-9_-]{1,64}$/
const functionName = z
  .string()
  .regex(FUNCTION_NAME, "expected a function's name of 1 to 64 letters, digits, hyphens and underscores")

const account = section(
  {
    id: z
      .string()
      .regex(/^\d{12}$/, 'expected 12 digits, in quotes')
      .meta({ description: 'Twelve digits, in quotes.', default: '123456789012' })
      .optional(),
    region: z
      .string()
      .regex(/^[a-z]{2,4}(-[a-z]+)+-\d$/, 'expected a region such as us-east-1')
      .meta({ description: "Functions' ARNs are built from it and from the id.", default: 'us-east-1' })
      .optional(),
    concurrency: whole(1, 1_000_000, 'Concurrent executions of the whole account.', {
      default: DEFAULT_ACCOUNT_CONCURRENCY,
    }).optional(),
  },
  'The account that everything runs in.',
)

const usd = (description: string, standard: number) =>
  z
    .number()
    .min(0)
    .meta({ description: `US dollars ${description}.`, default: standard })
    .optional()

/** A price by architecture. */
const byArchitecture = (standard: { readonly x86_64: number; readonly arm64: number }, what: string, title: string) =>
  section({ x86_64: usd(`${what} on x86_64`, standard.x86_64), arm64: usd(`${what} on arm64`, standard.arm64) }, title)

const { perMillionRequests, perGbSecond, perProvisionedGbSecond, perGbSecondOnProvisioned } = DEFAULT_PRICES
const prices = section(
  {
    perMillionRequests: usd('for a million requests', perMillionRequests),
    perGbSecond: byArchitecture(perGbSecond, 'for a GB-second', 'Price of a GB-second by architecture.').optional(),
    perProvisionedGbSecond: byArchitecture(
      perProvisionedGbSecond,
      'for a GB-second of provisioned concurrency, used or not,',
      'Price of a GB-second for which provisioned concurrency is there, used or not, by architecture.',
    ).optional(),
    perGbSecondOnProvisioned: byArchitecture(
      perGbSecondOnProvisioned,
      'for a GB-second of attempts in provisioned environments',
      'Price of a GB-second of attempts in provisioned environments, by architecture.',
    ).optional(),
  },
  'Overrides of the price table. Left out: us-east-1, first tier.',
)

/** The scenario file. Times come out in milliseconds, rates in events a millisecond; nothing is filled in yet. */
export const scenarioSchema = section(
  {
    $schema: z.string().meta({ description: 'Where an editor finds the schema of this file.' }).optional(),
    name: z
      .string()
      .meta({
        description: 'What reports call the scenario. Left out: the name of the file; `scenario` in `simulate()`.',
      })
      .optional(),
    seed: whole(0, Number.MAX_SAFE_INTEGER, 'Decides every draw of chance: same seed and scenario, same result.', {
      default: 1,
    }).optional(),
    start: instant('The instant of time 0, for timestamps in records.', { default: '2026-01-01T00:00:00Z' }).optional(),
    runLength: duration(
      'Arrivals stop here; the run goes on until every event has ended. Required with arrivals that have neither an end of their own nor an `until`. Left out: the last arrival.',
      { examples: ['24h'] },
    ).optional(),
    warmUp: duration(
      'Events accepted before this time run like all others and are left out of every figure: for a system that is to be seen as it is when it has been running for long.',
      { default: '0s' },
    ).optional(),
    account: account.optional(),
    options: options.optional(),
    functions: z
      .record(functionName, functionSchema)
      .meta({ description: 'The functions: names of 1 to 64 letters, digits, hyphens, underscores.' })
      .optional(),
    functionsFrom: functionsFrom.optional(),
    destinations: z
      .record(z.string(), destination)
      .meta({
        description:
          'Targets to which deliveries fail, and queues behind them, by ARN. Left out: every delivery succeeds.',
      })
      .optional(),
    dependencies: z
      .record(DEPENDENCY_NAME, dependency)
      .meta({ description: "What functions' models need, such as a database, by name. Left out: none." })
      .optional(),
    changes: changes.optional(),
    prices: prices.optional(),
    expect: z
      .array(z.string())
      .meta({
        description: 'What must hold of the result, such as `checkout.dropped == 0` or `total.eventAge.p99 < 5m`.',
        default: [],
      })
      .optional(),
  },
  "A workload, and the settings of AWS Lambda's asynchronous invocation that it meets.",
)

/** What a scenario looks like as an object: durations and rates are texts, as in a file. */
export type ScenarioInput = z.input<typeof scenarioSchema>
/** What comes out of the schema: normalised units, files not yet read. */
export type WrittenScenario = z.output<typeof scenarioSchema>

/** The JSON schema of scenario files (draft 2020-12), for editors. */
export function scenarioJsonSchema(): object {
  const schema = z.toJSONSchema(scenarioSchema, {
    io: 'input',
    unrepresentable: 'any',
    // The library takes defaults and examples for what comes out of a field; here they are what goes in.
    override: ({ zodSchema, jsonSchema }) => {
      const { default: standard, examples } = z.globalRegistry.get(zodSchema) ?? {}
      if (standard !== undefined) jsonSchema.default = standard as typeof jsonSchema.default
      if (examples !== undefined) jsonSchema.examples = examples as NonNullable<typeof jsonSchema.examples>
    },
  })
  return { ...schema, title: 'asyncinvoke scenario' }
}
