import type { CsvTable } from './csv.ts'

/** Only the rows that have these values in these columns: numbers are compared as numbers, texts as texts. */
export type RowConditions = Readonly<Record<string, string | number>>

/** The rows of a table that fulfil all conditions, in their order. All columns that are named must be there. */
export function* chosenRows(table: CsvTable, where: RowConditions): Generator<number, void> {
  const conditions = Object.entries(where).map(([name, value]) => ({ column: table.column(name), value }))
  for (let row = 0; row < table.size; row++) {
    const isChosen = conditions.every(({ column, value }) =>
      typeof value === 'number' ? table.number(row, column) === value : table.cellIs(row, column, value),
    )
    if (isChosen) yield row
  }
}

/** What rows were asked for, at the end of a sentence: ` with kind = a and cold = 0`. */
export function conditionsText(where: RowConditions): string {
  const conditions = Object.entries(where).map(([name, value]) => `${name} = ${value}`)
  return conditions.length > 0 ? ` with ${conditions.join(' and ')}` : ''
}
