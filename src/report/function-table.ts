import type { RunResult } from '../scenario/result.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { durationText } from './duration.ts'
import { type FunctionRow, functionRow, sumRow } from './function-row.ts'
import { briefCountText, countOf, meanText, moneyText, percentText } from './number.ts'
import { cut } from './prose.ts'
import type { Report } from './report.ts'
import { type Style, WIDTH } from './style.ts'

interface Column {
  readonly head: string
  /** Whether it tells something of a row. A column that does so of none is left out. */
  readonly tells: (row: FunctionRow) => boolean
  readonly cell: (row: FunctionRow) => string
}

const COLUMNS = {
  events: { head: 'events', tells: () => true, cell: ({ events }) => briefCountText(events) },
  calls: { head: 'calls', tells: ({ calls }) => calls > 0, cell: ({ calls }) => briefCountText(calls) },
  refused: {
    head: 'refused',
    tells: ({ refused }) => refused > 0,
    cell: ({ refused, calls }) => (calls === 0 ? '-' : percentText(refused, calls)),
  },
  dropped: {
    head: 'dropped',
    tells: ({ dropped }) => dropped > 0,
    cell: ({ dropped, events }) => (events === 0 ? '-' : percentText(dropped, events)),
  },
  attempts: {
    head: 'attempts',
    tells: ({ attempts, events }) => attempts !== events,
    cell: ({ attempts }) => briefCountText(attempts),
  },
  errors: {
    head: 'errors',
    tells: ({ errors }) => errors > 0,
    cell: ({ errors, attempts }) => (attempts === 0 ? '-' : percentText(errors, attempts)),
  },
  throttles: {
    head: 'throttles',
    tells: ({ throttles }) => throttles > 0,
    cell: ({ throttles }) => briefCountText(throttles),
  },
  age: {
    head: 'age p99',
    tells: ({ ageMs = 0 }) => ageMs > 0,
    cell: ({ ageMs, running }) => {
      if (ageMs !== undefined) return durationText(ageMs)
      // Of several functions together nothing tells it.
      return running === undefined ? '' : '-'
    },
  },
  running: {
    head: 'running',
    tells: ({ running = 0 }) => running > 0,
    cell: ({ running, reserved }) =>
      running === undefined
        ? ''
        : briefCountText(running) + (reserved === undefined ? '' : ` of ${briefCountText(reserved)}`),
  },
  mean: {
    head: 'mean',
    tells: ({ meanRunning }) => meanRunning > 0,
    cell: ({ meanRunning }) => meanText(meanRunning),
  },
  environments: {
    head: 'environments',
    tells: ({ environments, running }) => environments !== running,
    cell: ({ environments }) => (environments === undefined ? '' : briefCountText(environments)),
  },
  cold: {
    head: 'cold',
    tells: ({ coldStarts }) => coldStarts > 0,
    cell: ({ coldStarts }) => briefCountText(coldStarts),
  },
  cost: { head: 'US $', tells: ({ usd }) => usd > 0, cell: ({ usd }) => moneyText(usd).replace('$ ', '') },
} satisfies Record<string, Column>

/** What a table gives up last comes first: where the events went and why, then what it took. */
const BY_WEIGHT = [
  COLUMNS.events,
  COLUMNS.dropped,
  COLUMNS.calls,
  COLUMNS.refused,
  COLUMNS.throttles,
  COLUMNS.errors,
  COLUMNS.running,
  COLUMNS.cost,
  COLUMNS.cold,
  COLUMNS.age,
  COLUMNS.attempts,
  COLUMNS.mean,
  COLUMNS.environments,
] as const

/** Functions with a row of their own. */
const SHOWN = 8
const GAP = 2

/** How many of a scenario's functions have no row of their own. */
export function leftOut({ functions }: RunResult): number {
  const count = Object.keys(functions).length
  // A single one left over takes the same line as its sum would.
  return count <= SHOWN + 1 ? 0 : count - SHOWN
}

/**
 * The functions of a run, those with most drops first, the others together, and all, with the columns that tell something.
 *
 * @param most functions that have a row of their own
 */
