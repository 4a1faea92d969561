import type { FunctionResult } from '../scenario/result.ts'
import { durationText } from './duration.ts'
import { type Style, WIDTH } from './style.ts'

export interface SpreadRow {
  readonly label: string
  /** The label where there is no room for it. */
  readonly brief: string
  readonly key: 'eventAge' | 'completion' | 'duration'
  /** What there has to be some of for the row to mean anything. */
  readonly samples: (total: FunctionResult) => number
}

export const SPREAD_ROWS: readonly SpreadRow[] = [
  {
    label: 'age at dispatch',
    brief: 'age',
    key: 'eventAge',
    samples: ({ attempts, throttles, systemErrors }) => attempts + throttles + systemErrors,
  },
  {
    label: 'completion',
    brief: 'completion',
    key: 'completion',
    samples: ({ received, pending }) => received - pending,
  },
  { label: 'duration', brief: 'duration', key: 'duration', samples: ({ attempts }) => attempts },
]
export const SPREAD_COLUMNS = ['p50', 'p90', 'p99', 'max'] as const
const LABEL_COLUMNS = 17
const CELL_COLUMNS = 12
const NARROW_LABEL_COLUMNS = 3
const NARROW_CELL_COLUMNS = 11

/**
 * The table of percentiles: age at each dispatch, acceptance to end, and duration of attempts. On a narrow terminal its
 * rows are columns.
 */
export function spreadsTable(total: FunctionResult, { colours, width = WIDTH }: Style): string[] {
  const cell = (row: SpreadRow, name: (typeof SPREAD_COLUMNS)[number]) => spreadText(row, name, total)
  const isWide = width >= 2 + LABEL_COLUMNS + SPREAD_COLUMNS.length * CELL_COLUMNS
  const [labelColumns, cellColumns] = isWide
    ? [LABEL_COLUMNS, CELL_COLUMNS]
    : [NARROW_LABEL_COLUMNS, NARROW_CELL_COLUMNS]
  const line = (label: string, cells: readonly string[]) =>
    `${label.padEnd(labelColumns)}${cells.map((text) => text.padStart(cellColumns)).join('')}`
  const [head, lines] = isWide
    ? [
        SPREAD_COLUMNS,
        SPREAD_ROWS.map((row) =>
          line(
            row.label,
            SPREAD_COLUMNS.map((name) => cell(row, name)),
          ),
        ),
      ]
    : [
        SPREAD_ROWS.map(({ brief }) => brief),
        SPREAD_COLUMNS.map((name) =>
          line(
            name,
            SPREAD_ROWS.map((row) => cell(row, name)),
          ),
        ),
      ]
  return [`  ${colours.dim(line('', head))}`, ...lines.map((each) => `  ${each}`)]
}

/** One percentile of a row; a dash where there is nothing that it could be of. */
export function spreadText(
  { key, samples }: SpreadRow,
  name: (typeof SPREAD_COLUMNS)[number],
  total: FunctionResult,
): string {
  return samples(total) === 0 ? '-' : durationText(total[key][name])
}
