import type { Condition } from './condition.ts'
import type { ModelChoices } from './model-choices.ts'
import type { Outcome } from './outcome.ts'

/** The last run of a function for an event: what its code answered. */
export interface Run {
  /** The version that the qualifier led to: `$LATEST` or a number. */
  readonly executedVersion: string
  /** Whether it ended in a function error. */
  readonly failed: boolean
  /** The response or the error object, as JSON bytes. Undefined: the handler returned nothing, which is JSON's null. */
  readonly payload: Uint8Array | undefined
}

/** All that is known of an event when it ends: what the invocation record and the dead letter are made from. */
export interface Ending {
  readonly requestId: string
  /** The function's ARN with the qualifier that the caller addressed, `$LATEST` where none was given. */
  readonly functionArn: string
  readonly condition: Condition
  /** Attempts: runs and 404s, never throttles. System errors too under the choice `systemErrors: 'counted'`. */
  readonly attempts: number
  /** Milliseconds since 1970. */
  readonly endedMs: number
  /** The bytes that the caller sent, `{}` for none. */
  readonly requestPayload: Uint8Array
  /** How the last dispatch came out; `none` before the first. */
  readonly lastOutcome: Outcome
  /** Undefined when the code never ran. */
  readonly lastRun: Run | undefined
}

/** `responseContext` of an invocation record, in the order of its keys. */
export interface ResponseContext {
  /** 200 for every run, 404 for a missing target, 429 for a throttle, 500 for a system error, 400 for a stopped loop. */
  readonly statusCode: number
  readonly executedVersion?: string
  readonly functionError?: 'Unhandled'
}

/** What the record says of the response: `payload` only where the code answered. */
export interface Response {
  readonly context: ResponseContext
  readonly payload?: Uint8Array
}

const NOTHING_RETURNED = new TextEncoder().encode('null')

/** Choices that decide which response an ending has. */
export type ResponseChoices = Pick<ModelChoices, 'throttledRecord' | 'zeroReservedAfterRun'>

/**
 * The response that an ending reports, or undefined where the record has none.
 *
 * Recorded: a run answers 200, failed or not, with its payload; an event that aged out while throttled and never ran
 * has 429 without payload; a deleted target 404 without payload; zero reserved concurrency nothing at all. The
 * responses of a stopped loop (400) and of a system error (500) are model choices, as is an event that ran and was then
 * throttled or refused: `throttledRecord` and `zeroReservedAfterRun`.
 */
export function responseOf(ending: Ending, choices: ResponseChoices): Response | undefined {
  const { condition, lastOutcome, lastRun } = ending
  if (condition === 'RecursiveInvocation') return { context: { statusCode: 400 } }
  if (condition === 'ZeroReservedConcurrency')
    return choices.zeroReservedAfterRun === 'lastResponse' && lastRun ? runResponse(lastRun) : undefined
  if (lastOutcome === 'missing') return { context: { statusCode: 404 } }
  if (lastOutcome === 'throttle' || lastOutcome === 'system') {
    if (choices.throttledRecord === 'lastRun' && lastRun) return runResponse(lastRun)
    return { context: { statusCode: lastOutcome === 'throttle' ? 429 : 500 } }
  }
  return lastRun && runResponse(lastRun)
}

function runResponse({ executedVersion, failed, payload = NOTHING_RETURNED }: Run): Response {
  const context: ResponseContext = { statusCode: 200, executedVersion }
  return { context: failed ? { ...context, functionError: 'Unhandled' } : context, payload }
}
