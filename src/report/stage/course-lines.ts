import { countText } from '../number.ts'
import { resample, sparkline } from '../sparkline.ts'
import type { Style } from '../style.ts'
import type { Line } from './line.ts'
import type { Stage } from './stage.ts'

const LABEL_COLUMNS = 9
/** Columns that a count and the peak behind a chart take. */
const PEAK_COLUMNS = 27
/** Columns from which on there is room for them. */
const WIDE_COLUMNS = 60
const LONGEST_COLUMNS = 100

/** How many events waited and ran, from the start of the run on: what is still to come is empty. */
export function courseLines({ series, scenario, nowMs }: Stage, { glyphs }: Style, columns: number): Line[] {
  const spanMs = Math.max(nowMs, scenario.runLengthMs, series.periodMs)
  const room = columns - 1 - LABEL_COLUMNS - (columns >= WIDE_COLUMNS ? PEAK_COLUMNS : 0)
  const cells = Math.max(1, Math.min(LONGEST_COLUMNS, room))
  const begun = Math.min(cells, Math.floor((nowMs / spanMs) * cells) + 1)
  const line = (label: string, values: Float64Array): Line => {
    const course = values.subarray(0, series.length)
    const drawn = sparkline(resample(course, series.periodMs, spanMs, cells).slice(0, begun), glyphs)
    const peak = course.reduce((most, value) => Math.max(most, value), 0)
    const now = course.at(-1) ?? 0
    const told: Line = columns >= WIDE_COLUMNS ? [[`  now ${countText(now)}, peak ${countText(peak)}`, 'dim']] : []
    return [[` ${label.padEnd(LABEL_COLUMNS)}`], [drawn.padEnd(cells), 'cyan'], ...told]
  }
  return [line('backlog', series.backlog), line('running', series.running)]
}
