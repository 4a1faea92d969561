import { Counter, Gauge, Registry } from 'prom-client'
import {
  COUNT_STATISTICS,
  type FunctionDatapoint,
  functionDatapoint,
  type Statistics,
} from '../../measure/cloudwatch.ts'
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
 * What was measured since the endpoint started, in Prometheus's text format under CloudWatch's names. Sums are counters,
 * maxima are gauges; a metric of times has one line for each statistic, named by the label `Statistic`.
 */
export async function prometheusText(worlds: readonly World[]): Promise<{ text: string; contentType: string }> {
  const registry = new Registry()
  const show = new Map(Object.keys(HELP).map((name) => [name, metric(registry, name as keyof FunctionDatapoint)]))
  for (const { place, metrics, functionNames } of worlds) {
    for (const [index, measured] of metrics.functions.entries()) {
      const labels = { AccountId: place.account, Region: place.region, FunctionName: functionNames[index]! }
      for (const [name, value] of Object.entries(functionDatapoint(measured))) {
        if (value !== undefined) show.get(name)!(labels, value as never)
      }
    }
  }
  return { text: await registry.metrics(), contentType: registry.contentType }
}

type Labels = Readonly<Record<string, string>>

/** A metric of the registry. @returns how a function's value is shown in it */
function metric(registry: Registry, name: keyof FunctionDatapoint) {
  const labelNames = ['AccountId', 'Region', 'FunctionName']
  const settings = { name, help: HELP[name], registers: [registry] }
  const statistic = COUNT_STATISTICS[name]
  if (statistic === 'Sum') {
    const counter = new Counter({ ...settings, labelNames })
    return (labels: Labels, value: number) => counter.inc(labels, value)
  }
  if (statistic === 'Maximum') {
    const gauge = new Gauge({ ...settings, labelNames })
    return (labels: Labels, value: number) => gauge.set(labels, value)
  }
  const gauge = new Gauge({ ...settings, labelNames: [...labelNames, 'Statistic'] })
  return (labels: Labels, value: Statistics) => {
    for (const Statistic of STATISTICS) gauge.set({ ...labels, Statistic }, value[Statistic])
  }
}
