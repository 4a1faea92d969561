import { briefCountText } from '../number.ts'
import type { Style } from '../style.ts'
import { endLines } from './end-lines.ts'
import type { Line, Piece } from './line.ts'
import { outageSign, queueSigns, runningText, slotSigns } from './places.ts'
import { acceptedOf, type Stage } from './stage.ts'
import { waitingLines } from './waiting-lines.ts'

const LABEL_COLUMNS = 12
const COUNT_COLUMNS = 9
/** Places, before the ends. */
const PLACES = 5

/** The stage for a narrow screen: the places from top to bottom, and where there is room the events that wait. */
export function listLines(stage: Stage, style: Style, columns: number, rows: number): Line[] {
  const { whereabouts } = stage
  const room = Math.max(0, columns - 3 - LABEL_COLUMNS - COUNT_COLUMNS)
  const ends = endLines(stage, style.glyphs, columns - 1, Math.max(0, rows - PLACES))
  const most = Math.floor(Math.max(0, rows - PLACES - ends.length) / 2)
  const waiting = (place: 'retryWait' | 'backOff') =>
    waitingLines(stage, place, most, columns - 3, style).map((line): Line => [['  '], ...line])
  const place = (label: string, count: string, ...signs: Piece[]): Line => [
    [` ${label.padEnd(LABEL_COLUMNS)}`, 'dim'],
    [count.padStart(COUNT_COLUMNS), 'bold'],
    ['  '],
    ...signs,
  ]
  const count = (name: 'queue' | 'retryWait' | 'backOff') => briefCountText(whereabouts.count(name))
  return [
    place('accepted', briefCountText(acceptedOf(stage))),
    place('queue', count('queue'), queueSigns(stage, room, style)),
    place('running', runningText(stage), ...slotSigns(stage, room - 10, style), ...outageSign(stage)),
    place('retry wait', count('retryWait')),
    ...waiting('retryWait'),
    place('back-off', count('backOff')),
    ...waiting('backOff'),
    ...ends.map((line): Line => [[' '], ...line]),
  ].slice(0, rows)
}
