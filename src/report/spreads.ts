import type { FunctionResult } from '../scenario/result.ts'
import { durationText } from './duration.ts'
import type { Style } from './style.ts'

type Samples = (total: FunctionResult) => number

/** Label, key, and what there has to be some of for the row to mean anything. */
const ROWS: readonly (readonly [string, 'eventAge' | 'completion' | 'duration', Samples])[] = [
  ['age at dispatch', 'eventAge', ({ attempts, throttles, systemErrors }) => attempts + throttles + systemErrors],
  ['completion', 'completion', ({ received, pending }) => received - pending],
  ['duration', 'duration', ({ attempts }) => attempts],
]
const COLUMNS = ['p50', 'p90', 'p99', 'max'] as const
const LABEL_COLUMNS = 17
const CELL_COLUMNS = 12

/** The table of percentiles: age at each dispatch, acceptance to end, and duration of attempts. */
export function spreadsTable(total: FunctionResult, { colours }: Style): string[] {
  const head = ''.padEnd(LABEL_COLUMNS) + COLUMNS.map((name) => name.padStart(CELL_COLUMNS)).join('')
  return [
    `  ${colours.dim(head)}`,
    ...ROWS.map(([label, key, samples]) => {
      const isEmpty = samples(total) === 0
      const cells = COLUMNS.map((name) => (isEmpty ? '-' : durationText(total[key][name])).padStart(CELL_COLUMNS))
      return `  ${label.padEnd(LABEL_COLUMNS)}${cells.join('')}`
    }),
  ]
}
