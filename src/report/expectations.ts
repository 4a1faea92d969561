import type { ExpectationResult } from '../scenario/result.ts'
import { durationText } from './duration.ts'
import { countText, moneyText } from './number.ts'
import { cut } from './prose.ts'
import { type Style, WIDTH } from './style.ts'

/** The expectations, one a line: met or not, as written, and what came. */
export function expectationLines(expectations: readonly ExpectationResult[], { colours, glyphs }: Style): string[] {
  const room = WIDTH - 2 - glyphs.unmet.length - 2
  const longest = Math.max(0, ...expectations.map(({ expectation }) => expectation.length))
  const textColumns = Math.min(longest, room - 20)
  return expectations.map(({ expectation, met, actual }) => {
    const mark = (met ? glyphs.met : glyphs.unmet).padEnd(glyphs.unmet.length)
    const text = cut(expectation, textColumns, glyphs.more).padEnd(textColumns)
    return `  ${met ? colours.green(mark) : colours.red(mark)} ${text}  ${actualText(expectation, actual)}`
  })
}

/** What came, in the unit of the metric: its name tells which. */
function actualText(expectation: string, actual: number): string {
  if (/\.(eventAge|completion|duration|age)\.|\.atMs\b/.test(expectation)) return durationText(actual)
  if (/\.cost\.usd\b/.test(expectation)) return moneyText(actual)
  return Number.isInteger(actual) ? countText(actual) : String(Number(actual.toPrecision(4)))
}
