import type { CsvTable } from './csv.ts'
import type { Problem } from './problem.ts'
import { chosenRows, type RowConditions } from './row-conditions.ts'

/** Which cells of a table are a sample. */
export interface SampleChoice {
  readonly column: string
  /** What the numbers are multiplied with. */
  readonly factor: number
  readonly where: RowConditions
}

/** The numbers of a column, ascending, each times the factor. All columns that are named must be there. */
export function sampleOf(table: CsvTable, { column, factor, where }: SampleChoice, problems: Problem[]): Float64Array {
  const at = table.column(column)
  const values: number[] = []
  for (const row of chosenRows(table, where)) {
    const value = table.number(row, at)
    if (value >= 0 && value < Number.POSITIVE_INFINITY) values.push(value * factor)
    else problems.push(table.unexpected(row, at, 'a number of 0 or more,'))
  }
  return Float64Array.from(values).sort()
}
