import { Gauge, Registry } from 'prom-client'
import { type FunctionDatapoint, functionDatapoint, type Statistics } from '../../measure/cloudwatch.ts'
import type { World } from '../world.ts'

const HELP: Readonly<Record<keyof FunctionDatapoint, string>> = {
  AsyncEventsReceived: 'Events that were accepted.',
  AsyncEventAge: 'Age of events at each dispatch, in milliseconds.',
  AsyncEventsDropped: 'Events that were given up.',
  DestinationDeliveryFailures: 'Records that no destination took.',
  DeadLetterErrors: 'Dead letters that no queue took.',
  Invocations: 'Runs of the code.',
  Errors: 'Runs that ended in a function error.',
  Throttles: 'Dispatches that were refused for concurrency.',
  Duration: 'Duration of runs, in milliseconds.',
  ConcurrentExecutions: 'Most attempts at one moment.',
  RecursiveInvocationsDropped: 'Events that were stopped as recursive.',
  ProvisionedConcurrencyInvocations: 'Runs on provisioned concurrency.',
  ProvisionedConcurrencySpilloverInvocations: 'Runs beside provisioned concurrency that was used up.',
  ProvisionedConcurrencyUtilization: 'Most of the provisioned concurrency in use at one moment, as a share.',
  ProvisionedConcurrentExecutions: 'Most runs on provisioned concurrency at one moment.',
}

const STATISTICS = ['SampleCount', 'Average', 'Minimum', 'Maximum', 'p50', 'p90', 'p99'] as const

/**
 * What was measured since the endpoint started, in Prometheus's text format under CloudWatch's names. Counts are
 * CloudWatch's statistic Sum; a metric of times has one line for each statistic, named by the label `Statistic`.
 */
export async function prometheusText(worlds: readonly World[]): Promise<{ text: string; contentType: string }> {
  const registry = new Registry()
  const gauges = new Map(Object.entries(HELP).map(([name, help]) => [name, gauge(registry, name, help)]))
  for (const { place, metrics, functionNames } of worlds) {
    for (const [index, measured] of metrics.functions.entries()) {
      const labels = { AccountId: place.account, Region: place.region, FunctionName: functionNames[index]! }
      for (const [name, value] of Object.entries(functionDatapoint(measured))) {
        if (value === undefined) continue
        if (typeof value === 'number') gauges.get(name)?.set(labels, value)
        else for (const statistic of STATISTICS) setStatistic(gauges.get(name)!, labels, statistic, value)
      }
    }
  }
  return { text: await registry.metrics(), contentType: registry.contentType }
}

function setStatistic(
  gauge: Gauge,
  labels: Readonly<Record<string, string>>,
  statistic: keyof Statistics,
  value: Statistics,
): void {
  gauge.set({ ...labels, Statistic: statistic }, value[statistic])
}

function gauge(registry: Registry, name: string, help: string): Gauge {
  const isOfTimes = name === 'Duration' || name === 'AsyncEventAge'
  const labelNames = ['AccountId', 'Region', 'FunctionName', ...(isOfTimes ? ['Statistic'] : [])]
  return new Gauge({ name, help, labelNames, registers: [registry] })
}
