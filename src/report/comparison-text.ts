import type { ComparedFigure, ComparisonResult } from '../experiment/comparison.ts'
import type { Doubt } from '../experiment/estimate.ts'
import { cellsTable } from './cells-table.ts'
import type { ComparisonReport } from './comparison.ts'
import { comparisonAnswer, isSure, signed } from './comparison-answer.ts'
import { briefText, durationText } from './duration.ts'
import { doubtLines, halfWidthText, type Notation, valueText } from './figure-text.ts'
import { countOf, countText } from './number.ts'
import { cut, cutInside, flow, listed, wrap } from './prose.ts'
import { shellWord } from './shell-word.ts'
import { ASCII, type Glyphs, type Style, WIDTH } from './style.ts'
import { timelineText } from './timeline-text.ts'

/** The rows of each setting's table. A row that is 0 in both is left out, but for the first two. */
const ROWS: readonly (readonly [label: string, metric: string, notation: Notation])[] = [
  ['events accepted', 'received', 'count'],
  ['dropped', 'dropped', 'count'],
  ['RetriesExhausted', 'dropped.RetriesExhausted', 'count'],
  ['EventAgeExceeded', 'dropped.EventAgeExceeded', 'count'],
  ['ZeroReservedConcurrency', 'dropped.ZeroReservedConcurrency', 'count'],
  ['RecursiveInvocation', 'dropped.RecursiveInvocation', 'count'],
  ['discarded', 'discarded', 'count'],
  ['age at dispatch p99', 'eventAge.p99', 'duration'],
  ['completion mean', 'completion.mean', 'duration'],
  ['completion p50', 'completion.p50', 'duration'],
  ['completion p99', 'completion.p99', 'duration'],
  ['completion max', 'completion.max', 'duration'],
  ['backlog, peak', 'backlog.max', 'count'],
  ['running, peak', 'concurrency.max', 'count'],
  ['running, mean', 'concurrency.mean', 'amount'],
  ['attempts', 'attempts', 'count'],
  ['errors', 'errors', 'count'],
  ['throttles', 'throttles', 'count'],
  ['cold starts', 'coldStarts', 'count'],
  ['repeated side effects', 'sideEffects.repeated', 'count'],
  ['calls throttled', 'synchronous.throttles', 'count'],
  ['response p99', 'synchronous.response.p99', 'duration'],
  ['requests billed', 'cost.requests', 'count'],
  ['GB-seconds', 'cost.gbSeconds', 'amount'],
  ['cost', 'cost.usd', 'money'],
]

