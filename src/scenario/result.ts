import { CallMetrics } from '../measure/call-metrics.ts'
import type { FunctionMetrics } from '../measure/function-metrics.ts'
import type { EffectCounts } from '../models/side-effects.ts'
import { DROP_CONDITIONS, type DropCondition } from '../rules/condition.ts'
import { type CallResult, callResult } from './call-result.ts'
import type { DocumentHead } from './document-head.ts'
import { type Spread, spread } from './spread.ts'

export type { Spread } from './spread.ts'

/** What a run came to: the document that `run --json` prints. Times are milliseconds, counts are of events unless said. */
export interface RunResult extends DocumentHead {
  /** When the last event ended, or the run length where that is later. */
  readonly endedAt: number
  /** False where the run was interrupted: then `pending` counts the events that had not ended. */
  readonly complete: boolean
  readonly total: FunctionResult
  readonly account: AccountResult
  readonly functions: Readonly<Record<string, FunctionResult>>
  /** The targets that the scenario names under `destinations`, by ARN; left out where there are none. */
  readonly destinations?: Readonly<Record<string, DestinationResult>>
  /** What changed during the run; left out where the scenario has no changes. */
  readonly changes?: readonly ChangeResult[]
  /** Events for a function, a version or an alias that had been deleted: refused with 404, and counted nowhere else. */
  readonly refused?: number
  readonly expectations: readonly ExpectationResult[]
  readonly warnings: readonly string[]
}

export interface FunctionResult {
  readonly received: number
  readonly succeeded: number
  readonly dropped: Readonly<Record<DropCondition, number>>
  /** Drops that no destination and no dead-letter queue took. */
  readonly discarded: number
  readonly pending: number
  readonly attempts: number
  /** Attempts that ended in a function error. */
  readonly errors: number
  /** Dispatches refused for concurrency or for the scaling rate. */
  readonly throttles: number
  /** Dispatches that ended in a system error. */
  readonly systemErrors: number
  /** Messages that targets took. */
  readonly deliveries: Readonly<Record<'onSuccess' | 'onFailure' | 'deadLetter', number>>
  readonly deliveryFailures: number
  /** Age at each dispatch, as the metric AsyncEventAge; under `fifo` once an attempt. */
  readonly eventAge: Spread
  /** From acceptance to the end, drops too. */
  readonly completion: Spread
  /** Of each attempt, its cold start apart. */
  readonly duration: Spread
  /**
   * Execution environments in use: the mean counts from `warmUp` to `endedAt`. Synchronous calls count here, and in
   * `environments`, `coldStarts` and `cost`; in all else only what stands under `synchronous`.
   */
  readonly concurrency: { readonly mean: number; readonly max: number }
  /** Most events that waited at one moment, and when that was first so. */
  readonly backlog: { readonly max: number; readonly atMs: number }
  /**
   * Execution environments in use or idle: the mean counts from `warmUp` to `endedAt`. In the total the maximum is the sum of the
   * functions' own: there were never more at one moment.
   */
  readonly environments: { readonly mean: number; readonly max: number }
  readonly coldStarts: number
  readonly cost: { readonly requests: number; readonly gbSeconds: number; readonly usd: number }
  /** Only where a model lets attempts fail after their side effect. */
  readonly sideEffects?: EffectCounts
  /** Only where a source of the scenario has `invocation: RequestResponse`. */
  readonly synchronous?: CallResult
  /** Only of a function that has provisioned concurrency at some time, and of the total then. */
  readonly provisioned?: ProvisionedResult
}

export interface ProvisionedResult {
  /** Attempts in provisioned environments, of events and of calls. */
  readonly invocations: number
  /** Attempts that ran on demand while all provisioned environments of their version were in use. */
  readonly spillover: number
  /**
   * Share of the provisioned environments that was in use, 0 to 1, on average over the time that they were there: from
   * `warmUp`, attempts of before it too, to `runLength` or to their last use after it.
   */
  readonly utilization: number
}

export interface AccountResult {
  readonly id: string
  readonly region: string
  /** Limit of the account. */
  readonly concurrency: number
  /** Reserved by functions. */
  readonly reserved: number
  /** Most attempts at one moment: all, and those of functions without reserved concurrency. */
  readonly maxConcurrency: number
  readonly maxUnreservedConcurrency: number
}

/** Messages of one target; all but the first two fields only where the scenario has a queue behind it. */
export interface DestinationResult {
  /** Messages that it took. */
  readonly received: number
  /** Messages that were given up. */
  readonly failed: number
  /** Messages that its consumer took. */
  readonly consumed?: number
  /** Messages that went back as new events. */
  readonly redriven?: number
  /** Messages that nobody took within the retention. */
  readonly expired?: number
  /** Messages that waited: most at one moment and when that was first so, and at the end. */
  readonly depth?: { readonly max: number; readonly atMs: number; readonly end: number }
  /** How long messages waited; those that still wait, until the end. */
  readonly age?: { readonly mean: number; readonly max: number }
}

export interface ChangeResult {
  readonly at: number
  /** Such as `checkout: reserved concurrency 0`. */
  readonly text: string
}

export interface ExpectationResult {
  readonly expectation: string
  readonly met: boolean
  /** What came: a count, or milliseconds. */
  readonly actual: number
}

/** What is known of a function, or of all, beside its metrics. */
export interface FunctionUse {
  readonly usd: number
  /** Time that its environments lived, and the most at one moment. */
  readonly environmentMs: number
  readonly maxEnvironments: number
  /** Where a model lets attempts fail after their side effect. */
  readonly sideEffects: EffectCounts | undefined
  /** Whether to tell of synchronous calls. */
  readonly hasCalls: boolean
  readonly provisioned: ProvisionedResult | undefined
}

/** @param elapsedMs length of the run without its warm-up, which the means are over */
export function functionResult(metrics: FunctionMetrics, elapsedMs: number, use: FunctionUse): FunctionResult {
  const [onSuccess, onFailure, deadLetter] = metrics.deliveries as [number, number, number]
  const dropped = Object.fromEntries(DROP_CONDITIONS.map((condition, index) => [condition, metrics.dropped[index]]))
  return {
    received: metrics.received,
    succeeded: metrics.succeeded,
    dropped: dropped as Record<DropCondition, number>,
    discarded: metrics.discarded,
    pending: metrics.pending,
    attempts: metrics.attempts,
    errors: metrics.errors,
    throttles: metrics.throttles,
    systemErrors: metrics.systemErrors,
    deliveries: { onSuccess, onFailure, deadLetter },
    deliveryFailures: metrics.deliveryFailures.reduce((sum, failures) => sum + failures, 0),
    eventAge: spread(metrics.eventAge),
    completion: spread(metrics.completion),
    duration: spread(metrics.duration),
    concurrency: { mean: elapsedMs > 0 ? metrics.busyMs / elapsedMs : 0, max: metrics.maxRunning },
    environments: { mean: elapsedMs > 0 ? use.environmentMs / elapsedMs : 0, max: use.maxEnvironments },
    backlog: { max: metrics.maxBacklog, atMs: metrics.maxBacklogAtMs },
    coldStarts: metrics.coldStarts,
    cost: { requests: metrics.requests, gbSeconds: metrics.gbSeconds, usd: use.usd },
    ...(use.sideEffects && { sideEffects: use.sideEffects }),
    ...(use.hasCalls && { synchronous: callResult(metrics.calls ?? new CallMetrics()) }),
    ...(use.provisioned && { provisioned: use.provisioned }),
  }
}
