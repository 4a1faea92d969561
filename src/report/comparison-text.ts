import type { ComparisonResult } from '../experiment/comparison.ts'
import type { Doubt } from '../experiment/estimate.ts'
import { cellsTable } from './cells-table.ts'
import {
  CHANCE,
  CHANCE_TEXT,
  COMPARED_HEAD,
  comparedFigures,
  comparedFunctions,
  FUNCTIONS_HEAD,
  NO_FUNCTION,
  OVERVIEW_HEAD,
  overviewCells,
} from './compared-figures.ts'
import type { ComparisonReport } from './comparison.ts'
import { comparisonAnswer } from './comparison-answer.ts'
import { briefText, durationText } from './duration.ts'
import { changeTexts, eventsSentence } from './event-changes-text.ts'
import { doubtLines } from './figure-text.ts'
import { changedPaths, lengthText } from './length-text.ts'
import { countOf } from './number.ts'
import { cut, cutInside, flow, listed, wrap } from './prose.ts'
import { sectionsText } from './sections.ts'
import { shellWord } from './shell-word.ts'
import { type Style, WIDTH } from './style.ts'
import { timelineText } from './timeline-text.ts'

/** Functions that have a row of their own. */
const FUNCTIONS = 8

/** What a comparison says, for a terminal: the answer first, then the figures, then which events made it. */
export function comparisonText(report: ComparisonReport, style: Style): string {
  const { result } = report
  const { width = WIDTH } = style
  const doubts = new Set<Doubt | undefined>()
  const alternatives = result.settings.slice(1)
  const sections = [
    title(report, style),
    wrap(comparisonAnswer(result), '  ', width),
    alternatives.length > 1 ? overview(report, style) : [],
    ...alternatives.flatMap((setting, place) => [
      wrap(setting.with, '  ', width).map((line) => style.colours.bold(line)),
      figureRows(report, place, doubts, style),
      functionRows(report, place, style),
      eventLines(report, place, style),
    ]),
    stopLines(report, style),
    doubtLines(doubts, result.replications, report.unseenShare).flatMap((line) => wrap(line, '  ', width)),
    exampleLines(report, style),
    nextSteps(report),
  ]
  return sectionsText(sections, style)
}

/** What was simulated, and under which seed. @param took ` in 1.4 s` or nothing */
export function comparisonTitle({ result }: Pick<ComparisonReport, 'result'>, took = ''): string[] {
  const { settings, replications, runLength, warmUp, seed } = result
  const left = warmUp > 0 ? ` without the first ${briefText(warmUp)}` : ''
  const length = lengthText(
    runLength,
    settings.flatMap((setting) => changedPaths(setting.with)),
  )
  return [
    `${settings.length} settings, ${countOf(replications, 'replication')}${length}${left} each${took === '' ? '' : `, simulated${took}`}`,
    `seed ${seed}`,
  ]
}

function title(report: ComparisonReport, { colours, glyphs, width = WIDTH }: Style): string[] {
  const { elapsedMs } = report
  const parts = comparisonTitle(report, elapsedMs === undefined ? '' : ` in ${durationText(elapsedMs)}`)
  return [colours.bold(cut(report.result.name, width, glyphs.more)), ...flow(parts, ` ${glyphs.dot} `, '', width)]
}

/** A row a setting, with what one looks at first. */
function overview({ result }: ComparisonReport, style: Style): string[] {
  const name = (text: string) => cutInside(text, 40, style.glyphs.more)
  return cellsTable(OVERVIEW_HEAD, overviewCells(result, name), style)
}

function figureRows(
  { result }: ComparisonReport,
  place: number,
  doubts: Set<Doubt | undefined>,
  style: Style,
): string[] {
  const rows = comparedFigures(result, place).map(({ cells, difference }) => {
    doubts.add(difference?.doubt)
    return cells
  })
  const lines = cellsTable(COMPARED_HEAD, rows, style)
  return rows.some((row) => row[5] === CHANCE) ? [...lines, `  ${CHANCE_TEXT}`] : lines
}

/** The functions that drop more or fewer events for sure. */
function functionRows({ result }: ComparisonReport, place: number, style: Style): string[] {
  const functions = comparedFunctions(result, place)
  if (!functions) return []
  if (functions.length === 0) return [`  ${NO_FUNCTION}`]
  const rows = functions.slice(0, FUNCTIONS).map(([name, ...cells]) => [cut(name!, 30, style.glyphs.more), ...cells])
  const rest = functions.length - rows.length
  return [
    ...cellsTable(FUNCTIONS_HEAD, rows, style),
    ...(rest > 0 ? [`  and ${countOf(rest, 'other function')}: --json has them`] : []),
  ]
}

/** How events fared in the first replication, one by one. */
function eventLines({ result }: ComparisonReport, place: number, { glyphs, width = WIDTH }: Style): string[] {
  return [
    ...wrap(eventsSentence(result, place), '  ', width),
    ...changeTexts(result, place, glyphs).flatMap((text) => wrap(text, '    ', width)),
  ]
}

function stopLines({ result }: ComparisonReport, { width }: Style): string[] {
  return wrap(comparisonStopText(result), '  ', width)
}

/** Why there are no more replications, where that is not what was asked for; else empty. */
export function comparisonStopText({ stopped, replications, precision }: ComparisonResult): string {
  if (stopped === 'interrupted')
    return `Interrupted: this is what ${countOf(replications, 'complete replication')} ${replications === 1 ? 'says' : 'say'}.`
  if (!precision) return ''
  const asked = `${Number((precision.asked * 100).toPrecision(3))} %`
  return precision.loose.length === 0
    ? `The difference of each headline figure is known to ${asked} of it.`
    : `Differences not known to ${asked} after ${countOf(replications, 'replication')}: ${listed(precision.loose)}.`
}

/** One event under both settings. */
function exampleLines({ result, scenarios }: ComparisonReport, style: Style): string[] {
  const { example } = result
  if (!example) return []
  const place = result.settings.findIndex((setting) => setting.with === example.with)
  const [before, after] = example.timelines.map((timeline, index) => {
    const scenario = scenarios[index * place]!
    const text = timelineText({ scenario, timelines: [timeline], question: undefined }, style)
    // Without the name and the seed of the run, which stand above.
    return text
      .slice(text.indexOf('\n\n') + 2)
      .trimEnd()
      .split('\n')
  })
  const { width } = style
  return [
    ...wrap(`One of them, with the file as it is:`, '  ', width),
    '',
    ...before!,
    '',
    ...wrap(`The same event with ${example.with}:`, '  ', width),
    '',
    ...after!,
  ]
}

function nextSteps({ result, file, changes }: ComparisonReport): string[] {
  const words = (command: string, ...more: readonly string[]) =>
    ['  asyncinvoke', command, shellWord(file), ...changes.map(shellWord), ...more].join(' ')
  const example = result.example?.timelines[0].event
  return [
    ...(example === undefined ? [] : [words('explain', '--event', String(example))]),
    words('run', '--replications', String(Math.max(2, result.replications))),
  ]
}
