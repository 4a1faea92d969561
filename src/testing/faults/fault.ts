import { parseDuration } from '../../notation/duration.ts'
import type { EventInvokeConfig } from '../../rules/event-invoke-config.ts'
import { HarnessError } from '../harness/harness-error.ts'
import { optionsOf } from '../harness/problems.ts'
import type { Change } from './change.ts'

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
  /** Within this window deliveries to a queue, topic, bus or bucket fail, whatever event they are of. `target`: its ARN. */
  | { readonly kind: 'down'; readonly target: string; readonly fromMs: number; readonly forMs: number }
  /** When that attempt has ended, a setting of the function changes; a config is that of the qualifier that the event was sent to. */
  | { readonly kind: 'change'; readonly afterAttempt: number; readonly change: Change }

export type FaultKind = Fault['kind']

/** All that can go wrong with an event itself, the simplest first. */
export const FAULT_KINDS: readonly FaultKind[] = [...ATTEMPT_FAULTS, 'cut', 'slow', 'duplicate', 'throttle']

/** What can go wrong around it: with its targets, and with the settings of its function. */
export const SURROUNDING_KINDS: readonly FaultKind[] = ['down', 'change']

/** What goes wrong with one event. The order says nothing: at most one fault says how an attempt ends, and one how long it takes. */
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
  refuseAttempt(attempt)
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

/**
 * A setting of the function changes when the n-th attempt of an event has ended, from 1, so that the next one goes by it:
 * `afterAttempt(1).putEventInvokeConfig({ MaximumRetryAttempts: 0 })`.
 */
export function afterAttempt(attempt: number) {
  refuseAttempt(attempt)
  const fault = (change: Change): Fault => ({ kind: 'change', afterAttempt: attempt, change })
  return {
    /** Stores a config, for the qualifier that the event was sent to. */
    putEventInvokeConfig: (config: EventInvokeConfig) => fault({ kind: 'putEventInvokeConfig', config }),
    /** Deletes that config, if there is one. */
    deleteEventInvokeConfig: () => fault({ kind: 'deleteEventInvokeConfig' }),
    /** @param executions undefined: the function shares what the account has left again */
    reserveConcurrency: (executions: number | undefined) => fault({ kind: 'reserveConcurrency', executions }),
    /** Lets an alias lead to another version. @param weights a second version, and its share of the attempts, 0 to 1 */
    moveAlias: (
      alias: string,
      {
        version,
        weights = {},
      }: { readonly version: string | number; readonly weights?: Readonly<Record<string, number>> },
    ) => fault({ kind: 'moveAlias', alias, version: String(version), weights }),
  }
}

function refuseAttempt(attempt: number): void {
  if (Number.isInteger(attempt) && attempt >= 1) return
  throw new RangeError(`expected the number of an attempt, 1 or more, got ${attempt}`)
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

/** Deliveries to a queue, topic, bus or bucket fail for so long. @param from counted from the event's acceptance. Default: from then on */
export function destinationDown(arn: string, options: { readonly from?: Duration; readonly for: Duration }): Fault {
  const { from = 0, for: length } = optionsOf('destinationDown', options, ['from', 'for'])
  const fromMs = durationOf('destinationDown: from', from)
  return { kind: 'down', target: arn, fromMs, forMs: durationOf('destinationDown: for', length) }
}
