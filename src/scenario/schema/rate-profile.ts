import { z } from 'zod'
import { DURATION_PATTERN, formatDuration, parseDuration } from '../../notation/duration.ts'
import { showValue } from '../../notation/value-text.ts'
import type { CalendarCycle, RatePoint, RateProfile } from '../arrival-spec.ts'
import { DAY_TIME, dayTimeMs, WEEK_TIME, weekTimesMs } from '../clock-time.ts'
import { TimeZone } from '../time-zone.ts'
import { duration, exactlyOne, rate, section, theOneForm } from './leaf.ts'

/** A rate as written: how it varies by the calendar is told without the date at which the run starts. */
export type WrittenRate = number | WrittenProfile
export type WrittenProfile = Omit<RateProfile, 'cycle'> & {
  readonly cycle: Exclude<RateProfile['cycle'], CalendarCycle> | Omit<CalendarCycle, 'startMs'>
}

const runTime = z.string().regex(new RegExp(DURATION_PATTERN), 'expected a time such as 0s, 90s or 6h')
const dayTime = z.string().regex(DAY_TIME, 'expected a time of day such as 09:00, in quotes')
const weekTime = z
  .string()
  .regex(WEEK_TIME, 'expected a day of the week, or a span of them, and a time, such as mon 09:00 or mon-fri 09:00')
const rateAt = rate('Events in a time; 0 or more.')

const FORMS = {
  steps: z
    .record(runTime, rateAt)
    .meta({ description: 'Rates by the time from which each holds, until the next: { 0s: 5/s, 6h: 50/s }.' })
    .optional(),
  linear: z
    .record(runTime, rateAt)
    .meta({ description: 'Rates at some times, with straight lines between them: { 0s: 0/s, 10m: 100/s }.' })
    .optional(),
  daily: z
    .record(dayTime, rateAt)
    .meta({ description: 'Rates by time of day, every day the same: { "00:00": 5/s, "09:00": 50/s }.' })
    .optional(),
  weekly: z
    .record(weekTime, rateAt)
    .meta({ description: 'Rates by day and time, every week the same: { mon-fri 09:00: 50/s, sat 00:00: 5/s }.' })
    .optional(),
}
const NAMES = Object.keys(FORMS) as (keyof typeof FORMS)[]
type Form = (typeof NAMES)[number]

const profile = section(
  {
    ...FORMS,
    every: duration('Beside steps or linear: the time after which it begins again. Left out: the last rate stays.', {
      examples: ['1d'],
    }).optional(),
    interpolate: z
      .enum(['steps', 'linear'])
      .meta({
        description: 'Beside daily or weekly: whether a rate holds until the next, or moves to it in a straight line.',
        default: 'steps',
      })
      .optional(),
    timezone: z
      .string()
      .refine(isTimeZone, {
        error: ({ input }) => `expected a time zone such as Europe/Berlin, got ${showValue(input)}`,
      })
      .meta({ description: 'Beside daily or weekly: whose clocks count, such as Europe/Berlin.', default: 'UTC' })
      .optional(),
  },
  'A rate that varies: exactly one of steps, linear, daily, weekly.',
)
  .meta({ id: 'rateProfile', ...exactlyOne(NAMES) })
  .transform((value, context): WrittenProfile => {
    const form = theOneForm(value, NAMES, context)
    if (form === undefined) return z.NEVER
    const { interpolate = 'steps', timezone = 'UTC', every } = value
    const isByCalendar = form === 'daily' || form === 'weekly'
    const refuse = (key: string, message: string) => context.addIssue({ code: 'custom', path: [key], message })
    for (const key of isByCalendar ? (['every'] as const) : (['interpolate', 'timezone'] as const)) {
      const beside = isByCalendar ? 'steps or linear' : 'daily or weekly'
      if (value[key] !== undefined) refuse(key, `expected this beside ${beside} only, got it beside ${form}`)
    }
    const written = pointsOf(value[form]!, form)
    const points = written.map(({ atMs, ratePerMs }) => ({ atMs, ratePerMs }))
    const fault = faultOf(written, form, every)
    if (fault !== undefined) refuse(...fault)
    return isByCalendar
      ? { points, interpolate, cycle: { kind: 'calendar', days: form === 'daily' ? 1 : 7, timeZone: timezone } }
      : { points, interpolate: form, cycle: every === undefined ? { kind: 'none' } : { kind: 'every', everyMs: every } }
  })

/** A rate that never changes, or a profile of one that does. */
export const varyingRate = (description: string) => z.union([rate(description), profile]).meta({ description })

/** A point with its time as it is written. */
type WrittenPoint = RatePoint & { readonly time: string }

/** The rates by time, in order of time. */
function pointsOf(rates: Readonly<Record<string, number>>, form: Form): WrittenPoint[] {
  const timesOf = { steps: runTimes, linear: runTimes, daily: dayTimes, weekly: weekTimesMs }[form]
  return Object.entries(rates)
    .flatMap(([time, ratePerMs]) => timesOf(time).map((atMs) => ({ time, atMs, ratePerMs })))
    .sort((a, b) => a.atMs - b.atMs)
}

const runTimes = (time: string) => [parseDuration(time)]
const dayTimes = (time: string) => [dayTimeMs(time)]

/** What is wrong with the times of a profile, and at which of its fields; undefined where nothing is. */
function faultOf(
  points: readonly WrittenPoint[],
  form: Form,
  everyMs: number | undefined,
): [key: Form | 'every', message: string] | undefined {
  const [first] = points
  const last = points.at(-1)
  if (!first || !last) return [form, 'expected a rate for at least one time, got none']
  const again = points.find(({ atMs }, index) => atMs === points[index - 1]?.atMs)
  if (again) return [form, `expected each time once, got that of ${again.time} twice`]
  if (form === 'daily' || form === 'weekly') return undefined
  if (first.atMs > 0) return [form, `expected 0s as the first time, got ${formatDuration(first.atMs)}`]
  if (everyMs === undefined || everyMs > last.atMs) return undefined
  if (form === 'linear' && everyMs === last.atMs && everyMs > 0) return undefined
  const least = form === 'linear' && last.atMs > 0 ? 'at least' : 'more than'
  return ['every', `expected ${least} the last time, ${formatDuration(last.atMs)}, got ${formatDuration(everyMs)}`]
}

function isTimeZone(name: string): boolean {
  try {
    new TimeZone(name)
    return true
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return false
  }
}
