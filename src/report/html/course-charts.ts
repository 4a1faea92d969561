import type { CourseEstimate } from '../../experiment/course-estimate.ts'
import type { CourseColumn } from '../../measure/course.ts'
import { DROP_CONDITIONS } from '../../rules/condition.ts'
import { Clock } from '../clock.ts'
import { briefText, durationText } from '../duration.ts'
import { countText, meanText } from '../number.ts'
import type { ColourName } from '../timeline-colour.ts'
import { type Curve, lineChart } from './line-chart.ts'
import { html, type Markup } from './markup.ts'
import { countScale, durationScale, timeScale } from './scale.ts'
import type { TimeMark } from './time-mark.ts'

/** How a setting went over time. */
export interface DrawnCourse {
  /** Names it among others; `''` where there is one. */
  readonly name: string
  readonly course: CourseEstimate
  readonly marks: readonly TimeMark[]
  /** What there is to see in a picture, in the words of the text report. Default: the highest point. */
  readonly notes?: Readonly<Partial<Record<string, string>>>
}

interface Picture {
  readonly id: string
  readonly title: string
  /** What a point is. @param period `32 s` */
  readonly what: (period: string) => string
  /** Where there is nothing to draw. */
  readonly none: string
  readonly unit: 'count' | 'duration'
  readonly curves: readonly {
    readonly column: CourseColumn
    readonly label: string
    readonly colour: ColourName
    readonly dash?: readonly number[]
  }[]
}

const DASHES = [undefined, [8, 4], [2, 3], [10, 3, 2, 3]] as const

const PICTURES: readonly Picture[] = [
  {
    id: 'backlog',
    title: 'Backlog',
    what: () => 'the most events that waited at one moment',
    none: 'No event waited.',
    unit: 'count',
    curves: [{ column: 'backlog', label: 'waiting', colour: 'retry' }],
  },
  {
    id: 'age',
    title: 'Age at dispatch',
    what: () => 'of the oldest event that was dispatched',
    none: 'Every event was dispatched at once.',
    unit: 'duration',
    curves: [{ column: 'oldestMs', label: 'age', colour: 'good' }],
  },
  {
    id: 'concurrency',
    title: 'Concurrency',
    what: () => 'the most attempts that ran at one moment',
    none: 'Nothing ran.',
    unit: 'count',
    curves: [{ column: 'running', label: 'running', colour: 'running' }],
  },
  {
    id: 'throttles',
    title: 'Throttles',
    what: (period) => `dispatches that were refused, in each ${period}`,
    none: 'No dispatch was throttled.',
    unit: 'count',
    curves: [{ column: 'throttles', label: 'throttles', colour: 'backoff' }],
  },
  {
    id: 'drops',
    title: 'Drops',
    what: (period) => `events that were dropped, in each ${period}`,
    none: 'No event was dropped.',
    unit: 'count',
    curves: DROP_CONDITIONS.map((condition, place) => ({
      column: condition,
      label: condition,
      colour: place % 2 === 0 ? 'bad' : 'ink',
      ...(DASHES[place] && { dash: DASHES[place] }),
    })),
  },
  {
    id: 'arrivals',
    title: 'Arrivals',
    what: (period) => `events that were accepted, in each ${period}`,
    none: 'No event arrived.',
    unit: 'count',
    curves: [{ column: 'accepted', label: 'accepted', colour: 'quiet' }],
  },
]

/**
 * The pictures of one or more settings over time: of several side by side, each kind on one scale. What there is nothing to
 * draw of is said in a sentence.
 *
 * @param spanMs where the axes of time end
 */
export function courseCharts(courses: readonly DrawnCourse[], spanMs: number): Markup {
  const drawn = PICTURES.map((picture) => pictureOf(picture, courses, spanMs))
  const empty = PICTURES.filter((_, place) => drawn[place] === undefined).map(({ none }) => none)
  const runs = Math.max(...courses.map(({ course }) => course.runs))
  const lead = `Each curve is the mean of ${countText(runs)} runs; shaded is its 95 % interval.`
  return html`${runs > 1 ? html`<p>${lead}</p>\n` : undefined}${drawn}${empty.length > 0 ? html`<p>${empty.join(' ')}</p>\n` : undefined}`
}

function pictureOf(picture: Picture, courses: readonly DrawnCourse[], spanMs: number): Markup | undefined {
  const { id, title, what, unit } = picture
  const largest = Math.max(...courses.flatMap(({ course }) => picture.curves.map(({ column }) => top(course, column))))
  if (!(largest > 0)) return undefined
  // A condition that no setting has is no curve.
  const kinds = picture.curves.filter(({ column }) => courses.some(({ course }) => top(course, column) > 0))
  const clock = new Clock(spanMs)
  const charts = courses.map(({ name, course, marks, notes = {} }, place) => {
    const { periodMs, columns } = course
    const curves = kinds.map(({ column, ...kind }): Curve => {
      const { mean, range } = columns[column]
      return { ...kind, values: mean, range }
    })
    const points = Array.from(columns.backlog.mean, (_, period) => period * periodMs)
    const seen = notes[id] ?? highest(course, kinds, unit, clock)
    const shown = what(briefText(periodMs))
    return lineChart({
      id: courses.length === 1 ? id : `${id}-${place + 1}`,
      title,
      ...(name === '' ? { note: `${shown} · ${seen}` } : { part: name, note: seen }),
      x: timeScale(spanMs),
      y: unit === 'duration' ? durationScale(largest) : countScale(largest),
      xName: 'time',
      points: points.map((at) => ({ at, label: clock.exact(at) })),
      curves,
      marks,
      isStepped: true,
      unit,
    })
  })
  if (courses.length === 1) return charts[0]
  const [{ course }] = courses as [DrawnCourse]
  return html`<div class="heading"><h3>${title}</h3> <p>${what(briefText(course.periodMs))}</p></div>
<div class="multiples">${charts}</div>
`
}

/** The largest value that a picture of it shows; 0 where there is none. */
function top({ columns }: CourseEstimate, column: CourseColumn): number {
  const { mean, range } = columns[column]
  return [...mean, ...(range?.high ?? [])].reduce((most, value) => (value > most ? value : most), 0)
}

/** The highest point of each curve. That of a mean is lower than the mean of what each run had at its highest. */
function highest(
  { periodMs, columns, runs }: CourseEstimate,
  kinds: Picture['curves'],
  unit: Picture['unit'],
  clock: Clock,
): string {
  const peaks = kinds.flatMap(({ column, label }) => {
    const { mean } = columns[column]
    const most = mean.reduce((best, value) => (value > best ? value : best), 0)
    if (most === 0) return []
    const text = unit === 'duration' ? durationText(most) : runs > 1 ? meanText(most) : countText(most)
    const lead = runs > 1 ? 'highest mean' : 'peak'
    return [`${kinds.length > 1 ? `${label}: ` : ''}${lead} ${text} at ${clock.floor(mean.indexOf(most) * periodMs)}`]
  })
  return peaks.length === 0 ? 'none' : peaks.join(', ')
}
