import type { FunctionResult, RunResult } from '../scenario/result.ts'
import { durationText } from './duration.ts'
import { countOf, countText, percentText } from './number.ts'
import { cut } from './prose.ts'
import { type Style, WIDTH } from './style.ts'

const SHOWN = 5
const HEAD = ['received', 'succeeded', 'dropped', 'errors', 'throttles', 'age p99'] as const
const SHORTEST_NAME = 8

/** The functions with most drops, then most events, a row each; the others summed. Empty for a single function. */
export function busiestTable({ functions }: RunResult, { colours, glyphs }: Style): string[] {
  const all = Object.entries(functions)
  if (all.length < 2) return []
  const sorted = all.toSorted(([, a], [, b]) => drops(b) - drops(a) || b.received - a.received)
  // A single one left over takes the same line as its sum would.
  const shown = sorted.slice(0, sorted.length === SHOWN + 1 ? SHOWN + 1 : SHOWN)
  const rest = sorted.slice(shown.length).map(([, result]) => result)
  const rows = shown.map(([name, result]) => [name, ...cells([result]), ageText(result)])
  if (rest.length > 0) rows.push([countOf(rest.length, 'other'), ...cells(rest), ''])
  const widths = HEAD.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column + 1]!.length)))
  const taken = 2 + widths.reduce((sum, width) => sum + width + 2, 0)
  const longest = Math.max('function'.length, ...rows.map(([name]) => name!.length))
  const nameColumns = Math.max(SHORTEST_NAME, Math.min(longest, WIDTH - taken))
  const line = ([name, ...figures]: readonly string[]) =>
    cut(name!, nameColumns, glyphs.more).padEnd(nameColumns) +
    figures.map((text, column) => `  ${text.padStart(widths[column]!)}`).join('')
  return [`  ${colours.dim(line(['function', ...HEAD]))}`, ...rows.map((row) => `  ${line(row)}`.trimEnd())]
}

function cells(results: readonly FunctionResult[]): string[] {
  const sum = (of: (result: FunctionResult) => number) => results.reduce((total, result) => total + of(result), 0)
  const received = sum(({ received }) => received)
  return [
    countText(received),
    received === 0
      ? ''
      : percentText(
          sum(({ succeeded }) => succeeded),
          received,
        ),
    countText(sum(drops)),
    countText(sum(({ errors }) => errors)),
    countText(sum(({ throttles }) => throttles)),
  ]
}

/** Ages are sampled at dispatches: without any there is nothing to tell. */
function ageText({ attempts, throttles, systemErrors, eventAge }: FunctionResult): string {
  return attempts + throttles + systemErrors === 0 ? '-' : durationText(eventAge.p99)
}

/** All drops of a function. */
export function drops({ dropped }: FunctionResult): number {
  return Object.values(dropped).reduce((sum, count) => sum + count, 0)
}
