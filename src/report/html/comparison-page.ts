import type { CourseEstimate } from '../../experiment/course-estimate.ts'
import type { Doubt } from '../../experiment/estimate.ts'
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
} from '../compared-figures.ts'
import type { ComparisonReport } from '../comparison.ts'
import { comparisonAnswer } from '../comparison-answer.ts'
import { comparisonStopText, comparisonTitle } from '../comparison-text.ts'
import { changeTexts, eventsSentence } from '../event-changes-text.ts'
import { doubtLines, halfWidthText, valueText } from '../figure-text.ts'
import { countText } from '../number.ts'
import { UNICODE } from '../style.ts'
import { fateText } from '../timeline-sentence.ts'
import { MOST_FUNCTIONS } from './cost.ts'
import { courseCharts, type DrawnCourse } from './course-charts.ts'
import { dataTable } from './data-table.ts'
import { durationBars } from './duration-bars.ts'
import { intervalMark, SCALE_TEXT } from './interval-mark.ts'
import { breakable, html, type Markup } from './markup.ts'
import { htmlPage, type PageAssets, type Section } from './page.ts'
import { verdict } from './run-page.ts'
import { settingNames } from './setting-name.ts'
import { type Source, sourceSection } from './source.ts'
import { markList, timeMarks } from './time-mark.ts'
import { timelineFigure } from './typical-events.ts'
import { warningSection } from './warnings.ts'

/** All that the page of a comparison is made from. */
export interface ComparisonPage {
  readonly report: ComparisonReport
  /** Of each setting, in the order of the result's. */
  readonly courses: readonly CourseEstimate[]
  readonly source: Source
}

/** The page of a comparison: one HTML file that needs no other. Settings stand side by side on one scale. */
export function comparisonPage({ report, courses, source }: ComparisonPage, assets: PageAssets): string {
  const { result, scenarios } = report
  const names = settingNames(result.settings.map((setting) => setting.with))
  const spanMs = Math.max(...courses.map(({ columns, periodMs }) => columns.backlog.mean.length * periodMs))
  const drawn = courses.map((course, place) => ({
    name: names[place]!,
    course,
    marks: timeMarks(scenarios[place]!, spanMs),
  }))
  const page = {
    name: result.name,
    facts: comparisonTitle(report),
    answer: comparisonAnswer(result),
    sections: [
      result.settings.length > 2
        ? {
            heading: 'The settings',
            body: dataTable({
              caption: 'The settings',
              isCaptionHidden: true,
              head: OVERVIEW_HEAD,
              rows: overviewCells(result).map(([name, ...cells]) => [breakable(name!), ...cells]),
            }),
          }
        : undefined,
      differences(report),
      { heading: 'Over time', body: [markLists(drawn), courseCharts(drawn, spanMs)] },
      {
        heading: 'How times are spread',
        body: [
          durationBars(
            'Completion, from acceptance to the end of an event',
            courses.map(({ completion }, place) => ({ name: names[place]!, counts: completion })),
          ),
          durationBars(
            'Age at each dispatch',
            courses.map(({ eventAge }, place) => ({ name: names[place]!, counts: eventAge })),
          ),
        ],
      },
      exampleSection(report),
      costs(report, names),
      expectations(report, names),
      warningSection(result.warnings),
      sourceSection(source, assets.version),
    ],
  }
  return htmlPage(page, assets)
}

/** What is marked: of the file as it is, and of each setting that has other marks. */
function markLists(drawn: readonly DrawnCourse[]): Markup {
  const [base, ...others] = drawn as [DrawnCourse, ...DrawnCourse[]]
  const known = JSON.stringify(base.marks)
  const differing = others.filter(({ marks }) => JSON.stringify(marks) !== known)
  return html`${markList(base.marks)}${differing.map(
    ({ name, marks }) => html`<h3>With ${name}</h3>\n${markList(marks, `Marked with ${name}`)}`,
  )}`
}

