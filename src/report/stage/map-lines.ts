import { briefCountText } from '../number.ts'
import type { Style } from '../style.ts'
import { endLines } from './end-lines.ts'
import { fitted, type Line, type Piece } from './line.ts'
import { outageSign, queueSigns, runningText, slotSigns } from './places.ts'
import { acceptedOf, endedOf, type Stage } from './stage.ts'
import { waitingLines } from './waiting-lines.ts'

/** Rows of a map without the events that wait. */
export const LEAST_MAP_ROWS = 5
/** Columns that the ends need. */
const END_COLUMNS = 32
/** Where the queue stands, and the slots. */
const QUEUE = 12
const RUNNING = 29

/**
 * The stage as a map: arrivals, queue, slots and ends from left to right, and below them the two ways back to the queue, with
 * those events that come back first.
 *
 * @param rows 5 or more
 */
export function mapLines(stage: Stage, style: Style, columns: number, rows: number): Line[] {
  const { glyphs } = style
  const left = Math.min(columns - END_COLUMNS, 90)
  const ends = endLines(stage, glyphs, columns - left - 1, rows - 2)
  const wait = Math.ceil((rows - LEAST_MAP_ROWS) / 2)
  const lines = [
    ...placeLines(stage, style, left),
    ...roomLines(stage, 'retryWait', wait, style, left),
    ...roomLines(stage, 'backOff', rows - LEAST_MAP_ROWS - wait, style, left),
  ]
  return lines.map((line, row) => {
    if (row === 0) return [...fitted(line, left, ''), ['ended', 'dim']]
    if (row === 1) return [...line, [briefCountText(endedOf(stage)), 'bold']]
    return [...fitted(line, left - 1, ''), ...(ends[row - 2] ?? [])]
  })
}

/** The places from left to right, what is in them, and the ways between them. */
function placeLines(stage: Stage, style: Style, columns: number): Line[] {
  const { stage: signs } = style.glyphs
  const accepted = briefCountText(acceptedOf(stage))
  const queue = briefCountText(stage.whereabouts.count('queue'))
  const running = runningText(stage)
  const way = (from: number, to: number): Piece => [` ${signs.way.repeat(to - from - 3)}${signs.right} `, 'dim']
  return [
    [[` ${'accepted'.padEnd(QUEUE - 1)}${'queue'.padEnd(RUNNING - QUEUE)}running`, 'dim'], ...outageSign(stage)],
    [
      [` ${accepted}`, 'bold'],
      way(1 + accepted.length, QUEUE),
      [queue, 'bold'],
      way(QUEUE + queue.length, RUNNING),
      [running, 'bold'],
      way(RUNNING + running.length, columns),
    ],
    [
      ...fitted([[' '.repeat(QUEUE)], queueSigns(stage, RUNNING - QUEUE - 2, style)], RUNNING, ''),
      ...slotSigns(stage, columns - RUNNING - 2, style),
    ],
  ]
}

/** A way back to the queue, and the events on it that arrive first. */
function roomLines(stage: Stage, place: 'retryWait' | 'backOff', most: number, style: Style, columns: number): Line[] {
  const { stage: signs } = style.glyphs
  const isLast = place === 'backOff'
  const count = stage.whereabouts.count(place)
  const [to, from] = isLast ? [signs.lastIn, signs.lastOut] : [signs.in, signs.out]
  const way = to + signs.left + signs.way.repeat(RUNNING - QUEUE - 2) + from
  const text = ` ${briefCountText(count)} ${isLast ? 'back off' : 'to retry'}`
  const head: Line = [[' '.repeat(QUEUE)], [way, 'dim'], [text, count > 0 ? 'yellow' : 'dim']]
  const rail: Line = [[' '.repeat(QUEUE)], [isLast ? ' ' : signs.rail, 'dim'], ['  ']]
  const waiting = waitingLines(stage, place, most, columns - QUEUE - 4, style)
  return [head, ...Array.from({ length: most }, (_, row) => [...rail, ...(waiting[row] ?? [])])]
}
