import type { AccountDatapoint, FunctionDatapoint } from '../../measure/cloudwatch.ts'
import type { MinuteRow } from '../../measure/minute-row.ts'
import { type Column, MOMENT, NUMBER, TEXT, WHOLE } from './column.ts'
import type { Row } from './parquet-file.ts'

const STATISTICS: Column = {
  kind: 'struct',
  columns: {
    SampleCount: WHOLE,
    Average: NUMBER,
    Minimum: NUMBER,
    Maximum: NUMBER,
    p50: NUMBER,
    p90: NUMBER,
    p99: NUMBER,
  },
}

type MinuteColumn = 'Timestamp' | 'atMs' | 'FunctionName' | keyof FunctionDatapoint | keyof AccountDatapoint

/** Of a file of series: the keys of a line of JSON, of functions and of the account. */
export const MINUTE_COLUMNS: Readonly<Record<MinuteColumn, Column>> = {
  Timestamp: MOMENT,
  atMs: NUMBER,
  FunctionName: TEXT,
  AsyncEventsReceived: WHOLE,
  AsyncEventAge: STATISTICS,
  AsyncEventsDropped: WHOLE,
  DestinationDeliveryFailures: WHOLE,
  DeadLetterErrors: WHOLE,
  Invocations: WHOLE,
  Errors: WHOLE,
  Throttles: WHOLE,
  Duration: STATISTICS,
  ConcurrentExecutions: WHOLE,
  RecursiveInvocationsDropped: WHOLE,
  ProvisionedConcurrentExecutions: WHOLE,
  ProvisionedConcurrencyInvocations: WHOLE,
  ProvisionedConcurrencySpilloverInvocations: WHOLE,
  ProvisionedConcurrencyUtilization: NUMBER,
  UnreservedConcurrentExecutions: WHOLE,
  ClaimedAccountConcurrency: WHOLE,
}

export function minuteRow(row: MinuteRow): Row {
  return { ...row, Timestamp: new Date(row.Timestamp) }
}
