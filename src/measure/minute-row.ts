import type { AccountDatapoint, FunctionDatapoint, Statistics } from './cloudwatch.ts'

interface RowHead {
  /** Begin of the minute: ISO 8601, UTC. */
  readonly Timestamp: string
  /** The same in simulated milliseconds from 0; below 0 where the run began within the minute. */
  readonly atMs: number
}

export interface FunctionMinute extends RowHead, FunctionDatapoint {
  readonly FunctionName: string
}

/** The row of the account: it has no `FunctionName`, as the metrics have no dimension. */
export interface AccountMinute extends RowHead, AccountDatapoint {
  readonly FunctionName?: undefined
}

export type MinuteRow = FunctionMinute | AccountMinute

const STATISTICS = ['SampleCount', 'Average', 'Minimum', 'Maximum', 'p50', 'p90', 'p99'] as const

/** Columns in order; those with two names are a statistic of a metric. */
const COLUMNS: readonly (readonly [name: string, statistic?: keyof Statistics])[] = [
  ['Timestamp'],
  ['atMs'],
  ['FunctionName'],
  ['AsyncEventsReceived'],
  ...STATISTICS.map((statistic) => ['AsyncEventAge', statistic] as const),
  ['AsyncEventsDropped'],
  ['DestinationDeliveryFailures'],
  ['DeadLetterErrors'],
  ['Invocations'],
  ['Errors'],
  ['Throttles'],
  ...STATISTICS.map((statistic) => ['Duration', statistic] as const),
  ['ConcurrentExecutions'],
  ['RecursiveInvocationsDropped'],
  ['ProvisionedConcurrentExecutions'],
  ['ProvisionedConcurrencyInvocations'],
  ['ProvisionedConcurrencySpilloverInvocations'],
  ['ProvisionedConcurrencyUtilization'],
  ['UnreservedConcurrentExecutions'],
  ['ClaimedAccountConcurrency'],
]

/** First line of a CSV file of rows: `…,AsyncEventAge.Average,…`. */
export const MINUTE_CSV_HEADER = COLUMNS.map((column) => column.join('.')).join(',')

/** A row as a line of CSV. A metric without a sample is an empty field, and so is the account's `FunctionName`. */
export function minuteCsvLine(row: MinuteRow): string {
  const fields = row as unknown as Readonly<Record<string, unknown>>
  return COLUMNS.map(([name, statistic]) => {
    const field = fields[name]
    const value = statistic === undefined ? field : (field as Statistics | undefined)?.[statistic]
    return value === undefined ? '' : String(value)
  }).join(',')
}

/** A row as a line of JSON. A metric without a sample is left out. */
export function minuteJsonLine(row: MinuteRow): string {
  return JSON.stringify(row)
}
