import type { CourseEstimate } from '../../experiment/course-estimate.ts'
import type { Doubt } from '../../experiment/estimate.ts'
import type { TypicalEvent } from '../../experiment/typical-events.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { doubtLines } from '../figure-text.ts'
import { countText } from '../number.ts'
import {
  FUNCTIONS_HEAD,
  figureCells,
  functionEstimates,
  QUEUES_HEAD,
  queueEstimates,
  type ReplicationsReport,
  replicationsAnswer,
  replicationsTitle,
  stopText,
} from '../replications-text.ts'
import { costSection, MOST_FUNCTIONS } from './cost.ts'
import { courseCharts } from './course-charts.ts'
import { dataTable } from './data-table.ts'
import { html, type Markup } from './markup.ts'
import { htmlPage, type PageAssets, type Section } from './page.ts'
import { durationSection, typicalSection, verdict } from './run-page.ts'
import { type Source, sourceSection } from './source.ts'
import { markList, timeMarks } from './time-mark.ts'
import { warningSection } from './warnings.ts'

/** All that the page of replications is made from. */
export interface ReplicationsPage {
  readonly report: ReplicationsReport
  readonly scenario: Scenario
  readonly course: CourseEstimate
  /** Of the first replication. */
  readonly typical: readonly TypicalEvent[]
  readonly source: Source
}

/** What holds of one run only, on a page of several. */
const OF_THE_FIRST = 'of the first replication'

/** The page of replications: one HTML file that needs no other. Every figure and every curve has its interval. */
export function replicationsPage(
  { report, scenario, course, typical, source }: ReplicationsPage,
  assets: PageAssets,
): string {
  const { result } = report
  const { figures, count } = result.replications
  const doubts = new Set<Doubt | undefined>()
  const table = dataTable({
    caption: `Means of ${countText(count)} replications, with 95 % intervals`,
    head: ['', 'mean', '±', 'from', 'to', 'doubt'],
    rows: figureCells(figures.total, doubts),
    words: [5],
  })
  const remarks = [stopText(result.replications), ...doubtLines(doubts, count, report.unseenShare)]
  const run = { result, scenario }
  const spanMs = course.columns.backlog.mean.length * course.periodMs
  const marks = timeMarks(scenario, spanMs)
  const page = {
    name: result.name,
    facts: replicationsTitle(report),
    answer: replicationsAnswer(result),
    sections: [
      {
        heading: 'Figures',
        body: [table, others(report), remarks.filter((text) => text !== '').map((text) => html`<p>${text}</p>\n`)],
      },
      expectations(report),
      { heading: 'Over time', body: [markList(marks), courseCharts([{ name: '', course, marks }], spanMs)] },
      durationSection(course),
      named(typicalSection(typical, run)),
      named(costSection(result, scenario)),
      warningSection(result.warnings),
      sourceSection(source, assets.version),
    ],
  }
  return htmlPage(page, assets)
}

/** The functions, where there are several, and the queues. */
function others({ result: { replications } }: ReplicationsReport): Markup[] {
  const functions = functionEstimates(replications)
  const queues = queueEstimates(replications)
  return [
    ...(functions.length > 1
      ? [
          dataTable({
            caption:
              functions.length > MOST_FUNCTIONS
                ? `The ${MOST_FUNCTIONS} of ${countText(functions.length)} functions with most drops`
                : 'Functions',
            head: FUNCTIONS_HEAD,
            rows: functions.slice(0, MOST_FUNCTIONS),
          }),
        ]
      : []),
    ...(queues.length > 0 ? [dataTable({ caption: 'Queues', head: QUEUES_HEAD, rows: queues })] : []),
  ]
}

function named(section: Section | undefined): Section | undefined {
  return section && { ...section, heading: `${section.heading} ${OF_THE_FIRST}` }
}

function expectations({ result }: ReplicationsReport): Section | undefined {
  const { expectations, count } = result.replications
  if (expectations.length === 0) return undefined
  const rows = expectations.map(({ expectation, met }) => [
    html`<code>${expectation}</code>`,
    verdict(met === count, `met in ${countText(met)} of ${countText(count)}`),
  ])
  const body = dataTable({ caption: 'Expectations', isCaptionHidden: true, head: ['', ''], rows, words: [1] })
  return { heading: 'Expectations', body }
}
