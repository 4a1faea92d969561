import type { CsvTable } from './csv.ts'
import { buildDistribution, type QuantilePoint } from './distribution.ts'
import type { Problem } from './problem.ts'

/** Columns of quantiles in milliseconds: `p0_ms`, `p99_ms`, `p99.9_ms`, `p100_ms`. */
const QUANTILE_COLUMN = /^p(100|\d{1,2}(?:\.\d+)?)_ms$/

/** The rows of a table as distributions, one each: quantiles from `p0_ms` to `p100_ms`; other columns are passed over. */
export function poolRowsOf(table: CsvTable, problems: Problem[]): QuantilePoint[][] {
  const columns = table.columns
    .flatMap((name, column) => {
      const percent = QUANTILE_COLUMN.exec(name)?.[1]
      return percent === undefined ? [] : [{ column, probability: Number(`${percent}e-2`) }]
    })
    .sort((a, b) => a.probability - b.probability)
  if (columns[0]?.probability !== 0 || columns.at(-1)?.probability !== 1) {
    const expected = `expected columns of quantiles from p0_ms to p100_ms, got ${table.columns.join(', ')}`
    if (table.columns.length > 0) problems.push(table.problem('header', expected))
    return []
  }
  const rows: QuantilePoint[][] = []
  for (let row = 0; row < table.size; row++) {
    const wrong = columns.find(({ column }) => !(table.number(row, column) >= 0))
    if (wrong) {
      problems.push(table.unexpected(row, wrong.column, 'a number of milliseconds, 0 or more,'))
      continue
    }
    const points = columns.map(({ column, probability }): QuantilePoint => [probability, table.number(row, column)])
    try {
      buildDistribution({ kind: 'quantiles', points })
      rows.push(points)
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      problems.push(table.problem(row, error.message))
    }
  }
  if (table.size === 0) problems.push(table.problem('header', 'expected at least one row, got none'))
  return rows
}
