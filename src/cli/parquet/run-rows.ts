import type { Observer } from '../../engine/ports.ts'
import { Minutes } from '../../measure/minutes.ts'
import { EventRecords } from '../../measure/records.ts'
import type { OutputFile } from '../output-file.ts'
import { MINUTE_COLUMNS, minuteRow } from './minute-columns.ts'
import { ParquetFile, type Row } from './parquet-file.ts'
import { RECORD_COLUMNS } from './record-columns.ts'

/** What writes the rows of a run to a file, which is whole after `end`. */
export interface RowWriter {
  readonly observer: Observer & { close(): void }
  end(): void
}

/** Does what writes to the file. */
export type Attempt = (write: () => void) => void

/** Writes a row an event. */
export function recordRows(file: OutputFile, attempt: Attempt): RowWriter {
  return writer(new ParquetFile(file, RECORD_COLUMNS), attempt, (write) => {
    return new EventRecords((record, invocationRecord) => write({ ...record, record: invocationRecord }))
  })
}

/** Writes a row a minute of each function, and of the account. */
export function minuteRows(file: OutputFile, attempt: Attempt): RowWriter {
  return writer(new ParquetFile(file, MINUTE_COLUMNS), attempt, (write) => new Minutes((row) => write(minuteRow(row))))
}

function writer(
  parquet: ParquetFile,
  attempt: Attempt,
  observerOf: (write: (row: Row) => void) => RowWriter['observer'],
): RowWriter {
  return {
    observer: observerOf((row) => attempt(() => parquet.write(row))),
    end: () => parquet.end(),
  }
}
