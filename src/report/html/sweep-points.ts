import type { SweepResult } from '../../experiment/sweep-result.ts'
import { figureCells } from '../figure-text.ts'
import { countOf, countText } from '../number.ts'
import { leastMet, pointMark, type SweptFigure } from '../swept-figure.ts'
import { shortNames, variedText } from '../varied-value.ts'
import { csvHref } from './csv-link.ts'
import { dataTable } from './data-table.ts'
import { foldable, html } from './markup.ts'
import type { Section } from './page.ts'
import { verdict } from './run-page.ts'

/** Rows of the table; the file beside it has all of them. */
const MOST_ROWS = 400

/** Every point with its figures: a table, and all of them as a file. */
export function pointSection(result: SweepResult, figures: readonly SweptFigure[]): Section {
  const { axes, points, best, front } = result
  const ofNote = new Set([...front, best.loss.point, best.cost.point])
  const shown =
    points.length <= MOST_ROWS ? points : points.filter(({ point }) => ofNote.has(point)).slice(0, MOST_ROWS)
  const isExpecting = points.some(({ expectations }) => expectations.length > 0)
  const names = shortNames(axes.map(({ path }) => path))
  const head = [
    'point',
    ...names.map(foldable),
    ...figures.flatMap(({ label }) => [label, '±']),
    ...(isExpecting ? ['expectations'] : []),
    '',
  ]
  const rows = shown.map((point) => [
    countText(point.point),
    ...axes.map(({ path }) => variedText(point.values[path])),
    ...figures.flatMap((figure) => figureCells(figure.of(point), figure.notation)),
    ...(isExpecting
      ? [verdict(leastMet(point) === point.replications, `met in ${leastMet(point)} of ${point.replications}`)]
      : []),
    pointMark(result, point.point),
  ])
  const words = [...(isExpecting ? [head.length - 2] : []), head.length - 1]
  const table = dataTable({ caption: 'All points', isCaptionHidden: true, head, rows, words })
  const hidden = points.length - shown.length
  const left = hidden > 0 ? `These are the points of the front; ${countOf(hidden, 'other')} have no row. ` : ''
  const met = isExpecting ? 'Expectations: in how many replications the one was met that was met least often. ' : ''
  return {
    heading: hidden > 0 ? 'The points that no other beats' : 'All points',
    body: html`<div class="folded">${table}</div><p>${left}${met}<a download="points.csv" href="${csvHref(linesOf(result, figures))}">All ${countOf(points.length, 'point')} as CSV</a></p>\n`,
  }
}

function linesOf({ axes, points }: SweepResult, figures: readonly SweptFigure[]): (string | number)[][] {
  const expectations = points[0]!.expectations.map(({ expectation }) => `met: ${expectation}`)
  const names = figures.flatMap(({ label }) => [label, `${label}, from`, `${label}, to`])
  return [
    ['point', ...axes.map(({ path }) => path), 'replications', ...names, ...expectations],
    ...points.map((point) => [
      point.point,
      ...axes.map(({ path }) => variedText(point.values[path])),
      point.replications,
      ...figures.flatMap((figure) => {
        const { mean, low, high } = figure.of(point) ?? { mean: Number.NaN, low: null, high: null }
        return [mean, low ?? Number.NaN, high ?? Number.NaN].map(brief)
      }),
      ...point.expectations.map(({ met }) => met),
    ]),
  ]
}

/** With more digits than any of them is known to. */
function brief(value: number): number {
  return Number(value.toPrecision(6))
}
