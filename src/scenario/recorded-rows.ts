import type { RecordedRows } from './arrival-spec.ts'
import type { CsvTable } from './csv.ts'
import type { Problem } from './problem.ts'
import { chosenRows, type RowConditions } from './row-conditions.ts'

/** Which columns of a table say what of recorded events, and which rows count. All columns must be there. */
export interface RecordedChoice {
  readonly time: string
  readonly duration: string | undefined
  readonly failures: string | undefined
  /** Milliseconds in one of each column's unit. */
  readonly timeUnitMs: number
  readonly durationUnitMs: number
  readonly where: RowConditions
}

const MAXIMUM_FAILURES = 255

/** The chosen rows of a table in order of time; equal times in the order of the file. There may be none. */
export function recordedRowsOf(table: CsvTable, choice: RecordedChoice, problems: Problem[]): RecordedRows {
  const cells = (name: string | undefined, expected: string, holds: (value: number) => boolean) => {
    const column = name === undefined ? -1 : table.column(name)
    return (row: number): number => {
      if (column < 0) return 0
      const value = table.number(row, column)
      if (!holds(value)) problems.push(table.unexpected(row, column, expected))
      return value
    }
  }
  const isLength = (value: number) => value >= 0 && value < Number.POSITIVE_INFINITY
  const isCount = (value: number) => Number.isInteger(value) && value >= 0 && value <= MAXIMUM_FAILURES
  const time = cells(choice.time, 'a number of 0 or more,', isLength)
  const duration = cells(choice.duration, 'a number of 0 or more,', isLength)
  const failures = cells(choice.failures, `a whole number from 0 to ${MAXIMUM_FAILURES}`, isCount)
  const rows: { timeMs: number; durationMs: number; failures: number }[] = []
  for (const row of chosenRows(table, choice.where)) {
    const timeMs = time(row) * choice.timeUnitMs
    rows.push({ timeMs, durationMs: duration(row) * choice.durationUnitMs, failures: failures(row) })
  }
  rows.sort((a, b) => a.timeMs - b.timeMs)
  return {
    timesMs: Float64Array.from(rows, (row) => row.timeMs),
    durationsMs: choice.duration === undefined ? undefined : Float64Array.from(rows, (row) => row.durationMs),
    failures: choice.failures === undefined ? undefined : Uint8Array.from(rows, (row) => row.failures),
  }
}
