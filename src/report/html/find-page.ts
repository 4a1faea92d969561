import type { Estimate } from '../../experiment/estimate.ts'
import type { FindResult } from '../../experiment/find-result.ts'
import type { Verdict } from '../../experiment/requirement.ts'
import type { Notation } from '../figure-text.ts'
import { type FindReport, findAnswer, findFacts, trialCells, undecidedText, VERDICTS } from '../find-text.ts'
import { UNICODE } from '../style.ts'
import { shortNames } from '../varied-value.ts'
import { csvHref } from './csv-link.ts'
import { curvePlot } from './curve-plot.ts'
import { dataTable } from './data-table.ts'
import { figureScale } from './figure-scale.ts'
import { breakable, foldable, html, type Markup } from './markup.ts'
import { htmlPage, type PageAssets, type Section } from './page.ts'
import { searchPlot, VERDICT_SHAPES, verdictKey } from './search-plot.ts'
import { type Source, sourceSection } from './source.ts'
import { type ValueAxis, valueAxis } from './value-axis.ts'

/** All that the page of a search is made from. */
export interface FindPage {
  readonly report: Pick<FindReport, 'result' | 'units'>
  /** The bound of each term, in what its figure counts in. */
  readonly bounds: readonly number[]
  /** What the values that were tried come to, where all of them are numbers of one kind. */
  readonly numbers: readonly number[] | undefined
  readonly source: Source
}

/** The page of a search: one HTML file that needs no other. */
export function findPage({ report, bounds, numbers, source }: FindPage, assets: PageAssets): string {
  const { result, units } = report
  const [name] = shortNames([result.path])
  const values = result.trials.map(({ value }) => value)
  const axis = valueAxis({ path: result.path, values }, name!, numbers)
  const page = {
    name: result.name,
    facts: findFacts({ result }),
    answer: findAnswer(report),
    sections: [
      searchSection(result, axis),
      termSection(result, { axis, units, bounds }),
      trialSection(report),
      sourceSection(source, assets.version),
    ],
  }
  return htmlPage(page, assets)
}

function searchSection(result: FindResult, axis: ValueAxis): Section {
  const { requirement, sought, undecided, doubts } = result
  const remarks = [...undecidedText(result), ...doubts]
  return {
    heading: 'The search',
    body: html`<p>Sought is the ${sought} ${breakable(axis.name)} with which <code>${requirement}</code> holds. Both ends were tried first, then what was left was halved${
      undecided.length > 0 ? '; a value that was not decided counts as one that does not hold' : ''
    }.</p>
<figure class="drawing">${searchPlot(result, axis)}</figure>
${remarks.map((text) => html`<p>${text}</p>\n`)}`,
  }
}

/** Each figure that something is required of, and the cost, at the values that were tried. */
function termSection(
  { trials }: FindResult,
  { axis, units, bounds }: { axis: ValueAxis; units: readonly Notation[]; bounds: readonly number[] },
): Section {
  const terms = trials[0]!.terms.map(({ term }, index) =>
    termDrawing(
      axis,
      term,
      units[index]!,
      bounds[index],
      trials.map(({ terms: all }) => all[index]!),
    ),
  )
  const costs = trials.map(({ cost, verdict }) => ({ estimate: cost, verdict }))
  return {
    heading: 'What was required',
    body: html`<p>Bands and bars are 95 % intervals of means, marks the values that were tried. To decide, wider intervals are asked for, since they are looked at more than once.</p>
<div class="drawings">${terms}${termDrawing(axis, 'cost of a run', 'money', undefined, costs)}</div>
${verdictKey(false)}`,
  }
}

function termDrawing(
  axis: ValueAxis,
  title: string,
  notation: Notation,
  bound: number | undefined,
  points: readonly { readonly estimate: Estimate; readonly verdict: Verdict }[],
): Markup {
  const estimates = points.map(({ estimate }) => estimate)
  const reach = estimates.flatMap(({ low, high }) => (low === null || high === null ? [] : [low, high]))
  const scale = figureScale(
    estimates.map(({ mean }) => mean),
    bound === undefined ? reach : [...reach, bound],
    notation,
  )
  const curve = {
    label: '',
    points: points.map(({ estimate, verdict }) => ({
      estimate,
      shape: VERDICT_SHAPES[verdict],
      note: VERDICTS[verdict],
    })),
  }
  const drawing = { title, axis, curves: [curve], scale, notation, ...(bound !== undefined && { bound }) }
  return html`<div><h3>${breakable(title)}</h3>
<figure class="drawing">${curvePlot(drawing)}</figure>
</div>
`
}

function trialSection(report: Pick<FindReport, 'result' | 'units'>): Section {
  const { trials, path } = report.result
  const { head, rows } = trialCells(report, UNICODE.more)
  const table = dataTable({
    caption: 'What was tried',
    isCaptionHidden: true,
    head: [...head.map((name) => (name === '' ? '' : foldable(name))), 'turn'],
    rows: rows.map((row, place) => [...row, String(trials[place]!.turn)]),
    words: [1],
  })
  const terms = trials[0]!.terms.flatMap(({ term }) => [term, `${term}, from`, `${term}, to`, `${term}, verdict`])
  const ends = ({ mean, low, high }: Estimate) => [mean, low ?? Number.NaN, high ?? Number.NaN]
  const lines = trials.map(({ value, turn, replications, verdict, terms: all, cost }) => [
    typeof value === 'number' ? value : String(value),
    turn,
    replications,
    verdict,
    ...all.flatMap(({ estimate, verdict: own }) => [...ends(estimate), own]),
    ...ends(cost),
  ])
  const columns = [path, 'turn', 'replications', 'verdict', ...terms, 'cost', 'cost, from', 'cost, to']
  return {
    heading: 'What was tried',
    body: html`<div class="folded">${table}</div><p><a download="trials.csv" href="${csvHref([columns, ...lines])}">All ${trials.length} as CSV</a></p>\n`,
  }
}
