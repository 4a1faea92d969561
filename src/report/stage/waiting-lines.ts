import type { PlaceName, Whereabout, Whereabouts } from '../../measure/whereabouts.ts'
import { bar } from '../bar.ts'
import { briefText, durationText } from '../duration.ts'
import { countText } from '../number.ts'
import { sparkline } from '../sparkline.ts'
import type { Style } from '../style.ts'
import type { Line } from './line.ts'
import type { Stage } from './stage.ts'

const NAME_COLUMNS = 14
const TIME_COLUMNS = 9
/** Columns of a bar, where there is room for nothing else and where there is. */
const BAR_COLUMNS = { narrow: 9, wide: 14 } as const
/** Columns from which on there is room for how old an event will be. */
const AGE_COLUMNS = 70
/** Share of its age limit from which on an event is marked. */
const NEARLY = 0.8
/** Columns beside the signs that tell when all come back. */
const SPREAD_COLUMNS = 8

/**
 * The events that wait at a place: each while they fit, else when they all will have waited long enough, and the oldest ones.
 *
 * @param most lines
 */
export function waitingLines(stage: Stage, place: PlaceName, most: number, columns: number, style: Style): Line[] {
  const { whereabouts, nowMs } = stage
  if (most <= 0) return []
  const isCrowded = whereabouts.count(place) > most && most > 1
  const oldest = oldestAt(whereabouts, place, isCrowded ? most - 1 : most)
  const lines = oldest.map((event) => waitingLine(event, nowMs, columns, style))
  return isCrowded ? [spreadLine(stage, place, columns, style), ...lines] : lines
}

/** Those that are at a place and know until when, the first accepted ones. */
function oldestAt(whereabouts: Whereabouts, place: PlaceName, most: number): Whereabout[] {
  const oldest: Whereabout[] = []
  if (whereabouts.count(place) === 0) return oldest
  for (const event of whereabouts.events) {
    if (oldest.length === most) break
    if (event.place === place && event.untilMs !== undefined) oldest.push(event)
  }
  return oldest
}

/** An event that waits: a bar that empties, how long still, and where there is room how old it will be then. */
function waitingLine(event: Whereabout, nowMs: number, columns: number, { glyphs }: Style): Line {
  const { number, sinceMs, acceptedMs, attempts, maximumAgeMs } = event
  const untilMs = event.untilMs!
  const leftMs = Math.max(0, untilMs - nowMs)
  const share = untilMs > sinceMs ? leftMs / (untilMs - sinceMs) : 0
  const isWide = columns >= AGE_COLUMNS
  const cells = isWide ? BAR_COLUMNS.wide : BAR_COLUMNS.narrow
  const line: Line = [
    [`event ${countText(number)} `.padEnd(NAME_COLUMNS)],
    [bar(share, cells, glyphs).padEnd(cells), 'yellow'],
    [durationText(leftMs).padStart(TIME_COLUMNS)],
  ]
  if (!isWide) return line
  const ageMs = untilMs - acceptedMs
  const age = `  attempt ${attempts + 1} at age ${durationText(ageMs)} of ${briefText(maximumAgeMs)}`
  return [...line, [age, ageMs >= NEARLY * maximumAgeMs ? 'red' : 'dim']]
}

/** How many come back when: from now on to the longest wait. */
function spreadLine({ whereabouts, nowMs }: Stage, place: PlaceName, columns: number, { glyphs }: Style): Line {
  const cells = Math.max(1, Math.min(columns - SPREAD_COLUMNS, 60))
  let longestMs = 1
  for (const { place: at, sinceMs, untilMs } of whereabouts.events)
    if (at === place && untilMs !== undefined) longestMs = Math.max(longestMs, untilMs - sinceMs)
  const counts = new Array<number>(cells).fill(0)
  for (const { place: at, untilMs } of whereabouts.events)
    if (at === place && untilMs !== undefined)
      counts[Math.min(cells - 1, Math.floor((Math.max(0, untilMs - nowMs) / longestMs) * cells))]! += 1
  return [
    ['0 ', 'dim'],
    [sparkline(counts, glyphs), 'yellow'],
    [` ${briefText(longestMs)}`, 'dim'],
  ]
}
