import { axis } from './axis.ts'
import { Clock } from './clock.ts'
import { countText } from './number.ts'
import type { Report } from './report.ts'
import { resample, sparkline } from './sparkline.ts'
import type { Style } from './style.ts'

const COLUMNS = 40
const LABEL_COLUMNS = 9

/** Backlog and running attempts over time, from the start to the end of the last event, with their peaks. */
export function charts({ result, scenario, series }: Report, { colours, glyphs }: Style): string[] {
  const spanMs = result.endedAt
  if (spanMs <= 0 || result.total.received === 0) return []
  const clock = new Clock(spanMs)
  const line = (label: string, values: Float64Array, peak: string) => {
    const cells = resample(values.subarray(0, series.length), series.periodMs, spanMs, COLUMNS)
    return `  ${label.padEnd(LABEL_COLUMNS)}${colours.cyan(sparkline(cells, glyphs))}  ${peak}`.trimEnd()
  }
  const { backlog, concurrency } = result.total
  const busiest = series.running.subarray(0, series.length).indexOf(concurrency.max)
  const of = `${countText(concurrency.max)} of ${countText(limitOf(scenario))}`
  const since = busiest < 0 ? '' : ` at ${clock.floor(busiest * series.periodMs)}`
  return [
    line(
      'backlog',
      series.backlog,
      backlog.max > 0 ? `peak ${countText(backlog.max)} at ${clock.floor(backlog.atMs)}` : 'none',
    ),
    line('running', series.running, concurrency.max > 0 ? `peak ${of}${since}` : 'none'),
    `  ${''.padEnd(LABEL_COLUMNS)}${colours.dim(axis(spanMs, COLUMNS))}`.trimEnd(),
  ]
}

/** Most attempts that could run at once. */
function limitOf({ account, functions }: Report['scenario']): number {
  const [only] = functions.length === 1 ? functions : []
  return only?.reservedConcurrency ?? account.concurrency
}
