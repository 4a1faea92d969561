import type { CourseEstimate } from '../../experiment/course-estimate.ts'
import type { TypicalEvent } from '../../experiment/typical-events.ts'
import { answer } from '../answer.ts'
import { callLines } from '../calls.ts'
import { backlogPeak, runningPeak } from '../charts.ts'
import { endsOf } from '../ends.ts'
import { actualText } from '../expectations.ts'
import { functionCells } from '../function-table.ts'
import { countOf, countText, percentText } from '../number.ts'
import { provisionedLine } from '../provisioned.ts'
import { queueLines } from '../queues.ts'
import type { Report } from '../report.ts'
import { SPREAD_COLUMNS, SPREAD_ROWS, spreadText } from '../spreads.ts'
import { PLAIN, type Style, UNICODE } from '../style.ts'
import { titleParts, totalParts } from '../text.ts'
import { costSection, MOST_FUNCTIONS } from './cost.ts'
import { courseCharts } from './course-charts.ts'
import { dataTable } from './data-table.ts'
import { durationBars } from './duration-bars.ts'
import { html, type Markup } from './markup.ts'
import { htmlPage, type PageAssets, type Section } from './page.ts'
import { type Source, sourceSection } from './source.ts'
import { markList, timeMarks } from './time-mark.ts'
import { typicalEvents } from './typical-events.ts'
import { warningSection } from './warnings.ts'

/** All that the page of one run is made from. */
export interface RunPage {
  readonly report: Report
  readonly course: CourseEstimate
  readonly typical: readonly TypicalEvent[]
  readonly source: Source
}

/** A page has no lines to break. */
const STYLE: Style = { colours: PLAIN, glyphs: UNICODE, width: Number.POSITIVE_INFINITY }

/** The page of one run: one HTML file that needs no other. */
export function runPage({ report, course, typical, source }: RunPage, assets: PageAssets): string {
  const { result, scenario } = report
  const marks = timeMarks(scenario, result.endedAt)
  const notes = { backlog: backlogPeak(report), concurrency: runningPeak(report) }
  const isEmpty = result.total.received === 0 && !result.total.synchronous?.calls
  const page = {
    name: result.name,
    facts: titleParts(report),
    answer: answer(report),
    sections: [
      isEmpty ? undefined : { heading: 'Where the events went', body: [ends(report), lines(report)] },
      expectations(report),
      isEmpty
        ? undefined
        : {
            heading: 'Over time',
            body: [markList(marks), courseCharts([{ name: '', course, marks, notes }], result.endedAt)],
          },
      durationSection(course),
      typicalSection(typical, report),
      functionSection(report),
      costSection(result, scenario),
      warningSection(result.warnings),
      sourceSection(source, assets.version),
    ],
  }
  return htmlPage(page, assets)
}

/** The ends of events with their shares as bars, and the percentiles. */
function ends(report: Report): Markup {
  const { result } = report
  const { total } = result
  const ways = endsOf(report, UNICODE)
  const hasNotes = ways.some(({ note }) => note !== '')
  const rows = ways.map(({ label, count, note, colour }) => {
    const share = total.received > 0 ? (count / total.received) * 100 : 0
    return [
      label,
      countText(count),
      percentText(count, total.received),
      html`<span class="track"><span class="bar ${colour}" style="inline-size:${share.toFixed(2)}%"></span></span>`,
      ...(hasNotes ? [note.replace(/^→ /, '')] : []),
    ]
  })
  return html`<div class="ends">${dataTable({
    caption: `${countOf(total.received, 'event')} accepted`,
    head: ['', 'events', 'share', '', ...(hasNotes ? ['where to'] : [])],
    rows,
    words: [3, 4],
  })}</div>
${dataTable({
  caption: 'How long it took',
  head: ['', ...SPREAD_COLUMNS],
  rows: SPREAD_ROWS.map((row) => [row.label, ...SPREAD_COLUMNS.map((name) => spreadText(row, name, total))]),
})}`
}

/** What else there is to say in numbers. */
function lines(report: Report): Markup {
  const texts = [
    totalParts(report).join(' · '),
    ...callLines(report, STYLE),
    ...provisionedLine(report, STYLE),
    ...queueLines(report, STYLE),
  ].filter((text) => text !== '')
  return html`${texts.map((text) => html`<p class="figures">${text.trim()}</p>\n`)}`
}

function expectations({ result }: Report): Section | undefined {
  if (result.expectations.length === 0) return undefined
  const rows = result.expectations.map(({ expectation, met, actual }) => [
    html`<code>${expectation}</code>`,
    verdict(met),
    actualText(expectation, actual),
  ])
  const body = dataTable({
    caption: 'Expectations',
    isCaptionHidden: true,
    head: ['', '', 'what came'],
    rows,
    words: [1],
  })
  return { heading: 'Expectations', body }
}

/** Whether something was met, in a word and a sign. */
export function verdict(isMet: boolean, text = isMet ? 'met' : 'not met'): Markup {
  return html`<span class="${isMet ? 'met' : 'unmet'}"><span aria-hidden="true">${isMet ? '✓' : '✗'}</span> ${text}</span>`
}

/** Histograms of ages and completions. */
export function durationSection({
  eventAge,
  completion,
}: Pick<CourseEstimate, 'eventAge' | 'completion'>): Section | undefined {
  const bars = [
    durationBars('Completion, from acceptance to the end of an event', [{ name: '', counts: completion }]),
    durationBars('Age at each dispatch', [{ name: '', counts: eventAge }]),
  ].filter((each) => each !== undefined)
  return bars.length === 0
    ? undefined
    : { heading: 'How times are spread', body: html`<div class="pair">${bars}</div>` }
}

export function typicalSection(
  typical: readonly TypicalEvent[],
  { result, scenario }: Pick<Report, 'result' | 'scenario'>,
): Section | undefined {
  if (typical.length === 0) return undefined
  const { received, pending } = result.total
  const lead =
    'Of each fate the median event, by attempts and then by age at its end. Each step names how sure its rule is.'
  return {
    heading: 'Typical events',
    body: html`<p>${lead}</p>\n${typicalEvents(typical, received - pending, scenario)}`,
  }
}

function functionSection(report: Pick<Report, 'result' | 'scenario'>): Section | undefined {
  if (Object.keys(report.result.functions).length < 2) return undefined
  const { head, rows } = functionCells(report, MOST_FUNCTIONS)
  const body = dataTable({ caption: 'Functions', isCaptionHidden: true, head, rows, isSummed: true })
  return { heading: 'Functions', body }
}
