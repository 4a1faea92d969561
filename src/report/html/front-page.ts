import type { Estimate } from '../../experiment/estimate.ts'
import type { CandidateResult, FrontResult } from '../../experiment/front-result.ts'
import { figureCells } from '../figure-text.ts'
import { VERDICTS } from '../find-text.ts'
import { type FrontReport, frontAnswer, frontFacts, frontNotes } from '../front-text.ts'
import { countOf, countText } from '../number.ts'
import { pointWords } from '../swept-figure.ts'
import { shortNames, variedText } from '../varied-value.ts'
import { csvHref } from './csv-link.ts'
import { dataTable } from './data-table.ts'
import { type FrontPoint, frontPlot } from './front-plot.ts'
import { foldable, html } from './markup.ts'
import { htmlPage, type PageAssets, type Section } from './page.ts'
import { type Source, sourceSection } from './source.ts'

/** All that the page of a front is made from. */
export interface FrontPage {
  readonly report: Pick<FrontReport, 'result'>
  readonly source: Source
}

/** Rows of a table, most of them; the file beside it has all. */
const MOST_ROWS = 400

/** The page of a search for a front: one HTML file that needs no other. Its pictures need no script. */
export function frontPage({ report, source }: FrontPage, assets: PageAssets): string {
  const { result } = report
  const page = {
    name: result.name,
    facts: frontFacts(report),
    answer: frontAnswer(result),
    sections: [
      pictureSection(result),
      tableSection(result),
      triedSection(result),
      sourceSection(source, assets.version),
    ],
  }
  return htmlPage(page, assets)
}

/** The first objective against each of the others. */
function pictureSection(result: FrontResult): Section | undefined {
  const [across, ...others] = result.objectives
  if (!across || others.length === 0) return undefined
  const drawings = others.map((up) => {
    const axes = { across: axisOf(across), up: axisOf(up) }
    const points = result.points.map((point) => drawn(result, point, across.name, up.name))
    return html`<figure class="drawing">${frontPlot({ points, noun: 'setting', ...axes, failing: 'the requirement does not hold' })}</figure>
`
  })
  const remark =
    others.length > 1
      ? html`<p>Each picture has two of the figures: what is beaten in one may be better in another.</p>\n`
      : ''
  return { heading: 'What there is to choose from', body: html`<div class="drawings">${drawings}</div>${remark}` }
}

function axisOf({ name, unit }: FrontResult['objectives'][number]) {
  return { label: name, notation: unit }
}

function drawn(result: FrontResult, point: CandidateResult, across: string, up: string): FrontPoint {
  const note = noteOf(result, point)
  return {
    across: point.objectives[across]!,
    up: point.objectives[up]!,
    name: pointWords(result, point),
    standing: note === '' ? 'other' : note,
    note,
    fails: point.verdict === 'unmet',
  }
}

function noteOf({ front, undecided }: FrontResult, { point }: CandidateResult): 'front' | 'close' | '' {
  if (undecided.includes(point)) return 'close'
  return front.includes(point) ? 'front' : ''
}

function tableSection(result: FrontResult): Section | undefined {
  const { front, points, objectives } = result
  const shown = front.slice(0, MOST_ROWS).map((number) => points.find(({ point }) => point === number)!)
  const table = settingTable(result, shown, `The front, that with the least ${objectives[0]!.name} first`)
  const hidden = front.length - shown.length
  const left = hidden > 0 ? [`${countOf(hidden, 'more setting')} of the front: in the file of all that was tried.`] : []
  return {
    heading: 'The front',
    body: html`${shown.length > 0 ? html`<div class="folded">${table}</div>\n` : ''}${[...left, ...frontNotes(result)].map((text) => html`<p>${text}</p>\n`)}`,
  }
}

function triedSection(result: FrontResult): Section {
  const { points } = result
  const shown = points.slice(0, MOST_ROWS)
  const hidden = points.length - shown.length
  return {
    heading: 'What was tried',
    body: html`<div class="folded">${settingTable(result, shown, 'What was tried', true)}</div><p>${
      hidden > 0 ? `${countOf(hidden, 'more setting')} without a row. ` : ''
    }<a download="settings.csv" href="${csvHref(linesOf(result))}">All ${countOf(points.length, 'setting')} as CSV</a></p>\n`,
  }
}

function settingTable(
  result: FrontResult,
  points: readonly CandidateResult[],
  caption: string,
  isCaptionHidden = false,
) {
  const { axes, objectives, requirement } = result
  const names = shortNames(axes.map(({ path }) => path))
  const head = [
    ...names.map(foldable),
    'runs',
    ...objectives.flatMap(({ name }) => [foldable(name), '±']),
    ...(requirement === null ? [] : ['requirement']),
    '',
  ]
  const rows = points.map((point) => [
    ...axes.map(({ path }) => variedText(point.values[path])),
    countText(point.replications),
    ...objectives.flatMap(({ name, unit }) => figureCells(point.objectives[name], unit)),
    ...(requirement === null ? [] : [VERDICTS[point.verdict]]),
    noteOf(result, point),
  ])
  const words = requirement === null ? [head.length - 1] : [head.length - 2, head.length - 1]
  return dataTable({ caption, isCaptionHidden, head, rows, words })
}

function linesOf(result: FrontResult): (string | number)[][] {
  const { axes, objectives, points } = result
  const ends = ({ mean, low, high }: Estimate) => [mean, low ?? Number.NaN, high ?? Number.NaN]
  const names = (name: string) => [name, `${name}, from`, `${name}, to`]
  const terms = points[0]?.terms.map(({ term }) => term) ?? []
  const columns = [...objectives.map(({ name }) => name), ...terms].flatMap(names)
  return [
    ['point', ...axes.map(({ path }) => path), 'replications', 'verdict', 'note', ...columns],
    ...points.map((point) => [
      point.point,
      ...axes.map(({ path }) => variedText(point.values[path])),
      point.replications,
      point.verdict,
      noteOf(result, point),
      ...objectives.flatMap(({ name }) => ends(point.objectives[name]!)),
      ...point.terms.flatMap(({ estimate }) => ends(estimate)),
    ]),
  ]
}