/** What the first column is called. */
export const AS_IT_IS = 'the file as it is'
/** Events of a change that are named. */
const NAMED = 4
export const COMPARED_HEAD = ['', 'as it is', 'with it', 'difference', '±', '']

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
      eventLines(report, place, style),
    ]),
    stopLines(report, style),
    doubtLines(doubts, result.replications, report.unseenShare).flatMap((line) => wrap(line, '  ', width)),
    exampleLines(report, style),
    nextSteps(report),
  ]
  const text = `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
  return style.glyphs === ASCII ? text.replaceAll('±', '+-').replaceAll(/\P{ASCII}/gu, '?') : text
}

/** What was simulated, and under which seed. @param took ` in 1.4 s` or nothing */
export function comparisonTitle({ result }: Pick<ComparisonReport, 'result'>, took = ''): string[] {
  const { settings, replications, runLength, warmUp, seed } = result
  const left = warmUp > 0 ? ` without the first ${briefText(warmUp)}` : ''
  const length = runLength > 0 ? ` of ${briefText(runLength)}` : ''
  return [
    `${settings.length} settings, ${countOf(replications, 'replication')}${length}${left} each, simulated${took}`,
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
  const { total } = result.figures
  const columns = [
    ['dropped', 'dropped', 'count'],
    ['completion p99', 'completion.p99', 'duration'],
    ['cost', 'cost.usd', 'money'],
  ] as const
  const rows = result.settings.map((setting, place) => [
    cutInside(setting.with || AS_IT_IS, 40, style.glyphs.more),
    ...columns.map(([, metric, notation]) => {
      const estimate = total[metric]!.settings[place]
      return estimate ? valueText(estimate.mean, notation) : ''
    }),
  ])
  return cellsTable(['setting', ...columns.map(([label]) => label)], rows, style)
}

function figureRows(
  { result }: ComparisonReport,
  place: number,
  doubts: Set<Doubt | undefined>,
  style: Style,
): string[] {
  const rows = comparedCells(result, place, doubts)
  const lines = cellsTable(COMPARED_HEAD, rows, style)
  return rows.some((row) => row[5] === CHANCE) ? [...lines, `  ${CHANCE_TEXT}`] : lines
}

/** What stands beside a difference that may be none, and what that means. */
const CHANCE = 'chance'
export const CHANCE_TEXT = `${CHANCE}: the interval of the difference has 0 in it.`

/**
 * A row for each figure that tells something: label, the two means, their difference and its half-width, and what speaks
 * against it.
 *
 * @param place of the alternative, from 0
 * @param doubts takes the doubts that there are
 */
export function comparedCells(result: ComparisonResult, place: number, doubts: Set<Doubt | undefined>): string[][] {
  return ROWS.flatMap(([label, metric, notation], row) => {
    const figure: ComparedFigure | undefined = result.figures.total[metric]
    if (!figure) return []
    const before = figure.settings[0]
    const after = figure.settings[place + 1]
    if (row > 1 && !before?.mean && !after?.mean) return []
    const difference = figure.differences[place]
    doubts.add(difference?.doubt)
    return [
      [
        label,
        before ? valueText(before.mean, notation) : '',
        after ? valueText(after.mean, notation) : '',
        difference ? signed(difference.mean, notation) : '',
        difference ? halfWidthText(difference, notation) : '',
        difference?.doubt ?? (difference?.halfWidth && !isSure(difference) ? CHANCE : ''),
      ],
    ]
  })
}

/** How events fared in the first replication, one by one. */
function eventLines({ result }: ComparisonReport, place: number, { glyphs, width = WIDTH }: Style): string[] {
  return [
    ...wrap(eventsSentence(result, place), '  ', width),
    ...changeTexts(result, place, glyphs).flatMap((text) => wrap(text, '    ', width)),
  ]
}

/** How events fared under an alternative, in one sentence. */
export function eventsSentence(result: ComparisonResult, place: number): string {
  const { compared, changes, sooner, later, onlyBefore, onlyAfter } = result.events[place]!
  const others = changes.reduce((sum, { count }) => sum + count, 0)
  const rest = [
    ...(sooner > 0 ? [`${countText(sooner)} ended sooner`] : []),
    ...(later > 0 ? [`${countText(later)} ended later`] : []),
  ]
  const alone = [
    ...(onlyBefore > 0 ? [`${countOf(onlyBefore, 'event')} came without it only`] : []),
    ...(onlyAfter > 0 ? [`${countOf(onlyAfter, 'event')} came with it only`] : []),
  ]
  const first = result.replications > 1 ? ' of the first replication' : ''
  const lead =
    others === 0
      ? `Each of the ${countOf(compared, 'event')}${first} ended the same way`
      : `${countText(others)} of ${countOf(compared, 'event')}${first} ended otherwise`
  const like = rest.length > 0 ? `; ${others === 0 ? '' : 'of the others '}${listed(rest)}` : ''
  return `${[lead + like, ...alone].join('; ')}.`
}

/** Each way in which events ended otherwise, with some of them. */
export function changeTexts(result: ComparisonResult, place: number, glyphs: Glyphs): string[] {
  return result.events[place]!.changes.map(({ from, to, count, events }) => {
    const numbers = events.slice(0, NAMED).map(([before]) => countText(before))
    const named = `event ${numbers.join(', ')}${count > numbers.length ? ` ${glyphs.more}` : ''}`
    return `${countText(count)}  ${from} ${glyphs.arrow} ${to}  ${named}`
  })
}

function stopLines({ result }: ComparisonReport, { width }: Style): string[] {
  const { stopped, replications, precision } = result
  if (stopped === 'interrupted')
    return wrap(`Interrupted: this is what ${countOf(replications, 'complete replication')} say.`, '  ', width)
  if (!precision) return []
  const asked = `${Number((precision.asked * 100).toPrecision(3))} %`
  const text =
    precision.loose.length === 0
      ? `The difference of each headline figure is known to ${asked} of it.`
      : `Differences not known to ${asked} after ${countOf(replications, 'replication')}: ${listed(precision.loose)}.`
  return wrap(text, '  ', width)
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
