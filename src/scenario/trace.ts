import type { MinuteCounts } from './arrival-spec.ts'
import type { CsvTable } from './csv.ts'
import type { Problem } from './problem.ts'

/** A minute of 2²⁴ events is 280,000 a second, far beyond any account; more is a mistake in the file. */
const MAXIMUM_COUNT = 2 ** 24
const MAXIMUM_MINUTE = 2 ** 31 - 1

const COLUMNS = ['function', 'minute', 'invocations'] as const

/** Counts per minute of many functions, by name, in the order of the file. */
export type Trace = ReadonlyMap<string, MinuteCounts>

/** Reads a table with the columns `function`, `minute` (from 0) and `invocations`, rows in any order. */
export function traceOf(table: CsvTable, problems: Problem[]): Trace {
  const [functionColumn, minuteColumn, countColumn] = COLUMNS.map((name) => table.column(name)) as [
    number,
    number,
    number,
  ]
  if (Math.min(functionColumn, minuteColumn, countColumn) < 0) {
    const expected = `expected the columns ${COLUMNS.join(', ')}, got ${table.columns.join(', ')}`
    if (table.columns.length > 0) problems.push(table.problem('header', expected))
    return new Map()
  }
  const series = new Map<string, Series>()
  let name = ''
  let own: Series | undefined
  for (let row = 0; row < table.size; row++) {
    const minute = table.whole(row, minuteColumn)
    const count = table.whole(row, countColumn)
    if (!(minute >= 0 && minute <= MAXIMUM_MINUTE)) {
      problems.push(table.unexpected(row, minuteColumn, 'a whole number, 0 or more,'))
      continue
    }
    if (!(count >= 0 && count <= MAXIMUM_COUNT)) {
      problems.push(table.unexpected(row, countColumn, `a whole number from 0 to ${MAXIMUM_COUNT}`))
      continue
    }
    if (own === undefined || !table.cellIs(row, functionColumn, name)) {
      name = table.cell(row, functionColumn)
      own = series.get(name) ?? { minutes: [], counts: [], rows: [], lastMinute: -1, ascends: true }
      series.set(name, own)
    }
    own.ascends &&= minute > own.lastMinute
    own.lastMinute = minute
    own.minutes.push(minute)
    own.counts.push(count)
    own.rows.push(row)
  }
  const repeated = (row: number) => problems.push(table.unexpected(row, minuteColumn, 'each minute of a function once'))
  return new Map([...series].map(([key, own]) => [key, minuteCounts(own, repeated)]))
}

/** The rows of one function, in the order of the file. */
interface Series {
  readonly minutes: number[]
  readonly counts: number[]
  readonly rows: number[]
  lastMinute: number
  ascends: boolean
}

/** The counts of one function by minute; minutes without events are left out. */
function minuteCounts(series: Series, repeated: (row: number) => void): MinuteCounts {
  const { minutes, counts, rows } = series
  if (series.ascends && counts.every((count) => count > 0)) {
    return { minutes: Int32Array.from(minutes), counts: Int32Array.from(counts) }
  }
  const order = [...minutes.keys()].sort((a, b) => minutes[a]! - minutes[b]! || a - b)
  for (const [place, at] of order.entries()) {
    if (place > 0 && minutes[order[place - 1]!] === minutes[at]) repeated(rows[at]!)
  }
  const kept = order.filter((at) => counts[at]! > 0)
  return {
    minutes: Int32Array.from(kept, (at) => minutes[at]!),
    counts: Int32Array.from(kept, (at) => counts[at]!),
  }
}

/** Events of a function's counts, and the end of its last minute with any, in ms. */
export function extentOf({ minutes, counts }: MinuteCounts): { readonly events: number; readonly endMs: number } {
  return {
    events: counts.reduce((sum, count) => sum + count, 0),
    endMs: minutes.length > 0 ? (minutes[minutes.length - 1]! + 1) * 60_000 : 0,
  }
}
