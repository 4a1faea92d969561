import { parseDuration } from '../../notation/duration.ts'
import { HarnessError } from '../harness/harness-error.ts'
import { optionsOf } from '../harness/problems.ts'

/** How an attempt can be made to fail. `AfterEffect`: the handler runs to its end, and then what it answered is lost. */
export const ATTEMPT_FAULTS = [
  'error',
  'errorAfterEffect',
  'timeout',
  'timeoutAfterEffect',
  'crash',
  'crashAfterEffect',
  'systemError',
] as const

export type AttemptFaultKind = (typeof ATTEMPT_FAULTS)[number]

/**
 * One thing that goes wrong with an event, as plain data: it can be generated, printed, and pasted into a test.
 * Times are milliseconds of the harness's clock, counted from the event's acceptance.
 */
export type Fault =
  | {
      /** `systemError`: Lambda itself failed, the handler did not run and no retry is used. */
      readonly kind: AttemptFaultKind
      /** Which attempt, from 1; system errors count too, as they are dispatches of their own. */
      readonly attempt: number
      /** Of the error. Default: one that says that it was injected. */
      readonly message?: string
    }
  /**
   * The runtime's process ends so long after the attempt's start, if the handler still runs then: what it would do later is never
   * done. A handler can be cut only where it waits for a timer of its own.
   */
  | { readonly kind: 'cut'; readonly attempt: number; readonly afterMs: number }
  /** The attempt takes at least so long. */
  | { readonly kind: 'slow'; readonly attempt: number; readonly durationMs: number }
  /** Lambda delivers the event a second time, so much later: the copy has the same request id and payload. */
  | { readonly kind: 'duplicate'; readonly afterMs: number }
  /** Dispatches of the event within this window are throttled. */
  | { readonly kind: 'throttle'; readonly fromMs: number; readonly forMs: number }

/** What goes wrong with one event. The order says nothing: at most one fault of each attempt is sensible. */
export type FaultPlan = readonly Fault[]

/** A duration in words such as `2m`, or in milliseconds. */
export type Duration = string | number

/** Milliseconds of a duration. @throws RangeError for what is none, or below 0 */
export function milliseconds(duration: Duration): number {
  const ms = typeof duration === 'number' ? duration : parseDuration(duration)
  if (!(ms >= 0 && ms < Number.POSITIVE_INFINITY))
    throw new RangeError(`expected a duration of 0 ms or more, got ${duration}`)
  return ms
}

/** The same of one that somebody was given. @throws HarnessError that names it */
export function durationOf(what: string, duration: Duration): number {
  try {
    return milliseconds(duration)
  } catch (error) {
    throw new HarnessError(`${what}: ${(error as Error).message}`)
  }
}

/** What goes wrong with the n-th attempt of an event, from 1: `onAttempt(2).timeOutAfterSideEffect()`. */
export function onAttempt(attempt: number) {
  if (!(Number.isInteger(attempt) && attempt >= 1))
    throw new RangeError(`expected the number of an attempt, 1 or more, got ${attempt}`)
  const fault = (kind: AttemptFaultKind, message?: string): Fault => ({
    kind,
    attempt,
    ...(message !== undefined && { message }),
  })
  return {
    /** The attempt fails before the handler does anything. */
    fail: (message?: string) => fault('error', message),
    /** The handler runs to its end; then the attempt fails. */
    failAfterSideEffect: (message?: string) => fault('errorAfterEffect', message),
    /** The attempt hangs until the function's timeout; the handler does nothing. */
    timeOut: () => fault('timeout'),
    /** The handler does all that it does, and does not come to say so: the attempt times out. */
    timeOutAfterSideEffect: () => fault('timeoutAfterEffect'),
    /** The runtime's process ends before the handler does anything. */
    crash: () => fault('crash'),
    /** The handler runs to its end; then the runtime's process ends before it answers. */
    crashAfterSideEffect: () => fault('crashAfterEffect'),
    /** The runtime's process ends in the midst of the handler, where that waits for a timer: what would follow is never done. */
    crashAfter: (duration: Duration): Fault => ({ kind: 'cut', attempt, afterMs: durationOf('crashAfter', duration) }),
    /** Lambda itself fails: the event backs off and no retry is used. */
    systemError: () => fault('systemError'),
    /** The attempt takes at least so long. */
    take: (duration: Duration): Fault => ({ kind: 'slow', attempt, durationMs: durationOf('take', duration) }),
  }
}

/** The event is delivered twice, as Lambda may do. @param after how much later. Default: at once, beside the first */
export function duplicate(options: { readonly after?: Duration } = {}): Fault {
  const { after = 0 } = optionsOf('duplicate', options, ['after'])
  return { kind: 'duplicate', afterMs: durationOf('duplicate: after', after) }
}

/** Dispatches of the event are throttled for so long. @param from counted from its acceptance. Default: from then on */
export function throttled(options: { readonly from?: Duration; readonly for: Duration }): Fault {
  const { from = 0, for: length } = optionsOf('throttled', options, ['from', 'for'])
  return { kind: 'throttle', fromMs: durationOf('throttled: from', from), forMs: durationOf('throttled: for', length) }
}
