import type { TimeSeries } from '../measure/time-series.ts'
import { axis } from './axis.ts'
import { changeLines, changeMarks } from './change-marks.ts'
import { Clock } from './clock.ts'
import { Instants, isOffMidnight } from './instant.ts'
import { countText } from './number.ts'
import { cutInside } from './prose.ts'
import { busyQueues } from './queues.ts'
import type { Report } from './report.ts'
import { resample, sparkline } from './sparkline.ts'
import { type Style, WIDTH } from './style.ts'

/** Most columns of a chart. */
const COLUMNS = 40
/** Columns that a peak behind its chart takes; where there are fewer it stands below. */
const PEAK_COLUMNS = 29
const LABEL_COLUMNS = 9

/**
 * Backlog, running attempts and the depths of queues over time, from the start to the end of the last event, with their
 * peaks; and when something changed.
 */
export function charts(report: Report, style: Style): string[] {
  const { result, series, depths } = report
  const { colours, glyphs, width = WIDTH } = style
  const spanMs = result.endedAt
  if (spanMs <= 0 || (result.total.received === 0 && !result.total.synchronous?.calls)) return []
  const clock = new Clock(spanMs)
  const columns = Math.min(COLUMNS, width - 2 - LABEL_COLUMNS)
  const isBeside = width >= 2 + LABEL_COLUMNS + columns + PEAK_COLUMNS
  const line = (label: string, values: Float64Array, peak: string, { length, periodMs }: TimeSeries = series) => {
    const cells = resample(values.subarray(0, length), periodMs, spanMs, columns)
    const chart = `  ${label.padEnd(LABEL_COLUMNS)}${colours.cyan(sparkline(cells, glyphs))}`
    return isBeside ? [`${chart}  ${peak}`] : [chart, `${''.padEnd(2 + LABEL_COLUMNS)}${peak}`]
  }
  const changes = result.changes ?? []
  const marks = changeMarks(changes, spanMs, columns, style)
  return [
    ...line('backlog', series.backlog, backlogPeak(report)),
    ...line('running', series.running, runningPeak(report)),
    ...busyQueues(report).flatMap(({ arn, name, result: { depth } }) => {
      const own = depths?.get(arn)
      const peak = depth.max > 0 ? `peak ${countText(depth.max)} at ${clock.floor(depth.atMs)}` : 'none'
      return own ? line(cutInside(name, LABEL_COLUMNS - 1, glyphs.more), own.backlog, peak, own) : []
    }),
    ...(marks === '' ? [] : [`  ${'changes'.padEnd(LABEL_COLUMNS)}${colours.yellow(marks)}`]),
    ...axisLines(report, columns, isBeside, style),
    ...changeLines(changes, spanMs, style),
  ]
}

/** The most events that waited at one moment, and when that was first so: `peak 3,758 at 02:03`. */
export function backlogPeak({ result }: Report): string {
  const { max, atMs } = result.total.backlog
  return max > 0 ? `peak ${countText(max)} at ${new Clock(result.endedAt).floor(atMs)}` : 'none'
}

/** The most attempts that ran at one moment, of as many as could: `peak 33 of 50 at 02:10`. */
export function runningPeak({ result, scenario, series }: Report): string {
  const { max } = result.total.concurrency
  if (max === 0) return 'none'
  const busiest = series.running.subarray(0, series.length).indexOf(max)
  const since = busiest < 0 ? '' : ` at ${new Clock(result.endedAt).floor(busiest * series.periodMs)}`
  return `peak ${countText(max)} of ${countText(limitOf(scenario))}${since}`
}

/** The axis, and what its 0 is on the clock, where that is not midnight: `explain` tells times of the clock. */
function axisLines(
  { result, scenario }: Report,
  columns: number,
  isBeside: boolean,
  { colours, width = WIDTH }: Style,
): string[] {
  const indent = ''.padEnd(2 + LABEL_COLUMNS)
  const line = axis(result.endedAt, columns, width - indent.length)
  const drawn = `${indent}${colours.dim(line)}`.trimEnd()
  if (!isOffMidnight(scenario.startMs)) return [drawn]
  const start = `0 is ${new Instants(scenario.startMs).second(0)} UTC`
  // The last label may stand beyond the last column.
  const gap = Math.max(2, columns + 2 - line.length)
  return isBeside ? [`${drawn}${' '.repeat(gap)}${colours.dim(start)}`] : [drawn, `${indent}${colours.dim(start)}`]
}

/** Most attempts that could run at once, at any time. */
function limitOf({ account, changes, functions }: Report['scenario']): number {
  let [only] = functions.length === 1 ? functions : []
  let limit = only?.reservedConcurrency ?? account.concurrency
  for (const change of changes) {
    only = only && (change.functions.find(({ name }) => name === only?.name) ?? only)
    limit = Math.max(limit, only?.reservedConcurrency ?? change.accountConcurrency)
  }
  return limit
}
