import type { DropCondition } from '../rules/condition.ts'
import type { FunctionResult } from '../scenario/result.ts'
import { type Addressed, addressedOf } from './addressed.ts'
import { bar } from './bar.ts'
import { drops } from './function-row.ts'
import { countText, percentText } from './number.ts'
import { cut, wrap } from './prose.ts'
import type { Report } from './report.ts'
import { type Colours, type Glyphs, type Style, WIDTH } from './style.ts'
import { deadLetterName, targetName } from './target-name.ts'
import { TargetShares } from './target-shares.ts'

/** A way in which events ended. */
export interface End {
  /** A condition, `succeeded`, `pending` or `discarded`. */
  readonly label: string
  readonly count: number
  /** Where the records went, or what else there is to say. */
  readonly note: string
  readonly colour: keyof Colours
}

/** How many of a row's events one side of a function's config took, and the targets of a qualifier there. */
interface Taking {
  readonly least: number
  readonly most: number
  readonly targets: (of: Addressed) => string[]
}

const SHORTEST_BAR = 6
const LONGEST_BAR = 36
/** Of notes that stand below, where a narrow terminal has no room for them and a bar. */
const NOTE_INDENT = ' '.repeat(12)

/** The table of ends: share, count, condition, a bar, and where the records went. */
export function endsTable({ result, scenario }: Report, style: Style): string[] {
  const { colours, glyphs, width = WIDTH } = style
  const { total } = result
  const rows = endsOf({ result, scenario }, glyphs)
  const countColumns = Math.max(...rows.map(({ count }) => countText(count).length))
  const labelColumns = Math.max(...rows.map(({ label }) => label.length))
  const room = width - (2 + 8 + 2 + countColumns + 2 + labelColumns + 2)
  const shareOf = ({ count }: End) => (total.received > 0 ? count / total.received : 0)
  // One scale for all: the longest at which every note still fits behind its bar.
  const columns = Math.max(
    SHORTEST_BAR,
    Math.min(LONGEST_BAR, ...rows.map((row) => Math.floor((room - gapped(row.note).length) / shareOf(row)))),
  )
  const isNarrow =
    width < WIDTH && rows.some((row) => Math.ceil(SHORTEST_BAR * shareOf(row)) + gapped(row.note).length > room)
  return rows.flatMap((row) => {
    const share = percentText(row.count, total.received).padStart(8)
    const head = `  ${share}  ${countText(row.count).padStart(countColumns)}  ${row.label.padEnd(labelColumns)}  `
    if (isNarrow) return [head.trimEnd(), ...wrap(row.note, NOTE_INDENT, width)]
    const drawn = bar(shareOf(row), columns, glyphs)
    const note = cut(row.note, room - drawn.length - (drawn === '' ? 0 : 2), glyphs.more)
    return `${head}${colours[row.colour](drawn)}${drawn === '' || note === '' ? '' : '  '}${note}`.trimEnd()
  })
}

function gapped(note: string): string {
  return note === '' ? '' : `  ${note}`
}

/** How the events of a run ended: each condition that came, and what was lost. */
export function endsOf({ result, scenario }: Pick<Report, 'result' | 'scenario'>, glyphs: Glyphs): End[] {
  const { functions, total } = result
  const addressed = addressedOf(scenario)
  const note = (count: number, takes: (result: FunctionResult) => Taking[]) => {
    const shares = new TargetShares()
    for (const [name, result] of Object.entries(functions)) {
      for (const { least, most, targets } of takes(result)) {
        shares.add(new Set((addressed.get(name) ?? []).flatMap(targets)), least, most)
      }
    }
    return shares.text(count, glyphs)
  }
  const rows: End[] = [
    {
      label: 'succeeded',
      count: total.succeeded,
      note: note(total.succeeded, ({ deliveries: { onSuccess } }) => [
        { least: onSuccess, most: onSuccess, targets: ({ config }) => named(config.onSuccess, targetName) },
      ]),
      colour: 'green',
    },
  ]
  for (const [condition, count] of Object.entries(total.dropped) as [DropCondition, number][]) {
    if (count === 0) continue
    const took = note(count, (result) => {
      const { onFailure, deadLetter } = result.deliveries
      return [
        { ...rangeOf(condition, onFailure, result), targets: ({ config }) => named(config.onFailure, targetName) },
        {
          ...rangeOf(condition, deadLetter, result),
          targets: ({ deadLetterArns }) => deadLetterArns.map(deadLetterName),
        },
      ]
    })
    const nothing = `nothing took ${count === 1 ? 'it' : 'them'}`
    rows.push({ label: condition, count, note: took || nothing, colour: 'red' })
  }
  if (total.pending > 0) {
    rows.push({ label: 'pending', count: total.pending, note: 'had not ended', colour: 'yellow' })
  }
  if (rows.length > (total.pending > 0 ? 2 : 1)) {
    const note = total.discarded > 0 ? 'lost silently' : 'nothing was lost silently'
    rows.push({ label: 'discarded', count: total.discarded, note, colour: 'dim' })
  }
  return rows
}

/** Deliveries are counted over all conditions: where some were lost, a condition's part lies between two bounds. */
function rangeOf(condition: DropCondition, delivered: number, result: FunctionResult): { least: number; most: number } {
  const count = result.dropped[condition]
  return { least: Math.max(0, delivered - (drops(result) - count)), most: Math.min(count, delivered) }
}

function named(arn: string | undefined, name: (arn: string) => string): string[] {
  return arn === undefined ? [] : [name(arn)]
}
