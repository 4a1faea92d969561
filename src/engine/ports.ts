import type { Draws } from '../kernel/draws.ts'
import type { EventInvokeConfig } from '../rules/event-invoke-config.ts'
import type { ModelChoices } from '../rules/model-choices.ts'
import type { AttemptTable } from './attempt-table.ts'
import type { Delivery } from './delivery.ts'
import type { EndedEvent } from './ended-event.ts'
import type { EventState, LeftBehind } from './event-state.ts'
import type { EventTable } from './event-table.ts'
import type { FunctionState, Target } from './target.ts'
import type { TargetLines } from './target-lines.ts'
import type { VersionLines } from './version-lines.ts'
import type { Waits } from './waits.ts'

/** What the engine asks of the control plane. It is asked again after each change that `onChange` tells. */
export interface ControlPlane {
  readonly accountConcurrency: number
  functionNames(): readonly string[]
  /** Undefined where none is set: the function shares what the account has left. */
  reservedConcurrency(functionName: string): number | undefined
  /** Environments that are kept ready for each version; versions without any are left out. */
  provisionedConcurrency(functionName: string): ReadonlyMap<string, number>
  /** Undefined where the function does not say: the engine's choice applies. */
  recursiveLoop(functionName: string): 'Terminate' | 'Allow' | undefined
  /** The config stored for exactly this qualifier (`$LATEST`, a version or an alias), without fallback. */
  eventInvokeConfig(functionName: string, qualifier: string): EventInvokeConfig | undefined
  /** The version behind a qualifier, and the second one of a weighted alias; undefined where nothing is there. */
  resolve(functionName: string, qualifier: string): Resolution | undefined
  version(functionName: string, version: string): VersionSettings | undefined
  /** @param listener gets the function's name after each change, `''` for one of the account */
  onChange(listener: (functionName: string) => void): () => void
}

export interface Resolution {
  readonly version: string
  readonly other?: { readonly version: string; readonly weight: number }
}

export interface VersionSettings {
  readonly timeoutMs: number
  readonly memoryMb: number
  readonly deadLetterArn: string | undefined
  /** Another number than before says that the version was deployed anew: its environments are replaced. */
  readonly revision: number
}

/** Runs attempts: a model that knows at once how one will end, or real code that tells later. */
export interface Invoker {
  /** Called once, before anything else. */
  attach?(engine: EngineView): void
  /**
   * Starts an attempt. A model says how it runs (`plan`, and `chill` where `isCold` says that it is a cold start, of the
   * table of attempts) and returns true. Real code returns false and calls `settle` when it has ended.
   */
  start(attempt: number, event: number, target: Target): boolean
  /**
   * How long the engine waits for real code to settle before it ends the attempt as a timeout, in milliseconds from its
   * start: for code that enforces its timeout itself and tells of it a little later. Infinity: it tells of every end,
   * however late its code begins. Default: the function's timeout.
   */
  patienceMs?(timeoutMs: number): number
  /**
   * Whether a dispatch that would run is throttled whatever concurrency is free: for a test of what follows. Under `fifo`
   * there are no throttles, and it must say no. Default: it never is.
   */
  throttles?(event: number, target: Target): boolean
  /** The payload that a model's attempt answered with, where a record needs it. */
  response?(event: number, outcome: number): Uint8Array | undefined
}

/** Takes what the engine sends to destinations that are not functions of its own, and to dead-letter queues. */
export interface Deliverer {
  /** Called once, before anything else. */
  attach?(engine: EngineView): void
  /** Whether the target took it; undefined where that is told later, with the engine's `settleDelivery`. */
  deliver(delivery: Delivery): boolean | undefined
}

