import type { Timeline } from '../../measure/timeline.ts'
import type { Condition } from '../../rules/condition.ts'
import type { Side } from '../../rules/routing.ts'

/** One run of an event's handler, or one that found no target. Times are milliseconds of the harness's clock, from 0. */
export interface TestedAttempt {
  /** From 1. */
  readonly attempt: number
  readonly startedMs: number
  /** Undefined while it runs. */
  readonly endedMs: number | undefined
  readonly outcome: 'success' | 'error' | 'timeout' | 'missing' | 'system' | undefined
  /** `$LATEST` or a number; undefined where the target was missing. */
  readonly version: string | undefined
  /** What the handler threw, or the injected error; undefined for none. */
  readonly error: unknown
  /** What the handler returned; undefined where it returned nothing, or failed. */
  readonly response: unknown
}

/** What an event left behind: a record at a destination, or a dead letter. */
export interface TestedDelivery {
  readonly side: Side
  /** ARN of the target. */
  readonly target: string
  readonly atMs: number
  /** Whether the target took it. */
  readonly taken: boolean
  /** Why it did not: `it is down`, `1,050,000 bytes are more than its limit of 1,048,576`; undefined where it took it. */
  readonly loss: string | undefined
  /** The body as sent. */
  readonly body: string
  /** The body as JSON: an invocation record, or the event itself in a dead letter. */
  readonly record: unknown
  /** Message attributes; those of a dead letter: `RequestID`, `ErrorCode`, `ErrorMessage`. */
  readonly attributes: Readonly<Record<string, string>>
}

/** An event that a harness has accepted: what happened to it so far, always up to date. */
export interface TestedEvent {
  /** Running number of the harness, from 1. */
  readonly number: number
  readonly requestId: string
  readonly functionName: string
  /** As addressed: `$LATEST`, a version or an alias. */
  readonly qualifier: string
  readonly payload: unknown
  readonly acceptedMs: number
  /** Undefined while it has not ended. */
  readonly condition: Condition | undefined
  readonly endedMs: number | undefined
  /** Attempts of this delivery of the event; those of a duplicate are its own. */
  readonly attempts: readonly TestedAttempt[]
  /** Times of the dispatches that were throttled. */
  readonly throttledMs: readonly number[]
  readonly deliveries: readonly TestedDelivery[]
  /** Whether it was dropped, and nothing took what it left behind. */
  readonly isDiscarded: boolean
  /** The other deliveries of the same event by Lambda, the first one first. */
  readonly duplicates: readonly TestedEvent[]
  /** Events that functions got because this one's record was delivered to them. */
  readonly born: readonly TestedEvent[]
  readonly timeline: Timeline
  /** The timeline as text, as `explain` prints it. */
  toString(): string
}

/** Whether something is an event of a harness, told by what it has: it may come from another copy of this package. */
export function isTestedEvent(value: unknown): value is TestedEvent {
  const { attempts, deliveries, throttledMs } = (value ?? {}) as Partial<TestedEvent>
  return [attempts, deliveries, throttledMs].every(Array.isArray)
}
