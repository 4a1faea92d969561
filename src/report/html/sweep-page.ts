import type { SweepResult } from '../../experiment/sweep-result.ts'
import { valueText } from '../figure-text.ts'
import { countOf } from '../number.ts'
import { markNotes, type SweepReport, sweepAnswer, sweepFacts, sweepNotes } from '../sweep-text.ts'
import { leastMet, OBJECTIVE_FIGURES, pointMark, pointWords, sweptFigures } from '../swept-figure.ts'
import { shortNames, variedText } from '../varied-value.ts'
import { dataTable } from './data-table.ts'
import { type FrontPoint, frontPlot } from './front-plot.ts'
import { shownAxes } from './held-axes.ts'
import { foldable, html } from './markup.ts'
import { htmlPage, type PageAssets, type Section } from './page.ts'
import { verdict } from './run-page.ts'
import { type Source, sourceSection } from './source.ts'
import { figureSections } from './sweep-figures.ts'
import { pointSection } from './sweep-points.ts'
import { warningSection } from './warnings.ts'

/** All that the page of a sweep is made from. */
export interface SweepPage {
  readonly report: Pick<SweepReport, 'result'>
  /** Of each axis what its values come to, where all of them are numbers of one kind. */
  readonly numbers: readonly (readonly number[] | undefined)[]
  readonly source: Source
}

/** Rows of the table beside the front. */
const MOST_ROWS = 12

/** The page of a sweep: one HTML file that needs no other. Its pictures need no script. */
export function sweepPage({ report, numbers, source }: SweepPage, assets: PageAssets): string {
  const { result } = report
  const figures = sweptFigures(result)
  const page = {
    name: result.name,
    facts: sweepFacts(report),
    answer: sweepAnswer(result),
    sections: [
      result.points.length > 1 ? frontSection(result) : undefined,
      withNotes(figureSections(result, figures, shownAxes(result, numbers)), sweepNotes(result)),
      expectationSection(result),
      pointSection(result, figures),
      warningSection(result.warnings),
      sourceSection(source, assets.version),
    ],
  }
  return htmlPage(page, assets)
}

function withNotes({ heading, body }: Section, notes: readonly string[]): Section {
  return { heading, body: [notes.map((text) => html`<p>${text}</p>\n`), body] }
}

function frontSection(result: SweepResult): Section {
  const [loss, cost] = OBJECTIVE_FIGURES
  const { axes, front, points, best } = result
  const names = shortNames(axes.map(({ path }) => path))
  const shown = front.slice(0, MOST_ROWS).map((number) => points.find(({ point }) => point === number)!)
  const table = dataTable({
    caption: 'The front, the cheapest first',
    head: [...names.map(foldable), 'cost', 'lost', ''],
    rows: shown.map((point) => [
      ...axes.map(({ path }) => variedText(point.values[path])),
      valueText(cost.of(point)!.mean, cost.notation),
      valueText(loss.of(point)!.mean, loss.notation),
      pointMark(result, point.point),
    ]),
    words: [names.length + 2],
  })
  const hidden = front.length - shown.length
  const alike = best.loss.asGood.length
  const remarks = [
    hidden > 0 ? `${countOf(hidden, 'more point')} of the front: in the file of all points.` : '',
    ...markNotes(result),
    'What you want is one of these; which one depends on what a lost event is worth to you.',
    alike > 0
      ? `${countOf(alike, 'other point')} may lose as little as the best: run by run, the interval of the difference has 0 in it.`
      : '',
  ].filter((text) => text !== '')
  return {
    heading: 'Loss against cost',
    body: html`<div class="pair"><figure class="drawing">${frontPlot({ points: frontPoints(result), noun: 'point', across: cost, up: loss, failing: 'an expectation fails' })}</figure>
<div class="folded">${table}</div></div>
${remarks.map((text) => html`<p>${text}</p>\n`)}`,
  }
}

function frontPoints(result: SweepResult): FrontPoint[] {
  const { points, front, best } = result
  return points.map((point) => {
    const note = pointMark(result, point.point)
    const isBest = best.cost.point === point.point || best.loss.point === point.point
    const onFront = note === 'close' ? 'close' : 'front'
    return {
      across: point.objectives.cost,
      up: point.objectives.loss,
      name: pointWords(result, point),
      standing: front.includes(point.point) ? onFront : isBest ? 'best' : 'other',
      note,
      fails: leastMet(point) < point.replications,
      ...(isBest && { label: note }),
    }
  })
}

function expectationSection({ points }: SweepResult): Section | undefined {
  const texts = points[0]!.expectations.map(({ expectation }) => expectation)
  if (texts.length === 0) return undefined
  const rows = texts.map((text, place) => {
    const met = points.filter(({ expectations, replications }) => expectations[place]!.met === replications).length
    return [
      html`<code>${text}</code>`,
      verdict(met === points.length, `met at ${met} of ${countOf(points.length, 'point')}`),
    ]
  })
  const table = dataTable({ caption: 'Expectations', isCaptionHidden: true, head: ['', ''], rows, words: [1] })
  return { heading: 'Expectations', body: html`${table}<p>Met at a point: in every run of it.</p>\n` }
}
