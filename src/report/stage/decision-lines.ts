import type { Timeline } from '../../measure/timeline.ts'
import type { Instants } from '../instant.ts'
import { countText } from '../number.ts'
import { wrap } from '../prose.ts'
import type { Style } from '../style.ts'
import { type Row, rowsOf } from '../timeline-row.ts'
import { LOOKS } from '../timeline-text.ts'
import type { Line } from './line.ts'
import type { Stage } from './stage.ts'

/** From here on a line has room for the time. */
const WIDE_COLUMNS = 60

/** What a moment came to, where there was more than one thing: the first of these. */
const DECISIVE: readonly Row['kind'][] = ['drop', 'lost', 'failure', 'success', 'throttle', 'start']

/** What was decided of late, the newest last, in the words of timelines: the last lines that fit. */
export function decisionLines(
  { decisions, scenario }: Stage,
  instants: Instants,
  { glyphs }: Style,
  columns: number,
  rows: number,
): Line[] {
  const isWide = columns >= WIDE_COLUMNS
  const told = decisions.latest(rows)
  const numberColumns = Math.max(0, ...told.map(({ event }) => countText(event).length))
  const lines = told.flatMap((part): Line[] => {
    const rows = rowsOf(part, scenario)
    const said = wordsOf(part, rows)
    if (!said) return []
    const [mark, colour] = LOOKS[said.kind]
    const time = isWide ? `${instants.time(momentOf(part))}  event ` : ''
    const head = `${time}${countText(part.event).padStart(numberColumns)} `
    const [first = '', ...rest] = wrap(said.text, '', columns - head.length - 3)
    const sign = mark === undefined ? ' ' : glyphs.timeline[mark]
    return [
      [[` ${head}`, 'dim'], colour ? [sign, colour] : [sign], [` ${first}`]],
      ...rest.map((line): Line => [[' '.repeat(head.length + 3) + line]]),
    ]
  })
  return lines.slice(-rows)
}

/** When it was decided: of an attempt that has ended, at its end. */
function momentOf({ steps }: Timeline): number {
  return Math.max(...steps.map((step) => (step.kind === 'attempt' ? (step.endMs ?? step.atMs) : step.atMs)))
}

/** All that was decided at one moment, as one sentence, with the mark of what it came to. */
function wordsOf({ steps: [first] }: Timeline, rows: readonly Row[]): Pick<Row, 'kind' | 'text'> | undefined {
  // Of an attempt that began earlier only its end is new. That an event of a successful attempt ends goes without saying.
  const isLater = first?.kind === 'attempt' && first.endMs !== undefined && first.endMs > first.atMs
  const fresh = rows.slice(isLater ? 1 : 0).filter(({ kind }) => kind !== 'kept')
  const decisive = DECISIVE.map((wanted) => fresh.find(({ kind }) => wanted === kind)).find((row) => row) ?? fresh[0]
  return decisive && { kind: decisive.kind, text: fresh.map(({ text }) => text).join('; ') }
}
