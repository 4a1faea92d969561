import type { EventRecord } from '../../measure/event-record.ts'
import { type Column, NUMBER, TEXT, TRUTH, WHOLE } from './column.ts'

/** Of a file of records: the keys of a line of JSON. `record` is the invocation record as JSON text. */
export const RECORD_COLUMNS: Readonly<Record<keyof EventRecord | 'record', Column>> = {
  event: WHOLE,
  requestId: TEXT,
  function: TEXT,
  qualifier: TEXT,
  acceptedMs: NUMBER,
  firstStartMs: NUMBER,
  endedMs: NUMBER,
  condition: TEXT,
  attempts: WHOLE,
  retries: WHOLE,
  throttles: WHOLE,
  systemErrors: WHOLE,
  coldStarts: WHOLE,
  runMs: NUMBER,
  version: TEXT,
  discarded: TRUTH,
  deliveries: {
    kind: 'list',
    of: { kind: 'struct', columns: { side: TEXT, target: TEXT, delivered: TRUTH } },
  },
  record: TEXT,
}
