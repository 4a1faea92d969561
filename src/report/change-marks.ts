import type { ChangeResult } from '../scenario/result.ts'
import { Clock } from './clock.ts'
import { countOf } from './number.ts'
import { cut } from './prose.ts'
import { type Style, WIDTH } from './style.ts'

/** Changes that are listed; more are counted. */
const LISTED = 8

/** A mark in each column of a chart of time in which something changed. Empty where nothing did. */
export function changeMarks(
  changes: readonly ChangeResult[],
  spanMs: number,
  columns: number,
  { glyphs }: Style,
): string {
  const marked = new Set(changes.map(({ at }) => Math.min(columns - 1, Math.floor((at / spanMs) * columns))))
  return Array.from({ length: columns }, (_, column) => (marked.has(column) ? glyphs.mark : ' '))
    .join('')
    .trimEnd()
}

/** What the marks stand for, a line each: `▲ 02:00  checkout: reserved concurrency 0`. */
export function changeLines(
  changes: readonly ChangeResult[],
  spanMs: number,
  { colours, glyphs, width = WIDTH }: Style,
): string[] {
  const clock = new Clock(spanMs)
  // A single one left over takes the same line as its number would.
  const shown = changes.slice(0, changes.length === LISTED + 1 ? LISTED + 1 : LISTED)
  const times = shown.map(({ at }) => clock.exact(at))
  const columns = Math.max(0, ...times.map((time) => time.length))
  const lines = shown.map(({ text }, index) => {
    const head = `  ${glyphs.mark} ${times[index]!.padStart(columns)}  `
    return `${colours.yellow(head)}${cut(text, width - head.length, glyphs.more)}`
  })
  const rest = changes.length - shown.length
  return rest > 0 ? [...lines, `  ${glyphs.more} ${countOf(rest, 'more change')}`] : lines
}