/** What observers, invokers and deliverers may read. */
export interface EngineView {
  /** Simulated time in milliseconds from 0. */
  readonly nowMs: number
  readonly events: EventTable
  readonly attempts: AttemptTable
  readonly targets: readonly Target[]
  /** What the targets and versions consist of, for those who look at every event. */
  readonly targetLines: TargetLines
  readonly versionLines: VersionLines
  /** Events accepted and not ended, and calls in progress: without `running`, the events that wait. */
  readonly pending: number
  /** Attempts in progress. */
  readonly running: number
  /** Those of functions that share the account's unreserved concurrency. */
  readonly unreservedRunning: number
  /** Idle provisioned environments of those functions: concurrency that they keep for themselves. */
  readonly unreservedKept: number
  readonly maxUnreservedRunning: number
  readonly functions: readonly FunctionState[]
  /** Attempts in progress of a function, by its index. */
  runningOf(functionIndex: number): number
  /** Those of synchronous calls. */
  callsOf(functionIndex: number): number
  readonly draws: Draws
  readonly startMs: number
  readonly choices: ModelChoices
  /** How long waits are; the same question gets the same answer. */
  readonly waits: Pick<Waits, 'afterErrorMs' | 'setbackMs' | 'afterSetbackMs' | 'lookAheadMs'>
  /** The name of an event in flight; for a duplicate that of the event it is a copy of. */
  originalName(event: number): readonly [number, number]
  /** Request id and payload of an event in flight. */
  requestId(event: number): string
  requestPayload(event: number): Uint8Array
  /** All that is known of an event in flight, as plain values. */
  eventState(event: number): EventState
  /** By an event's number: what it left behind at its end that is neither taken nor given up. */
  leftBehind(number: number): LeftBehind | undefined
  /** What an engine that is to go on with this one's events must know beside them. */
  readonly progress: Progress
}

/** How far an engine has come. */
export interface Progress {
  /** Time in milliseconds from 0. */
  readonly nowMs: number
  /** Events accepted: numbers up to here are given. */
  readonly accepted: number
  /** Of these, events that came through `accept`: their names are given. */
  readonly sent: number
}

/**
 * Is told what happens, one method a transition, in order. Events and attempts are slots of the engine's tables, whose
 * columns hold the rest; they are valid during the call. Nothing may be changed from here.
 *
 * Only events are told of here: who wants to hear of synchronous calls says so with `calls`. `functionIndex` is that of the
 * target's function, for those who look at every event and need no more of it.
 */
export interface Observer {
  /** Is told of synchronous calls; asked for once, before anything else. */
  readonly calls?: CallObserver | undefined
  /** Called once, before anything else. */
  attach(engine: EngineView): void
  /** A new event; or one restored from another engine, which was accepted before now (`acceptedMs`). */
  accepted(event: number, target: Target, functionIndex: number): void
  /** A dispatch was refused, for a reason that is an index of `THROTTLES`; `waiting` or `finished` follows. */
  throttled(event: number, target: Target, reason: number, functionIndex: number): void
  /** A dispatch found no target; it counts as an attempt, and `waiting` or `finished` follows. */
  missed(event: number, target: Target, functionIndex: number): void
  started(event: number, attempt: number, target: Target, functionIndex: number): void
  /** An attempt has ended; `waiting` or `finished` follows. */
  ended(event: number, attempt: number, target: Target, functionIndex: number): void
  /** Under `fifo`: a dispatch that would have been refused; the event has joined a queue. */
  queued(event: number, target: Target, reason: number, functionIndex: number): void
  /** The event waits for its next dispatch. */
  waiting(event: number, dueMs: number, target: Target, functionIndex: number): void
  /** The event has ended. Its deliveries follow. */
  finished(event: number, condition: number, target: Target, functionIndex: number): void
  /** A target took the record or the dead letter. */
  delivered(ended: EndedEvent, side: number, arn: string): void
  /** A delivery failed for good. */
  deliveryFailed(ended: EndedEvent, side: number, arn: string): void
  /** A drop that nothing took, by its event's number. Later than the drop where deliveries are repeated. */
  discarded(number: number, target: Target): void
}

/** Is told of synchronous calls. A call is a slot of the table of events; it is over once it is refused, missed or ended. */
export interface CallObserver {
  called(call: number, target: Target): void
  /** It was answered with 429, for a reason that is an index of `THROTTLES`. */
  refused(call: number, target: Target, reason: number): void
  /** It was answered with 404: its target is not there. */
  missed(call: number, target: Target): void
  started(call: number, attempt: number, target: Target): void
  ended(call: number, attempt: number, target: Target): void
}
