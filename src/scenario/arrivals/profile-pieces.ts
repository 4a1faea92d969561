import type { CalendarCycle, RatePoint, RateProfile } from '../arrival-spec.ts'
import { TimeZone } from '../time-zone.ts'
import { RatePieces } from './rate-pieces.ts'

const DAY_MS = 86_400_000
/** 1970-01-01, day 0, was a Thursday. */
const THURSDAY = 3

/** The pieces of a written profile: one from each of its points to the next, in as many cycles as it takes. */
export class ProfilePieces extends RatePieces {
  private readonly points: readonly RatePoint[]
  private readonly isLinear: boolean
  private readonly moments: Moments
  /** The point that the piece begins at, counted on through the cycles. */
  private place: number

  /** @param fromMs a time in the first piece, or at its start */
  constructor({ points, interpolate, cycle }: RateProfile, fromMs: number) {
    super()
    this.points = points
    this.isLinear = interpolate === 'linear'
    this.moments = momentsOf(points, cycle)
    this.place = this.moments.before(fromMs)
    this.toMs = this.moments.at(this.place)
    do this.next()
    while (this.toMs <= fromMs)
  }

  override next(): void {
    this.fromMs = this.toMs
    this.toMs = this.moments.at(this.place + 1)
    this.startRatePerMs = this.rateAt(this.place)
    this.endRatePerMs = this.isLinear && this.toMs !== Infinity ? this.rateAt(this.place + 1) : this.startRatePerMs
    this.place++
  }

  private rateAt(place: number): number {
    return this.points[place % this.points.length]!.ratePerMs
  }
}

/** When the points of a profile come, counted on through the cycles; `Infinity` after the last one. */
interface Moments {
  at(place: number): number
  /** The place of a first point of a cycle that does not come after a time. */
  before(timeMs: number): number
}

function momentsOf(points: readonly RatePoint[], cycle: RateProfile['cycle']): Moments {
  const size = points.length
  switch (cycle.kind) {
    case 'none':
      return { at: (place) => points[place]?.atMs ?? Number.POSITIVE_INFINITY, before: () => 0 }
    case 'every':
      return {
        at: (place) => Math.floor(place / size) * cycle.everyMs + points[place % size]!.atMs,
        before: (timeMs) => Math.floor(timeMs / cycle.everyMs) * size,
      }
    case 'calendar':
      return calendarMoments(points, cycle)
  }
}

/**
 * Days or weeks of the calendar. Each point comes when the clocks of the zone show its time; between two points the time
 * that has really passed counts, which on the days of a clock change is an hour more or less than the clocks say.
 */
function calendarMoments(points: readonly RatePoint[], { days, timeZone, startMs }: CalendarCycle): Moments {
  const size = points.length
  const zone = new TimeZone(timeZone)
  const today = Math.floor(zone.localMs(startMs) / DAY_MS)
  // One cycle back, so that what holds at the start of the run is among the points, whatever time it starts at.
  const firstDay = today - days - (days === 7 ? (today + THURSDAY) % 7 : 0)
  return {
    at: (place) => {
      const day = firstDay + Math.floor(place / size) * days
      return zone.instantOf(day * DAY_MS + points[place % size]!.atMs) - startMs
    },
    // A day of the clocks lasts 25 hours at most, and more than one of those in a row there is not.
    before: (timeMs) => Math.max(0, Math.floor(timeMs / (days * DAY_MS)) - 1) * size,
  }
}
