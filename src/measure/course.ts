import { DROP_CONDITIONS, type DropCondition } from '../rules/condition.ts'
import { classified } from './duration-class.ts'
import type { Metrics } from './metrics.ts'
import { merged, type TransitionSeries } from './transition-series.ts'

/** Most periods of a course: a picture has no room for more. */
const MOST_PERIODS = 512

/**
 * What is told of each period, and how two periods become one: events accepted, the most that waited and that ran at one
 * moment, the largest age at a dispatch in milliseconds, throttles, and drops by condition.
 */
export const COURSE_COLUMNS = {
  accepted: 'sum',
  backlog: 'max',
  running: 'max',
  oldestMs: 'max',
  throttles: 'sum',
  ...(Object.fromEntries(DROP_CONDITIONS.map((condition) => [condition, 'sum'])) as Record<DropCondition, 'sum'>),
} as const

export type CourseColumn = keyof typeof COURSE_COLUMNS
const NAMES = Object.keys(COURSE_COLUMNS) as CourseColumn[]

/** How a run went over time, and how its lengths of time are spread. Plain data. */
export interface Course {
  /** Length of a period in milliseconds, counted from the start of the run. */
  readonly periodMs: number
  /** By period, all of one length. `oldestMs` is NaN where nothing was dispatched. */
  readonly columns: Readonly<Record<CourseColumn, Float64Array>>
  /** Ages at dispatch and times from acceptance to the end: how many lie in each class of `DURATION_CLASSES`. */
  readonly eventAge: Float64Array
  readonly completion: Float64Array
}

/** What two observers of one run have come to. The metrics must have been closed. */
export function courseOf(metrics: Metrics, transitions: TransitionSeries): Course {
  const { series } = metrics
  // The last transition may be long before the end: then its periods are shorter.
  const periodMs = Math.max(series.periodMs, transitions.periodMs)
  const length = Math.ceil((series.length * series.periodMs) / periodMs)
  const column = (name: CourseColumn, values: Float64Array, ownMs: number) => {
    const rest = new Float64Array(length).fill(name === 'oldestMs' ? Number.NaN : 0)
    rest.set(inPeriods(values, name, ownMs, periodMs).subarray(0, length))
    return rest
  }
  const counted = (name: CourseColumn, values: Float64Array) => column(name, values, transitions.periodMs)
  const byCondition = DROP_CONDITIONS.map(
    (condition, index) => [condition, counted(condition, transitions.drops[index]!)] as const,
  )
  const columns = {
    accepted: counted('accepted', transitions.accepts),
    backlog: column('backlog', series.backlog.subarray(0, series.length), series.periodMs),
    running: column('running', series.running.subarray(0, series.length), series.periodMs),
    oldestMs: counted('oldestMs', transitions.oldestMs),
    throttles: counted('throttles', transitions.throttles),
    ...(Object.fromEntries(byCondition) as Record<DropCondition, Float64Array>),
  }
  const { eventAge, completion } = metrics.total()
  let course: Course = { periodMs, columns, eventAge: classified(eventAge), completion: classified(completion) }
  while (course.columns.backlog.length > MOST_PERIODS) course = withPeriods(course, course.periodMs * 2)
  return course
}

/** A course in longer periods. @param periodMs that of the course, times a power of two */
export function withPeriods(course: Course, periodMs: number): Course {
  const columns = NAMES.map((name) => [name, inPeriods(course.columns[name], name, course.periodMs, periodMs)] as const)
  return { ...course, periodMs, columns: Object.fromEntries(columns) as Record<CourseColumn, Float64Array> }
}

function inPeriods(column: Float64Array, name: CourseColumn, fromMs: number, periodMs: number): Float64Array {
  let longer = column
  for (let length = fromMs; length < periodMs; length *= 2) longer = merged(longer, COURSE_COLUMNS[name])
  return longer
}
