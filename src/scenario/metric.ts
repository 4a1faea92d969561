import { DROP_CONDITIONS } from '../rules/condition.ts'
import type { DestinationResult, FunctionResult } from './result.ts'

/** What a metric counts in: a number of things, milliseconds, or US dollars and the like. */
export type Unit = 'count' | 'duration' | 'amount'

const SPREAD = { mean: 'duration', p50: 'duration', p90: 'duration', p99: 'duration', max: 'duration' } as const

/** The metrics of a function's result by their path, each with its unit. `dropped` alone is the sum of its conditions. */
export const METRICS: Readonly<Record<string, Unit>> = {
  received: 'count',
  succeeded: 'count',
  dropped: 'count',
  ...group('dropped', Object.fromEntries(DROP_CONDITIONS.map((condition) => [condition, 'count']))),
  discarded: 'count',
  pending: 'count',
  attempts: 'count',
  errors: 'count',
  throttles: 'count',
  systemErrors: 'count',
  ...group('deliveries', { onSuccess: 'count', onFailure: 'count', deadLetter: 'count' }),
  deliveryFailures: 'count',
  ...group('eventAge', SPREAD),
  ...group('completion', SPREAD),
  ...group('duration', SPREAD),
  ...group('concurrency', { mean: 'amount', max: 'count' }),
  ...group('environments', { mean: 'amount', max: 'count' }),
  ...group('backlog', { max: 'count', atMs: 'duration' }),
  coldStarts: 'count',
  ...group('cost', { requests: 'count', gbSeconds: 'amount', usd: 'amount' }),
  ...group('sideEffects', { attempts: 'count', events: 'count', repeated: 'count' }),
  ...group('synchronous', {
    calls: 'count',
    succeeded: 'count',
    errors: 'count',
    throttles: 'count',
    throttledShare: 'amount',
    systemErrors: 'count',
    notFound: 'count',
    pending: 'count',
    coldStarts: 'count',
    ...group('duration', SPREAD),
    ...group('response', SPREAD),
  }),
  ...group('provisioned', { invocations: 'count', spillover: 'count', utilization: 'amount' }),
}

/** The metrics of a target's result; all but the first two need a queue behind it. */
export const TARGET_METRICS: Readonly<Record<string, Unit>> = { received: 'count', failed: 'count' }
export const QUEUE_METRICS: Readonly<Record<string, Unit>> = {
  ...TARGET_METRICS,
  consumed: 'count',
  redriven: 'count',
  expired: 'count',
  ...group('depth', { max: 'count', atMs: 'duration', end: 'count' }),
  ...group('age', { mean: 'duration', max: 'duration' }),
}

function group(name: string, metrics: Readonly<Record<string, Unit>>): Record<string, Unit> {
  return Object.fromEntries(Object.entries(metrics).map(([metric, unit]) => [`${name}.${metric}`, unit]))
}

/** The value of a metric, by its path in the result; undefined where the result does not have it. */
export function metricOf(result: FunctionResult | DestinationResult, metric: string): number | undefined {
  if (metric === 'dropped')
    return Object.values((result as FunctionResult).dropped).reduce((sum, count) => sum + count, 0)
  const value = metric
    .split('.')
    .reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key], result)
  return value as number | undefined
}
