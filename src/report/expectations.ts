import type { ExpectationResult } from '../scenario/result.ts'
import { durationText } from './duration.ts'
import { countText, moneyText } from './number.ts'
import { cut } from './prose.ts'
import { type Style, WIDTH } from './style.ts'

/** Columns that a gap and what came take; a narrow terminal has it below. */
const ACTUAL_COLUMNS = 20

/** The expectations, one a line: met or not, as written, and what came. */
export function expectationLines(
  expectations: readonly ExpectationResult[],
  { colours, glyphs, width = WIDTH }: Style,
): string[] {
  const room = width - 2 - glyphs.unmet.length - 2
  const longest = Math.max(0, ...expectations.map(({ expectation }) => expectation.length))
  const isBeside = room >= longest + ACTUAL_COLUMNS || width === WIDTH
  const textColumns = Math.min(longest, isBeside ? room - ACTUAL_COLUMNS : room)
  return expectations.flatMap(({ expectation, met, actual }) => {
    const mark = (met ? glyphs.met : glyphs.unmet).padEnd(glyphs.unmet.length)
    const text = cut(expectation, textColumns, glyphs.more).padEnd(textColumns)
    const line = `  ${met ? colours.green(mark) : colours.red(mark)} ${text}`
    const came = actualText(expectation, actual)
    const isShort = 2 + mark.length + 1 + expectation.length + 2 + came.length <= width
    if (isBeside) return `${line}  ${came}`
    return isShort ? `${line.trimEnd()}  ${came}` : [line.trimEnd(), `  ${''.padEnd(mark.length)} ${came}`]
  })
}

/** What came, in the unit of the metric: its name tells which. */
export function actualText(expectation: string, actual: number): string {
  if (/\.(eventAge|completion|duration|response|age)\.|\.atMs\b/.test(expectation)) return durationText(actual)
  if (/\.cost\.usd\b/.test(expectation)) return moneyText(actual)
  return Number.isInteger(actual) ? countText(actual) : String(Number(actual.toPrecision(4)))
}
