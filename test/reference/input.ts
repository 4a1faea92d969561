import type { ModelChoices } from '../../src/rules/model-choices.ts'

/** A scenario small enough to be simulated twice: by the naive reference and by the engine. Settings never change. */
export interface ReferenceInput {
  readonly choices: ReferenceChoices
  /** Concurrent executions of the account. What is not reserved is shared by the functions without a reservation. */
  readonly accountConcurrency: number
  readonly functions: readonly ReferenceFunction[]
  /** Events and calls from outside, in ascending order of time. */
  readonly arrivals: readonly ReferenceArrival[]
  /** Nothing later than this happens, so that scenarios whose deliveries never end can be compared. May be Infinity. */
  readonly untilMs: number
  readonly fate: Fate
}

/** The model choices that show in a trace; the others have their defaults. */
export type ReferenceChoices = Pick<
  ModelChoices,
  | 'queueing'
  | 'ageLookAheadBoundary'
  | 'throttleBackoffAfterRun'
  | 'queueLatencyMs'
  | 'recursiveLoop'
  | 'recursionStop'
  | 'deliveryOrder'
  | 'backPressure'
  | 'systemErrors'
>

export interface ReferenceFunction {
  readonly name: string
  /** Reserved concurrency; without it the function takes part in the shared pool. */
  readonly reserved?: number
  /** Provisioned environments of the version that its events run; at most `reserved`. */
  readonly provisioned?: number
  readonly retries: 0 | 1 | 2
  readonly maximumAgeMs: number
  readonly timeoutMs: number
  /** A sink outside the scenario, or the index of the function that gets a new event. */
  readonly onSuccess?: ReferenceDestination
  readonly onFailure?: ReferenceDestination
  readonly deadLetter?: boolean
}

export type ReferenceDestination = 'sink' | number

export interface ReferenceArrival {
  readonly atMs: number
  /** Index of the function. */
  readonly function: number
  /** Whether it is a synchronous call, and no event. */
  readonly isCall?: boolean
}

/**
 * What the invoker makes of a dispatch that got a slot. A pure function of the function's index, the event's number and
 * the dispatch: 1, 2, … of this event, those that end in a system error counted too.
 */
export type Fate = (functionIndex: number, event: number, dispatch: number) => ReferenceFate

export interface ReferenceFate {
  readonly initMs: number
  /** How long the attempt would run; the function's timeout cuts it. */
  readonly durationMs: number
  readonly outcome: 'success' | 'error' | 'system'
}

/** The number before that of the first call. */
export const BEFORE_CALLS = -1e9

/** Everything that happened, in order. */
export type Trace = readonly TraceLine[]

/**
 * One thing that happened to one event. `detail` by kind:
 *
 * | kind | detail |
 * | --- | --- |
 * | `accepted` | the function's name |
 * | `throttled` | empty |
 * | `started` | `attempt N`, N counting attempts; a system error is none, the next start has the same number |
 * | `ended` | `success`, `error`, `timeout` or `system` |
 * | `waiting` | `until T`, T in milliseconds |
 * | `finished` | the condition; of a call `answered` or `refused` |
 * | `delivered` | `onSuccess sink`, `onSuccess fn NAME`, `onFailure sink`, `onFailure fn NAME` or `deadLetter` |
 *
 * Within one action: `ended` or `throttled`; then `waiting`, or `finished`, its deliveries and, last, the acceptance
 * of the event that a delivery to a function bore; then, under `fifo`, what the freed slot takes from the queue.
 */
export interface TraceLine {
  readonly atMs: number
  readonly kind: 'accepted' | 'throttled' | 'started' | 'ended' | 'waiting' | 'finished' | 'delivered'
  /** Number of the event, 1, 2, … in order of acceptance; of a call −10⁹ + 1, −10⁹ + 2 …, so that calls sort before events. */
  readonly event: number
  readonly detail: string
  /** Of `started`: whether in a provisioned environment, which has no cold start; undefined where the function has none. */
  readonly provisioned?: boolean | undefined
}
