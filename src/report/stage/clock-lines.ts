import { bar } from '../bar.ts'
import { briefText, durationText } from '../duration.ts'
import type { Instants } from '../instant.ts'
import { countOf } from '../number.ts'
import type { Style } from '../style.ts'
import { bigClock } from './big-clock.ts'
import type { Line, Piece } from './line.ts'
import type { Stage } from './stage.ts'

const DAY_MS = 86_400_000
const BAR_COLUMNS = 20
/** Columns of the big clock, with what stands to its left and right. */
const CLOCK_COLUMNS = 34
/** Columns that what stands beside it needs. */
const FACT_COLUMNS = 40

/** The clock in large digits, and beside it, or below where there is no room, how far the run is and what comes next. */
export function bigClockLines(stage: Stage, instants: Instants, style: Style, columns: number): Line[] {
  const clock = bigClock(instants.second(stage.nowMs), style.glyphs)
  const facts = factLines(stage, instants, style)
  const isBeside = columns >= CLOCK_COLUMNS + FACT_COLUMNS
  const digits = clock.map((row): Piece => [` ${row.padEnd(CLOCK_COLUMNS - 1)}`, 'bold'])
  if (isBeside) return digits.map((row, place) => [row, ...facts[place]!])
  return [...digits.map((row) => [row]), ...facts.map((fact): Line => [[' '], ...fact])]
}

/** The time in small digits, how far the run is, and what comes next. */
export function factLines(
  { nowMs, nextMs, isOver, scenario: { runLengthMs }, whereabouts }: Stage,
  instants: Instants,
  { glyphs }: Style,
): Line[] {
  const day = nowMs >= DAY_MS || runLengthMs > DAY_MS ? `day ${Math.floor(nowMs / DAY_MS) + 1} ` : ''
  const share = runLengthMs > 0 ? Math.min(1, nowMs / runLengthMs) : 1
  const arriving: Line = [
    [bar(share, BAR_COLUMNS, glyphs).padEnd(BAR_COLUMNS), 'cyan'],
    [`  ${Math.floor(share * 100)} % of ${briefText(runLengthMs)}`],
  ]
  const flight = countOf(whereabouts.size, 'event')
  const after: Line = [[isOver ? 'every event has ended' : `no more arrivals, ${flight} left`]]
  const next = isOver ? 'the run is over' : `next decision in ${durationText(Math.max(0, nextMs - nowMs))}`
  return [
    [[`${day}${instants.time(nowMs)}`]],
    share < 1 ? arriving : after,
    [[Number.isFinite(nextMs) || isOver ? next : 'nothing happens any more']],
  ]
}
