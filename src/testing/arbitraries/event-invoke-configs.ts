import fc from 'fast-check'
import { type EventInvokeConfig, givesSetting } from '../../rules/event-invoke-config.ts'
import { EVENT_AGE_SECONDS_RANGE, FUNCTION_ERROR_DELAYS_MS, RETRY_ATTEMPTS_RANGE } from '../../rules/limits.ts'
import { bucket, bus, queue, topic } from '../harness/target-arn.ts'

export interface EventInvokeConfigOptions {
  /** ARNs that records of successful events may go to. Default: a queue, a topic and an event bus. */
  readonly onSuccess?: readonly string[] | undefined
  /** ARNs that records of dropped events may go to. Default: the same, and a bucket. */
  readonly onFailure?: readonly string[] | undefined
}

const TARGETS = [queue('records'), topic('records'), bus('records')]
const BUCKET = bucket('records')

const [LEAST_AGE, GREATEST_AGE] = EVENT_AGE_SECONDS_RANGE
const [FIRST_WAIT, SECOND_WAIT] = FUNCTION_ERROR_DELAYS_MS.map((ms) => ms / 1000) as [number, number]
/** Ages at which another second decides: the ends of the range, and the times of the retries. */
const BORDERS = [LEAST_AGE, FIRST_WAIT, FIRST_WAIT + SECOND_WAIT, GREATEST_AGE].flatMap((age) => [
  age - 1,
  age,
  age + 1,
])
const ALLOWED_BORDERS = [...new Set(BORDERS)].filter((age) => age >= LEAST_AGE && age <= GREATEST_AGE)

/**
 * Configs that PutFunctionEventInvokeConfig takes: each setting given or not, at least one of them; ages often near the border
 * that decides about a retry. Shrinks to fewer settings and to smaller numbers.
 */
export function eventInvokeConfigs(options: EventInvokeConfigOptions = {}): fc.Arbitrary<EventInvokeConfig> {
  const { onSuccess = TARGETS, onFailure = [...TARGETS, BUCKET] } = options
  const [fewest, most] = RETRY_ATTEMPTS_RANGE
  const age = fc.oneof(
    fc.constantFrom(...ALLOWED_BORDERS),
    fc.integer({ min: LEAST_AGE, max: FIRST_WAIT + SECOND_WAIT }),
    fc.integer({ min: LEAST_AGE, max: GREATEST_AGE }),
  )
  const sides = {
    ...(onSuccess.length > 0 && { OnSuccess: side(onSuccess) }),
    ...(onFailure.length > 0 && { OnFailure: side(onFailure) }),
  }
  const settings = {
    MaximumRetryAttempts: fc.integer({ min: fewest, max: most }),
    MaximumEventAgeInSeconds: age,
    DestinationConfig: fc.record(sides, { requiredKeys: [] }),
  }
  return fc.record(settings, { requiredKeys: [] }).filter(givesSetting)
}

function side(arns: readonly string[]): fc.Arbitrary<{ Destination: string }> {
  return fc.record({ Destination: fc.constantFrom(...arns) })
}
