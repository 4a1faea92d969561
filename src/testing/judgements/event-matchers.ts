import type { Condition, DropCondition } from '../../rules/condition.ts'
import type { Side } from '../../rules/routing.ts'
import type { TestedEvent } from '../events/tested-event.ts'
import type { Duration } from '../faults/fault.ts'
import type { LetterPattern } from './delivery-judgements.ts'
import type { IdempotenceSettings, IdempotenceSubject } from './idempotence-matcher.ts'

/** A matcher where the value is an event, or not known; where it is something else, nothing that can be called. */
type OnEvent<Value, Matcher> = unknown extends Value ? Matcher : Value extends TestedEvent ? Matcher : never

/** The same where the value is a setup of `checkIdempotent`. */
type OnSetup<Value, Matcher> = unknown extends Value ? Matcher : Value extends IdempotenceSubject ? Matcher : never

/**
 * The matchers for events. What counts so far may be asked while the event goes on; what asks of its end throws until it
 * has ended. Each failure shows the event's timeline.
 *
 * @typeParam R what they return: nothing, or a promise behind `resolves`
 * @typeParam T what `expect` got
 */
export interface EventMatchers<R, T = unknown> {
  /** So many attempts were made of it so far, missing targets too, throttles and system errors not. */
  toHaveBeenAttempted: OnEvent<T, (times: number) => R>
  /**
   * It was retried after these waits so far, each from the end of an attempt to the start of the next: all of them, in
   * order. In words such as `2m`, or in milliseconds.
   */
  toHaveRetriedAfter: OnEvent<T, (...waits: [Duration, ...Duration[]]) => R>
  /** It ended as this condition. */
  toHaveEndedAs: OnEvent<T, (condition: Condition) => R>
  /** It ended no later than so long after its acceptance. */
  toHaveEndedWithin: OnEvent<T, (duration: Duration) => R>
  /**
   * A target of this side took what the event left behind.
   *
   * @param pattern of the invocation record, or for `deadLetter` of the event: some of its fields, or asymmetric matchers
   */
  toHaveDelivered: OnEvent<T, (side: Side, pattern?: unknown) => R>
  /** Its function's dead-letter queue took it. The pattern is of `target`, `record` and `attributes`. */
  toBeDeadLettered: OnEvent<T, (pattern?: LetterPattern) => R>
  /** It ended without success, as this condition where one is given. */
  toBeDropped: OnEvent<T, (condition?: DropCondition) => R>
  /** It was dropped, and no destination and no dead-letter queue took what it left behind. */
  toBeDiscarded: OnEvent<T, () => R>
  /** Dispatches of it were throttled so far: at least one, or so many. */
  toHaveBeenThrottled: OnEvent<T, (times?: number) => R>
  /** Lambda delivered it more than once. */
  toHaveBeenDuplicated: OnEvent<T, () => R>
  /**
   * Asked of what makes a handler anew: whatever goes wrong with an event, its effects come to those of one clean run. Under a
   * thousand drawn fault plans; a failure shows the smallest that breaks it. Needs fast-check.
   */
  toBeIdempotentUnderRetry: OnSetup<T, (settings?: IdempotenceSettings) => Promise<void>>
}