/** What each alternative changes: figure by figure, then event by event. */
function differences(report: ComparisonReport): Section {
  const { result } = report
  const doubts = new Set<Doubt | undefined>()
  let hasChance = false
  const parts = result.settings.slice(1).map((setting, place) => {
    const rows = comparedFigures(result, place).map(({ cells, before, difference }) => {
      doubts.add(difference?.doubt)
      hasChance ||= cells.at(-1) === CHANCE
      return [...cells.slice(0, -1), intervalMark(before, difference), cells.at(-1)!]
    })
    const head = [...COMPARED_HEAD.slice(0, -1), `change, ${SCALE_TEXT}`, 'doubt']
    return html`<h3>${breakable(setting.with)}</h3>
${dataTable({ caption: `With ${setting.with}`, isCaptionHidden: true, head, rows, words: [5, 6] })}${functionTable(result, place)}<p>${eventsSentence(result, place)}</p>
<ul>${changeTexts(result, place, UNICODE).map((text) => html`<li>${text}</li>\n`)}</ul>
`
  })
  const remarks = [
    ...(hasChance ? [CHANCE_TEXT] : []),
    comparisonStopText(result),
    ...doubtLines(doubts, result.replications, report.unseenShare),
  ].filter((text) => text !== '')
  return { heading: 'What differs', body: [parts, remarks.map((text) => html`<p>${text}</p>\n`)] }
}

/** The functions that drop more or fewer events for sure. */
function functionTable(result: ComparisonReport['result'], place: number): Markup | undefined {
  const rows = comparedFunctions(result, place)
  if (!rows) return undefined
  if (rows.length === 0) return html`<p>${NO_FUNCTION}</p>\n`
  return dataTable({
    caption: 'Functions that differ for sure',
    isCaptionHidden: true,
    head: FUNCTIONS_HEAD,
    rows: rows.slice(0, MOST_FUNCTIONS),
  })
}

/** One event under both settings. */
function exampleSection({ result, scenarios }: ComparisonReport): Section | undefined {
  const { example } = result
  if (!example) return undefined
  const place = result.settings.findIndex((setting) => setting.with === example.with)
  const [before, after] = example.timelines
  return {
    heading: 'One event that fared differently',
    body: html`<h3>With the file as it is: ${fateText(before)}</h3>
${timelineFigure(before, scenarios[0]!, 'before')}<h3>With ${breakable(example.with)}: ${fateText(after)}</h3>
${timelineFigure(after, scenarios[place]!, 'after')}`,
  }
}

function costs({ result }: ComparisonReport, names: readonly string[]): Section {
  const { total } = result.figures
  const columns = [
    ['requests', 'cost.requests', 'count'],
    ['GB-seconds', 'cost.gbSeconds', 'amount'],
    ['US $', 'cost.usd', 'money'],
  ] as const
  const rows = names.map((name, place) => [
    name,
    ...columns.flatMap(([, metric, notation]) => {
      const estimate = total[metric]?.settings[place]
      return estimate ? [valueText(estimate.mean, notation), halfWidthText(estimate, notation)] : ['', '']
    }),
  ])
  const head = ['setting', ...columns.flatMap(([label]) => [label, '±'])]
  return { heading: 'Cost', body: dataTable({ caption: 'Cost of a run', isCaptionHidden: true, head, rows }) }
}

function expectations({ result }: ComparisonReport, names: readonly string[]): Section | undefined {
  const texts = [...new Set(result.settings.flatMap((setting) => setting.expectations.map((each) => each.expectation)))]
  if (texts.length === 0) return undefined
  const rows = texts.map((text) => [
    html`<code>${text}</code>`,
    ...result.settings.map(({ expectations }) => {
      const met = expectations.find(({ expectation }) => expectation === text)?.met
      if (met === undefined) return '-'
      return verdict(met === result.replications, `met in ${countText(met)} of ${countText(result.replications)}`)
    }),
  ])
  const words = names.map((_, place) => place + 1)
  const body = dataTable({ caption: 'Expectations', isCaptionHidden: true, head: ['', ...names], rows, words })
  return { heading: 'Expectations', body }
}
