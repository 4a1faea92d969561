/**
 * All that an engine knows of an event in flight, as plain values: what a store keeps, so that another engine goes on
 * with it where this one stopped.
 */
export interface EventState {
  /** Running number from 1 in order of acceptance. */
  readonly number: number
  /** The two words of the event's name. */
  readonly name0: number
  readonly name1: number
  readonly functionName: string
  /** `$LATEST`, a version or an alias. */
  readonly qualifier: string
  /** Engine's time of acceptance, in milliseconds. */
  readonly acceptedMs: number
  /** Counts as in the table of events: 0 to 255 each. */
  readonly attempts: number
  readonly tries: number
  readonly retries: number
  readonly setbacks: number
  /** Number of the version that ran last; 0 is `$LATEST`. */
  readonly version: number
  /** Indices of `OUTCOMES`. */
  readonly lastDispatch: number
  readonly lastAttempt: number
  /** Of a duplicate: the name of the event that it is a copy of. */
  readonly original: readonly [number, number] | undefined
  /** How often each function had an event in the chain that led to this one. */
  readonly chain: ChainState
  /** Undefined: the payload of its target's events, `{}`. */
  readonly requestPayload: Uint8Array | undefined
  /** What real code answered last. */
  readonly responsePayload: Uint8Array | undefined
}

export type ChainState = readonly (readonly [functionName: string, events: number])[]

/** An event to go on with. */
export interface RestoredEvent extends EventState {
  /** When its next dispatch is due, in the engine's time; one in the past is due now. */
  readonly dueMs: number
  /**
   * Whether an attempt was in progress that nobody can tell the end of. It counts as an attempt and uses no retry: what
   * follows is a duplicate delivery of the event.
   */
  readonly isInterrupted: boolean
}

/** An event that has ended, with deliveries that nobody can tell the end of, as plain values. */
export interface LeftBehind {
  readonly number: number
  readonly name0: number
  readonly name1: number
  readonly requestId: string
  readonly functionName: string
  readonly qualifier: string
  /** An index of `CONDITIONS`. */
  readonly condition: number
  readonly endedMs: number
  readonly attempts: number
  readonly lastDispatch: number
  readonly lastAttempt: number
  readonly version: number
  readonly chain: ChainState
  /** Messages that the event left behind in all. */
  readonly messages: number
  readonly requestPayload: Uint8Array
  readonly responsePayload: Uint8Array | undefined
  /** Whether a target has taken one of them. */
  readonly isTaken: boolean
  /** Those that nobody has told the end of: index of `SIDES`, and target. */
  readonly open: readonly { readonly side: number; readonly arn: string }[]
}

/** An event from outside, as far as a copy of it must know it: the event itself may have ended. */
export interface Original {
  readonly name0: number
  readonly name1: number
  /** Index of its target. */
  readonly target: number
  /** Undefined: the payload of its target's events. */
  readonly payload: Uint8Array | undefined
}
