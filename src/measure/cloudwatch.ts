import { RECURSIVE_INVOCATION } from '../rules/condition.ts'
import { DEAD_LETTER, ON_FAILURE, ON_SUCCESS } from '../rules/routing.ts'
import type { FunctionMetrics } from './function-metrics.ts'
import { Histogram } from './histogram.ts'

/** Statistics of a metric whose samples are milliseconds. Percentiles are within 0.8 %, the others exact. */
export interface Statistics {
  readonly SampleCount: number
  readonly Average: number
  readonly Minimum: number
  readonly Maximum: number
  readonly p50: number
  readonly p90: number
  readonly p99: number
}

/**
 * A function's metrics in CloudWatch's namespace `AWS/Lambda`, under its names. Counts are the statistic Sum.
 * Undefined: no sample, where an alarm would see missing data and not 0. Documented: "Types of metrics for Lambda
 * functions"; which metrics are 0 and which are missing is recorded.
 */
export interface FunctionDatapoint {
  /** Accepted events. Retries are not received again. */
  readonly AsyncEventsReceived: number | undefined
  /** Age at each dispatch, throttled ones too. */
  readonly AsyncEventAge: Statistics | undefined
  /** Events given up, whether or not something took them; a success is a sample of 0. */
  readonly AsyncEventsDropped: number | undefined
  /** Destination messages that were given up; the tries before are not counted. */
  readonly DestinationDeliveryFailures: number | undefined
  /** Dead letters that were given up. */
  readonly DeadLetterErrors: number | undefined
  /**
   * Attempts that ran, those of synchronous calls too, as in all that follows: no throttles, no system errors, no 404s
   * (inferred: no code ran).
   */
  readonly Invocations: number | undefined
  /** Runs that ended in a function error. */
  readonly Errors: number | undefined
  /** Dispatches and calls refused for concurrency. */
  readonly Throttles: number | undefined
  /** Of each run, its cold start apart. */
  readonly Duration: Statistics | undefined
  /** Most attempts at one moment (the statistic Maximum). */
  readonly ConcurrentExecutions: number | undefined
  /** Events stopped by loop detection. */
  readonly RecursiveInvocationsDropped: number | undefined
  /** Most attempts at one moment in provisioned environments (the statistic Maximum); of all versions together. */
  readonly ProvisionedConcurrentExecutions: number | undefined
  /** Runs in provisioned environments. */
  readonly ProvisionedConcurrencyInvocations: number | undefined
  /** Runs on demand while all provisioned environments of their version were in use. */
  readonly ProvisionedConcurrencySpilloverInvocations: number | undefined
  /** Highest share of the provisioned environments that was in use, 0 to 1 (the statistic Maximum). */
  readonly ProvisionedConcurrencyUtilization: number | undefined
}

/** What the number of a metric of counts is: a sum, which only grows while the run lasts, or the highest count at one moment. */
export const COUNT_STATISTICS: Readonly<Partial<Record<keyof FunctionDatapoint, 'Sum' | 'Maximum'>>> = {
  AsyncEventsReceived: 'Sum',
  AsyncEventsDropped: 'Sum',
  DestinationDeliveryFailures: 'Sum',
  DeadLetterErrors: 'Sum',
  Invocations: 'Sum',
  Errors: 'Sum',
  Throttles: 'Sum',
  ConcurrentExecutions: 'Maximum',
  RecursiveInvocationsDropped: 'Sum',
  ProvisionedConcurrentExecutions: 'Maximum',
  ProvisionedConcurrencyInvocations: 'Sum',
  ProvisionedConcurrencySpilloverInvocations: 'Sum',
  ProvisionedConcurrencyUtilization: 'Maximum',
}

/** The metrics of an account in a region that no function has of its own. All are the statistic Maximum. */
export interface AccountDatapoint {
  /** Attempts in progress. */
  readonly ConcurrentExecutions: number
  /** Those of functions without reserved concurrency. */
  readonly UnreservedConcurrentExecutions: number
  /** Those, and what functions reserve or have provisioned whether they use it or not. */
  readonly ClaimedAccountConcurrency: number
}

/** What was measured of a function, over whatever time, under CloudWatch's names. */
export function functionDatapoint(metrics: FunctionMetrics): FunctionDatapoint {
  const { attempts, calls, deliveryFailures, dropped, errors } = metrics
  const drops = dropped.reduce((sum, count) => sum + count, 0)
  const eventRuns = metrics.duration.count
  // An attempt that found no target counts as one that failed, but nothing ran that CloudWatch could count.
  const missing = attempts - eventRuns
  const runs = eventRuns + (calls?.runs ?? 0)
  const throttles = metrics.throttles + (calls?.throttles ?? 0)
  const hasDispatched = runs + throttles > 0
  return {
    AsyncEventsReceived: metrics.received || undefined,
    AsyncEventAge: statistics(metrics.eventAge),
    AsyncEventsDropped: metrics.succeeded + drops > 0 ? drops : undefined,
    DestinationDeliveryFailures: deliveryFailures[ON_SUCCESS]! + deliveryFailures[ON_FAILURE]! || undefined,
    DeadLetterErrors: deliveryFailures[DEAD_LETTER] || undefined,
    Invocations: runs || undefined,
    Errors: hasDispatched ? errors - missing + (calls?.errors ?? 0) : undefined,
    Throttles: hasDispatched ? throttles : undefined,
    Duration: statistics(calls ? together(metrics.duration, calls.duration) : metrics.duration),
    ConcurrentExecutions: metrics.maxRunning || undefined,
    RecursiveInvocationsDropped: dropped[RECURSIVE_INVOCATION - 1] || undefined,
    ProvisionedConcurrentExecutions: metrics.provisioned?.maxRunning,
    ProvisionedConcurrencyInvocations: metrics.provisioned?.invocations,
    ProvisionedConcurrencySpilloverInvocations: metrics.provisioned?.spillover,
    ProvisionedConcurrencyUtilization: metrics.provisioned?.maxUtilization,
  }
}

/**
 * The account's metrics.
 *
 * @param measured the highest counts of attempts in progress
 * @param reserved reserved concurrency of all functions together
 * @param claimed most attempts of functions without reserved concurrency, their idle provisioned environments included
 */
export function accountDatapoint(
  measured: { readonly maxRunning: number; readonly maxUnreserved: number },
  reserved: number,
  claimed = measured.maxUnreserved,
): AccountDatapoint {
  return {
    ConcurrentExecutions: measured.maxRunning,
    UnreservedConcurrentExecutions: measured.maxUnreserved,
    ClaimedAccountConcurrency: claimed + reserved,
  }
}

function together(first: Histogram, second: Histogram): Histogram {
  const both = new Histogram()
  both.add(first)
  both.add(second)
  return both
}

function statistics(histogram: Histogram): Statistics | undefined {
  if (histogram.count === 0) return undefined
  return {
    SampleCount: histogram.count,
    Average: histogram.mean,
    Minimum: histogram.min,
    Maximum: histogram.max,
    p50: histogram.quantile(0.5),
    p90: histogram.quantile(0.9),
    p99: histogram.quantile(0.99),
  }
}
