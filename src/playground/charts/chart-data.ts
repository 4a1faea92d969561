import { COURSE_COLUMNS } from '../../measure/course.ts'
import { briefText } from '../../report/duration.ts'
import { valueText } from '../../report/figure-text.ts'
import type { ChartCurve, ChartWords } from './chart-words.ts'
import type { LiveColumn, LiveCourse } from './live-course.ts'

/** Whether a column counts over each period, or says the most at one moment of it. */
export function isSum(column: LiveColumn): boolean {
  return column === 'attempts' || column === 'errors' || COURSE_COLUMNS[column] === 'sum'
}

/** The curves of a chart that there is something to draw of. */
export function drawnCurves({ curves }: ChartWords, course: LiveCourse): ChartCurve[] {
  return curves.filter(({ column }) => topOf(course, column) > 0)
}

/** The highest point of a curve; 0 where there is none. */
export function topOf({ columns }: LiveCourse, column: LiveColumn): number {
  return columns[column].reduce((most, value) => (value > most ? value : most), 0)
}

/**
 * The points of a chart: times, then each curve. Null: nothing to say. What is counted over a period is told when that is
 * over: until then it would look as if less happened.
 */
export function pointsOf(curves: readonly ChartCurve[], { columns, periodMs }: LiveCourse, isOver: boolean) {
  const { length } = columns.backlog
  // A step has the width of its period.
  const times = Array.from({ length: length + 1 }, (_, place) => place * periodMs)
  const values = curves.map(({ column }) => {
    const list = Array.from(columns[column], (value) => (Number.isNaN(value) ? null : value))
    if (isSum(column) && !isOver) list[length - 1] = null
    return [...list, list.at(-1) ?? null]
  })
  return [times, ...values] as [number[], ...(number | null)[][]]
}

/** What there is to see in a chart: how it stands, and its highest point. */
export function seenText({ curves, unit }: ChartWords, course: LiveCourse): string {
  const drawn = drawnCurves({ curves } as ChartWords, course)
  const parts = drawn.map(({ column, label }) => {
    if (!isSum(column)) return `${unit === 'duration' ? 'last' : 'now'} ${valueText(lastOf(course, column), unit)}`
    const total = course.columns[column].reduce((sum, value) => sum + value, 0)
    return curves.length > 1 ? `${valueText(total, unit)} ${label}` : `${valueText(total, unit)} in all`
  })
  const top = valueText(Math.max(...drawn.map(({ column }) => topOf(course, column))), unit)
  const within = drawn.some(({ column }) => isSum(column)) ? ` in ${briefText(course.periodMs)}` : ''
  return `${parts.join(', ')} · at most ${top}${within}`
}

/** The values of a period, in words. */
export function periodText(words: ChartWords, course: LiveCourse, place: number): string {
  return drawnCurves(words, course)
    .flatMap(({ column, label }) => {
      const value = course.columns[column][place]
      if (value === undefined || Number.isNaN(value)) return []
      return [words.curves.length > 1 ? `${label} ${valueText(value, words.unit)}` : valueText(value, words.unit)]
    })
    .join(', ')
}

function lastOf({ columns }: LiveCourse, column: LiveColumn): number {
  return columns[column].findLast((value) => !Number.isNaN(value)) ?? 0
}
