import { COUNT_STATISTICS, type FunctionDatapoint, type Statistics } from '../../measure/cloudwatch.ts'
import { durationText } from '../../report/duration.ts'
import { countText, percentText } from '../../report/number.ts'

/** A metric under CloudWatch's name, as it stands. */
export interface MetricRow {
  readonly name: keyof FunctionDatapoint
  readonly statistic: string
  /** Empty: no sample, where an alarm would see missing data and not 0. */
  readonly value: string
  readonly about: string
}

/** What each metric counts, in a sentence. */
const ABOUT: Readonly<Record<keyof FunctionDatapoint, string>> = {
  AsyncEventsReceived: 'Events that were accepted. Retries are not received again.',
  AsyncEventAge: 'How old events are at each dispatch, throttled ones too.',
  AsyncEventsDropped: 'Events given up, whether or not a queue took them.',
  DestinationDeliveryFailures: 'Records that a destination did not take.',
  DeadLetterErrors: 'Dropped events that the dead-letter queue did not take.',
  Invocations: 'Attempts that ran.',
  Errors: 'Attempts that ended in an error.',
  Throttles: 'Dispatches refused because no concurrency was free.',
  Duration: 'How long attempts ran.',
  ConcurrentExecutions: 'Most attempts at one moment.',
  RecursiveInvocationsDropped: 'Events stopped because a function called itself in a loop.',
  ProvisionedConcurrentExecutions: 'Most attempts at one moment in environments made ahead.',
  ProvisionedConcurrencyInvocations: 'Attempts in environments made ahead.',
  ProvisionedConcurrencySpilloverInvocations: 'Attempts on demand, because all environments made ahead were in use.',
  ProvisionedConcurrencyUtilization: 'Highest share of the environments made ahead that was in use.',
}

/** Metrics that are told only where there is something to tell: most functions never have them. */
const SELDOM: readonly (keyof FunctionDatapoint)[] = [
  'RecursiveInvocationsDropped',
  'ProvisionedConcurrentExecutions',
  'ProvisionedConcurrencyInvocations',
  'ProvisionedConcurrencySpilloverInvocations',
  'ProvisionedConcurrencyUtilization',
]

/** The metrics of a function as rows, in CloudWatch's words. */
export function metricRows(datapoint: FunctionDatapoint): MetricRow[] {
  const names = Object.keys(ABOUT) as (keyof FunctionDatapoint)[]
  return names
    .filter((name) => datapoint[name] !== undefined || !SELDOM.includes(name))
    .map((name) => {
      const value = datapoint[name]
      const statistic = COUNT_STATISTICS[name] ?? 'p50 · p99 · Maximum'
      return { name, statistic, value: valueText(name, value), about: ABOUT[name] }
    })
}

function valueText(name: keyof FunctionDatapoint, value: number | Statistics | undefined): string {
  if (value === undefined) return ''
  if (typeof value !== 'number') return [value.p50, value.p99, value.Maximum].map(durationText).join(' · ')
  return name === 'ProvisionedConcurrencyUtilization' ? percentText(value, 1) : countText(value)
}
