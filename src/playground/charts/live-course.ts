import { type CourseColumn, courseOf } from '../../measure/course.ts'
import { merged } from '../../measure/transition-series.ts'
import type { Playback } from '../playback/playback.ts'

/** What the charts show over time, by period. */
export type LiveColumn = CourseColumn | 'attempts' | 'errors'

/** How a run went up to now. */
export interface LiveCourse {
  /** Length of a period in milliseconds. */
  readonly periodMs: number
  /** By period, all of one length; the last one is not over yet. `oldestMs` is NaN where nothing was dispatched. */
  readonly columns: Readonly<Record<LiveColumn, Float64Array>>
}

/** How a run went up to now, all functions together. The run itself does not notice. */
export function liveCourse({ simulation, series }: Playback): LiveCourse {
  simulation.metrics.close()
  const { periodMs, columns } = courseOf(simulation.metrics, series)
  const { length } = columns.backlog
  const sums = (column: Float64Array) => {
    let longer = column
    for (let ownMs = series.periodMs; ownMs < periodMs; ownMs *= 2) longer = merged(longer, 'sum')
    const rest = new Float64Array(length)
    rest.set(longer.subarray(0, length))
    return rest
  }
  return { periodMs, columns: { ...columns, attempts: sums(series.attempts), errors: sums(series.errors) } }
}
