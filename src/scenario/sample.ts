import type { CsvTable } from './csv.ts'
import type { Problem } from './problem.ts'

/** Which cells of a table are a sample. */
export interface SampleChoice {
  readonly column: string
  /** What the numbers are multiplied with. */
  readonly factor: number
  /** Only the rows that have these values in these columns: numbers are compared as numbers, texts as texts. */
  readonly where: Readonly<Record<string, string | number>>
}

/** The numbers of a column, ascending, each times the factor. All columns that are named must be there. */
export function sampleOf(table: CsvTable, { column, factor, where }: SampleChoice, problems: Problem[]): Float64Array {
  const conditions = Object.entries(where).map(([name, value]) => ({ at: table.column(name), value }))
  const isChosen = (row: number) =>
    conditions.every(({ at, value }) =>
      typeof value === 'number' ? table.number(row, at) === value : table.cellIs(row, at, value),
    )
  const at = table.column(column)
  const values: number[] = []
  for (let row = 0; row < table.size; row++) {
    if (!isChosen(row)) continue
    const value = table.number(row, at)
    if (value >= 0 && value < Number.POSITIVE_INFINITY) values.push(value * factor)
    else problems.push(table.unexpected(row, at, 'a number of 0 or more,'))
  }
  return Float64Array.from(values).sort()
}
