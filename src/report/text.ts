import { answer } from './answer.ts'
import { callLines } from './calls.ts'
import { charts } from './charts.ts'
import { Clock } from './clock.ts'
import { briefText, durationText } from './duration.ts'
import { endsTable } from './ends.ts'
import { expectationLines } from './expectations.ts'
import { functionTable } from './function-table.ts'
import { nextSteps } from './next-steps.ts'
import { countOf, moneyText } from './number.ts'
import { cut, flow, wrap } from './prose.ts'
import { provisionedLine } from './provisioned.ts'
import { queueLines } from './queues.ts'
import type { Report } from './report.ts'
import { sectionsText } from './sections.ts'
import { spreadsTable } from './spreads.ts'
import { type Style, WIDTH } from './style.ts'

/** Room for ` in 9 m 59 s`: a title with more may take more lines. */
const TOOK_COLUMNS = 12

/**
 * The report of one run for a terminal: one screen of 80 columns, the answer first, then the evidence, then what to
 * try next. Every line ends in a line feed.
 */
export function reportText(report: Report, style: Style): string {
  const { result } = report
  const nothing = result.total.received === 0
  const sections = [
    title(report, style),
    nothing ? [] : [`  ${countOf(result.total.received, 'event')} accepted`, ...endsTable(report, style)],
    wrap(answer(report), '  ', style.width),
    nothing ? [] : spreadsTable(result.total, style),
    charts(report, style),
    queueLines(report, style),
    functionTable(report, style),
    [
      ...callLines(report, style),
      ...totals(report, style),
      ...provisionedLine(report, style),
      ...expectationLines(result.expectations, style),
    ],
    nextSteps(report, style),
  ]
  return sectionsText(sections, style)
}

/** What was simulated, and under which seed: `6 h simulated in 1.4 s`, `seed 42`. @param took ` in 1.4 s` or nothing */
export function titleParts({ result }: Pick<Report, 'result'>, took = ''): [simulated: string, seed: string] {
  // Events at time 0 alone make a run without a length; it still takes until they have ended.
  const length = result.runLength > 0 ? briefText(result.runLength) : durationText(result.endedAt)
  const reached = new Clock(result.endedAt).floor(result.endedAt)
  const simulated = result.complete ? `${length} simulated${took}` : `stopped at ${reached} of ${length}${took}`
  const warmUp = result.warmUp > 0 ? ` without the first ${briefText(result.warmUp)}` : ''
  return [`${simulated}${warmUp}`, `seed ${result.seed}`]
}

function title(report: Report, { colours, glyphs, width = WIDTH }: Style): string[] {
  const { result, elapsedMs } = report
  const took = elapsedMs === undefined ? '' : ` in ${durationText(elapsedMs)}`
  const parts = titleParts(report, took)
  const rest = parts.map((part) => ` ${glyphs.dot} ${part}`).join('')
  // The time that it took has a fixed room, so that the same scenario always reads the same.
  const name = cut(result.name, WIDTH - (rest.length - took.length + TOOK_COLUMNS), glyphs.more)
  if (name.length + rest.length <= width) return [colours.bold(name) + rest]
  return [...wrap(name, '', width).map((line) => colours.bold(line)), ...flow(parts, ` ${glyphs.dot} `, '', width)]
}

function totals(report: Report, { glyphs, width }: Style): string[] {
  return flow(totalParts(report), ` ${glyphs.dot} `, '  ', width)
}

/** What the run took, in parts of a line: attempts, errors, throttles, cold starts, cost. */
export function totalParts({ result }: Pick<Report, 'result'>): string[] {
  const { received, attempts, errors, throttles, systemErrors, coldStarts, cost, sideEffects, synchronous } =
    result.total
  if (received === 0 && !synchronous?.calls) return []
  const repeated = sideEffects?.repeated ?? 0
  return [
    ...(received > 0 ? [countOf(attempts, 'attempt'), countOf(errors, 'error'), countOf(throttles, 'throttle')] : []),
    ...(systemErrors > 0 ? [countOf(systemErrors, 'system error')] : []),
    countOf(coldStarts, 'cold start'),
    ...(repeated > 0 ? [countOf(repeated, 'repeated side effect')] : []),
    moneyText(cost.usd),
  ]
}
