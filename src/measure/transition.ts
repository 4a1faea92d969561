import type { Condition } from '../rules/condition.ts'
import type { Outcome } from '../rules/outcome.ts'
import type { Side } from '../rules/routing.ts'
import type { ThrottleReason } from '../rules/throttle.ts'

/** What every transition says of its event. */
export interface Subject {
  /** Number of the event, from 1 in order of acceptance. */
  readonly event: number
  readonly function: string
  /** As the caller addressed it: `$LATEST`, a version or an alias. */
  readonly qualifier: string
  /** Simulated time in milliseconds from 0. */
  readonly atMs: number
}

/** What every transition of a synchronous call says. */
export interface CallSubject {
  /** Number of the call, from 1 in order of coming; events are numbered apart. */
  readonly call: number
  readonly event?: undefined
  readonly function: string
  readonly qualifier: string
  readonly atMs: number
}

/** An attempt, by what is known at its start. */
export interface AttemptStart extends Subject, Run {
  /** From 1; a dispatch that ended in a system error has the number of the attempt that follows it. */
  readonly attempt: number
}

/** A run of a version in an environment, of an event or of a call. */
export interface Run {
  /** The version that runs: `$LATEST` or a number. */
  readonly version: string
  /** Length of the cold start in milliseconds; undefined where a warm environment was used. */
  readonly coldStartMs: number | undefined
  /** Share of the attempts that this version gets, 0 to 1, where its alias has two; else undefined. */
  readonly share: number | undefined
  /** Whether it runs in a provisioned environment, or spilled over to an on-demand one; undefined where there are none. */
  readonly provisioned: boolean | undefined
}

/** The concurrency that a dispatch or a call did not get. */
export interface Refusal extends Reserved {
  readonly reason: ThrottleReason
  /** Attempts in progress of the function, or of all that share the account's rest, and how many may be. */
  readonly running: number
  readonly limit: number
  /** Concurrency that idle provisioned environments keep for themselves, beside the limit; undefined for none. */
  readonly kept: number | undefined
}

/** The function's concurrency at the moment of a decision. */
export interface Reserved {
  /** Reserved concurrency; undefined where the function shares what the account has left. */
  readonly reserved: number | undefined
}

/** What an event has used up of what it may. */
export interface Used {
  /** Retries after function errors, the one that an event waits for included. */
  readonly retries: number
  /** The limit in force. */
  readonly maximumRetries: number
  /** Throttles and system errors since the last attempt: the step of the back-off. */
  readonly setbacks: number
}

/** A message to a destination or a dead-letter queue. */
export interface Message extends Subject {
  readonly side: Side
  /** ARN of the queue, topic, function, event bus or bucket. */
  readonly target: string
}

/** All that can happen to an event or a synchronous call, by name, as plain data. Within one instant in the order in which it happened. */
export interface Transitions {
  accepted: Subject
  /** Under `fifo`: no concurrency was free, the event joined the queue. */
  queued: Subject & { readonly reason: ThrottleReason }
  /** A dispatch was refused for concurrency; `throttles` counts those and system errors since the last attempt. */
  throttled: Subject & Refusal & { readonly throttles: number }
  /** A dispatch found no target: an attempt that ended at once with 404. */
  missed: Subject & { readonly attempt: number }
  started: AttemptStart
  /** `durationMs` is the handler's time, the cold start apart. */
  ended: AttemptStart & { readonly outcome: Outcome; readonly durationMs: number }
  /** The event waits for its next dispatch; `after` is how the last one came out, `none` before the first. */
  waiting: Subject & { readonly untilMs: number; readonly after: Outcome } & Used
  finished: Subject & { readonly condition: Condition; readonly attempts: number; readonly ageMs: number } & Used &
    Reserved & {
      /** The limit in force at the end, in milliseconds. */
      readonly maximumAgeMs: number
      /** Of a drop as too old: the wait that follows its last dispatch, as the age look-ahead counts it. */
      readonly refusedWaitMs: number | undefined
    }
  delivered: Message
  /** A delivery was given up. */
  deliveryFailed: Message
  /** A drop that no destination and no dead-letter queue took. */
  discarded: Subject
  /** A function was called synchronously: what follows at once is `callRefused`, `callMissed` or `callStarted`. */
  called: CallSubject
  /** The call was answered with 429. */
  callRefused: CallSubject & Refusal
  /** The call was answered with 404: its target is not there. */
  callMissed: CallSubject
  callStarted: CallSubject & Run
  callEnded: CallSubject & Run & { readonly outcome: Outcome; readonly durationMs: number }
}

export type TransitionName = keyof Transitions

/** What happens to calls. */
export type CallTransitionName = 'called' | 'callRefused' | 'callMissed' | 'callStarted' | 'callEnded'

/** One transition with its name: what a journal is a list of. */
export type Transition = { [Name in TransitionName]: { readonly name: Name } & Transitions[Name] }[TransitionName]

/** One of an event. */
export type EventTransition = Exclude<Transition, { readonly name: CallTransitionName }>
