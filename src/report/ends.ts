import type { FunctionResult } from '../scenario/result.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { type Addressed, addressedOf } from './addressed.ts'
import { bar } from './bar.ts'
import { countText, percentText } from './number.ts'
import { cut } from './prose.ts'
import type { Report } from './report.ts'
import { type Style, WIDTH } from './style.ts'
import { deadLetterName, targetName } from './target-name.ts'

interface Row {
  readonly label: string
  readonly count: number
  /** Where the records went, or what else there is to say. */
  readonly note: string
  readonly paint: (text: string) => string
}

/** Targets named in one row; more are counted. */
const TARGETS_SHOWN = 2
const SHORTEST_BAR = 6
const LONGEST_BAR = 36

/** The table of ends: share, count, condition, a bar, and where the records went. */
export function endsTable({ result, scenario }: Report, style: Style): string[] {
  const { total } = result
  const rows = rowsOf(result.functions, total, scenario, style)
  const countColumns = Math.max(...rows.map(({ count }) => countText(count).length))
  const labelColumns = Math.max(...rows.map(({ label }) => label.length))
  const room = WIDTH - (2 + 8 + 2 + countColumns + 2 + labelColumns + 2)
  const shareOf = ({ count }: Row) => (total.received > 0 ? count / total.received : 0)
  // One scale for all: the longest at which every note still fits behind its bar.
  const columns = Math.max(
    SHORTEST_BAR,
    Math.min(LONGEST_BAR, ...rows.map((row) => Math.floor((room - gapped(row.note).length) / shareOf(row)))),
  )
  return rows.map((row) => {
    const drawn = bar(shareOf(row), columns, style.glyphs)
    const note = cut(row.note, room - drawn.length - (drawn === '' ? 0 : 2), style.glyphs.more)
    const share = percentText(row.count, total.received).padStart(8)
    const head = `  ${share}  ${countText(row.count).padStart(countColumns)}  ${row.label.padEnd(labelColumns)}  `
    return `${head}${row.paint(drawn)}${drawn === '' || note === '' ? '' : '  '}${note}`.trimEnd()
  })
}

function gapped(note: string): string {
  return note === '' ? '' : `  ${note}`
}

function rowsOf(
  functions: Readonly<Record<string, FunctionResult>>,
  total: FunctionResult,
  scenario: Scenario,
  { colours, glyphs }: Style,
): Row[] {
  const addressed = addressedOf(scenario)
  const targets = (
    takes: (of: FunctionResult) => boolean,
    names: (of: Addressed, result: FunctionResult) => string[],
  ) => {
    const found = new Set<string>()
    for (const [name, result] of Object.entries(functions)) {
      if (takes(result))
        for (const each of addressed.get(name) ?? []) for (const to of names(each, result)) found.add(to)
    }
    if (found.size === 0) return ''
    const shown = [...found].slice(0, TARGETS_SHOWN).join(', ')
    return `${glyphs.arrow} ${shown}${found.size > TARGETS_SHOWN ? ` +${found.size - TARGETS_SHOWN} more` : ''}`
  }
  const rows: Row[] = [
    {
      label: 'succeeded',
      count: total.succeeded,
      note: targets(
        ({ deliveries }) => deliveries.onSuccess > 0,
        ({ config }) => named(config.onSuccess, targetName),
      ),
      paint: colours.green,
    },
  ]
  for (const [condition, count] of Object.entries(total.dropped)) {
    if (count === 0) continue
    const note = targets(
      ({ dropped }) => dropped[condition as keyof typeof dropped] > 0,
      ({ config, deadLetterArns }, { deliveries }) => [
        ...(deliveries.onFailure > 0 ? named(config.onFailure, targetName) : []),
        ...(deliveries.deadLetter > 0 ? deadLetterArns.map(deadLetterName) : []),
      ],
    )
    rows.push({ label: condition, count, note: note || 'nothing took them', paint: colours.red })
  }
  if (total.pending > 0) {
    rows.push({ label: 'pending', count: total.pending, note: 'had not ended', paint: colours.yellow })
  }
  if (rows.length > (total.pending > 0 ? 2 : 1)) {
    const note = total.discarded > 0 ? 'lost silently' : 'nothing was lost silently'
    rows.push({ label: 'discarded', count: total.discarded, note, paint: colours.dim })
  }
  return rows
}

function named(arn: string | undefined, name: (arn: string) => string): string[] {
  return arn === undefined ? [] : [name(arn)]
}
