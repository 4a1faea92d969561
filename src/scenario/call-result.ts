import type { CallMetrics } from '../measure/call-metrics.ts'
import type { FunctionSpec } from './scenario.ts'
import { type Spread, spread } from './spread.ts'

/**
 * Synchronous calls of a function, or of all. Always: calls = succeeded + errors + throttles + systemErrors + notFound +
 * pending. Times are milliseconds.
 */
export interface CallResult {
  readonly calls: number
  readonly succeeded: number
  /** Calls that ended in a function error. */
  readonly errors: number
  /** Calls refused with 429, for concurrency or for the scaling rate; and their share of all calls, 0 where there are none. */
  readonly throttles: number
  readonly throttledShare: number
  /** Calls that ended in a system error. */
  readonly systemErrors: number
  /** Calls of a function, a version or an alias that had been deleted: 404. */
  readonly notFound: number
  /** Calls in progress: 0 in a complete run. */
  readonly pending: number
  readonly coldStarts: number
  /** Of each call that ran, its cold start apart. */
  readonly duration: Spread
  /** What the caller of each call that ran waited for the answer: cold start and duration. */
  readonly response: Spread
}

/** Whether a scenario has calls, so that its result tells of them. */
export function hasCalls(functions: readonly Pick<FunctionSpec, 'arrivals'>[]): boolean {
  return functions.some(({ arrivals }) => arrivals.some(({ invocation }) => invocation === 'RequestResponse'))
}

export function callResult(metrics: CallMetrics): CallResult {
  const { calls, throttles } = metrics
  return {
    calls,
    succeeded: metrics.succeeded,
    errors: metrics.errors,
    throttles,
    throttledShare: calls > 0 ? throttles / calls : 0,
    systemErrors: metrics.systemErrors,
    notFound: metrics.notFound,
    pending: metrics.pending,
    coldStarts: metrics.coldStarts,
    duration: spread(metrics.duration),
    response: spread(metrics.response),
  }
}
