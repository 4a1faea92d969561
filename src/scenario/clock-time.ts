const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const CLOCK = String.raw`(?:[01]?\d|2[0-3]):[0-5]\d`
const DAY = `(?:${DAYS.join('|')})`

/** A time of day as written: `09:00`, `23:59`. */
export const DAY_TIME = new RegExp(`^${CLOCK}$`)

/** A time of one day of the week, or of each of a span of days: `mon 09:00`, `sat-sun 10:30`. */
export const WEEK_TIME = new RegExp(`^${DAY}(?:-${DAY})? ${CLOCK}$`)

/** A time of day in milliseconds from midnight. */
export function dayTimeMs(written: string): number {
  const [hours, minutes] = written.split(':').map(Number)
  return (hours! * 60 + minutes!) * MINUTE_MS
}

/** A time of the week, or several where it names a span of days, in milliseconds from Monday's midnight. */
export function weekTimesMs(written: string): number[] {
  const [days, time] = written.split(' ')
  const [first, last = first] = days!.split('-').map((day) => DAYS.indexOf(day))
  const count = ((last! - first! + DAYS.length) % DAYS.length) + 1
  return Array.from({ length: count }, (_, later) => {
    return ((first! + later) % DAYS.length) * DAY_MS + dayTimeMs(time!)
  })
}