export function functionCells({ result, scenario }: Pick<Report, 'result' | 'scenario'>, most: number) {
  const rows = sortedRows(result, scenario)
  const columns = Object.values(COLUMNS).filter(({ tells }) => rows.some(tells))
  const others = rows.slice(most)
  const sums = [
    ...(others.length > 0 ? [sumRow(countOf(others.length, 'other'), others)] : []),
    functionRow('all', result.total),
  ]
  return {
    head: ['function', ...columns.map(({ head }) => head)],
    rows: [...rows.slice(0, most), ...sums].map((row) => [row.name, ...columns.map(({ cell }) => cell(row))]),
  }
}

function sortedRows({ functions }: RunResult, scenario: Scenario): FunctionRow[] {
  return Object.entries(functions)
    .map(([name, each]) => functionRow(name, each, reservedOf(name, scenario)))
    .sort((a, b) => b.dropped - a.dropped || b.events + b.calls - (a.events + a.calls))
}

/**
 * The functions with most drops, then most events and calls, a row each; the others together, and all. As many columns as fit,
 * those without which one understands least first. Empty for a single function.
 */
export function functionTable({ result, scenario }: Report, { colours, glyphs, width = WIDTH }: Style): string[] {
  const all = sortedRows(result, scenario)
  if (all.length < 2) return []
  const sorted = [...all]
  const others = sorted.splice(sorted.length - leftOut(result))
  const sums = [
    ...(others.length > 0 ? [sumRow(`${glyphs.more} ${countOf(others.length, 'other')}`, others)] : []),
    functionRow('all', result.total),
  ]
  const rows = [...sorted, ...sums]
  const longest = (names: readonly string[]) => Math.max(...names.map((name) => name.length))
  const longestName = longest(['function', ...rows.map(({ name }) => name)])
  // Names of functions that a quarter of the width cannot hold get what the figures leave.
  const shortestName = Math.max(longest(['function', ...sums.map(({ name }) => name)]), Math.floor(width / 4))
  const columns = fitting(all, rows, width - 2 - Math.min(longestName, shortestName))
  const taken = columns.reduce((sum, column) => sum + GAP + columnWidth(column, rows), 0)
  const nameColumns = Math.min(longestName, width - 2 - taken)
  const line = (name: string, text: (column: Column) => string) =>
    `${cut(name, nameColumns, glyphs.more).padEnd(nameColumns)}${columns
      .map((column) => ' '.repeat(GAP) + text(column).padStart(columnWidth(column, rows)))
      .join('')}`
  return [
    `  ${colours.dim(line('function', ({ head }) => head))}`,
    ...rows.map((row) => {
      const text = line(row.name, ({ cell }) => cell(row)).trimEnd()
      return `  ${row === sums.at(-1) ? colours.bold(text) : text}`
    }),
  ]
}

/** The columns that tell something and fit into some room, in the order in which they stand. */
function fitting(all: readonly FunctionRow[], rows: readonly FunctionRow[], room: number): Column[] {
  const chosen = new Set<Column>()
  for (const column of BY_WEIGHT) {
    const columns = GAP + columnWidth(column, rows)
    if (columns > room || !all.some(column.tells)) continue
    chosen.add(column)
    room -= columns
  }
  return Object.values(COLUMNS).filter((column) => chosen.has(column))
}

function columnWidth({ head, cell }: Column, rows: readonly FunctionRow[]): number {
  return Math.max(head.length, ...rows.map((row) => cell(row).length))
}

/** The most that a function had reserved; undefined where it shared the account's concurrency at any time. */
function reservedOf(name: string, { functions, changes }: Scenario): number | undefined {
  const specs = [functions, ...changes.map((change) => change.functions)].flatMap((each) =>
    each.filter((spec) => spec.name === name),
  )
  const reserved = specs.map(({ reservedConcurrency = Number.POSITIVE_INFINITY }) => reservedConcurrency)
  const most = Math.max(...reserved)
  return Number.isFinite(most) ? most : undefined
}
