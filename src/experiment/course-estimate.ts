import { COURSE_COLUMNS, type Course, type CourseColumn, withPeriods } from '../measure/course.ts'
import { Moments } from './moments.ts'

/** Courses that an estimate is made from at most: more would hardly narrow what a picture shows. */
export const MOST_COURSES = 200
/** Periods for which there is room where pictures stand side by side. */
const SIDE_BY_SIDE = 160

/** A value in each period: its mean over runs, and where the true one lies with 95 % confidence. */
export interface ColumnEstimate {
  /** NaN where no run has a value. */
  readonly mean: Float64Array
  /** Left out where there is one run. NaN where fewer than two have a value. */
  readonly range?: { readonly low: Float64Array; readonly high: Float64Array }
}

/** How runs of one scenario went over time, and how their lengths of time are spread. */
export interface CourseEstimate {
  /** Runs that it is made from. */
  readonly runs: number
  /** Length of a period in milliseconds, counted from the start of a run. */
  readonly periodMs: number
  readonly columns: Readonly<Record<CourseColumn, ColumnEstimate>>
  /** How many values of all runs together lie in each class of `DURATION_CLASSES`. */
  readonly eventAge: Float64Array
  readonly completion: Float64Array
}

/**
 * The courses of each setting together, all in periods of one length, so that they can be held against each other. A run that
 * was over sooner than others has nothing in the periods after its end.
 *
 * @param settings one or more, each with one or more courses; of several the periods are longer: their pictures are narrow
 */
export function courseEstimates(settings: readonly (readonly Course[])[]): CourseEstimate[] {
  const mostPeriods = settings.length > 1 ? SIDE_BY_SIDE : Number.POSITIVE_INFINITY
  const all = settings.flat()
  const longestMs = Math.max(...all.map(({ columns, periodMs }) => columns.backlog.length * periodMs))
  let periodMs = Math.max(...all.map((course) => course.periodMs))
  while (longestMs > mostPeriods * periodMs) periodMs *= 2
  return settings.map((courses) => estimateOf(courses, periodMs))
}

/** The courses of one setting together. */
export function courseEstimate(courses: readonly Course[]): CourseEstimate {
  return courseEstimates([courses])[0]!
}

function estimateOf(courses: readonly Course[], periodMs: number): CourseEstimate {
  const alike = courses.map((course) => withPeriods(course, periodMs))
  const names = Object.keys(COURSE_COLUMNS) as CourseColumn[]
  const columns = names.map((name) => [name, columnEstimate(alike, name)] as const)
  return {
    runs: courses.length,
    periodMs,
    columns: Object.fromEntries(columns) as Record<CourseColumn, ColumnEstimate>,
    eventAge: sumOf(courses.map(({ eventAge }) => eventAge)),
    completion: sumOf(courses.map(({ completion }) => completion)),
  }
}

function columnEstimate(courses: readonly Course[], name: CourseColumn): ColumnEstimate {
  const length = Math.max(...courses.map(({ columns }) => columns[name].length))
  const empty = () => new Float64Array(length).fill(Number.NaN)
  const [mean, low, high] = [empty(), empty(), empty()]
  for (let place = 0; place < length; place++) {
    const moments = new Moments()
    for (const { columns } of courses) {
      const value = columns[name][place] ?? (name === 'oldestMs' ? Number.NaN : 0)
      if (!Number.isNaN(value)) moments.add(value)
    }
    if (moments.count === 0) continue
    mean[place] = moments.mean
    const interval = moments.interval()
    // None of these can be below 0, whatever Student says.
    low[place] = Math.max(0, interval?.low ?? Number.NaN)
    high[place] = interval?.high ?? Number.NaN
  }
  return { mean, ...(courses.length > 1 && { range: { low, high } }) }
}

function sumOf(columns: readonly Float64Array[]): Float64Array {
  return columns.reduce((sum, column) => sum.map((count, place) => count + column[place]!))
}
