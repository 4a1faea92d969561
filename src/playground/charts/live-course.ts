import { type CourseColumn, courseOf, withPeriods } from '../../measure/course.ts'
import { merged } from '../../measure/transition-series.ts'
import type { Playback } from '../playback/playback.ts'

/** Periods of an axis, at most: a chart is some hundred pixels wide. */
const MOST_PERIODS = 180

/** What the charts show over time, by period. */
export type LiveColumn = CourseColumn | 'attempts' | 'errors'

/** How a run went up to now. */
export interface LiveCourse {
  /** Length of a period in milliseconds. */
  readonly periodMs: number
  /** By period, all of one length; the last one is not over yet. `oldestMs` is NaN where nothing was dispatched. */
  readonly columns: Readonly<Record<LiveColumn, Float64Array>>
}

/**
 * How a run went up to now, all functions together. The run itself does not notice.
 *
 * @param spanMs where the axis of time ends: periods follow it, and not how far the run is
 */
export function liveCourse({ simulation, series }: Playback, spanMs: number): LiveCourse {
  simulation.metrics.close()
  let course = courseOf(simulation.metrics, series)
  while (course.periodMs * MOST_PERIODS < spanMs) course = withPeriods(course, course.periodMs * 2)
  const { periodMs, columns } = course
  const sums = (column: Float64Array) => {
    let longer = column
    for (let ownMs = series.periodMs; ownMs < periodMs; ownMs *= 2) longer = merged(longer, 'sum')
    const rest = new Float64Array(columns.backlog.length)
    rest.set(longer.subarray(0, rest.length))
    return rest
  }
  return { periodMs, columns: { ...columns, attempts: sums(series.attempts), errors: sums(series.errors) } }
}
