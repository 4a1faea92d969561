import type { PointResult, SweepResult } from '../../experiment/sweep-result.ts'
import { countOf } from '../number.ts'
import { leastMet, pointMark, type SweptFigure } from '../swept-figure.ts'
import { curvePlot, MOST_CURVES } from './curve-plot.ts'
import { figureScale } from './figure-scale.ts'
import { heatMap, shadeLegend } from './heat-map.ts'
import type { Held, ShownAxes } from './held-axes.ts'
import { breakable, html, type Markup } from './markup.ts'
import type { Section } from './page.ts'
import { type Shade, shadeOf } from './shade.ts'
import { evenly } from './value-axis.ts'

/** Combinations of held values that are drawn, and figures where there are several of them: a page with hundreds is none. */
const MOST_HELD = 8
const MOST_FIGURES = 4

/** Columns of a heat map with which it has room beside its curves. */
const MOST_BESIDE = 4

/** Each figure along what was varied: a curve where one thing varies, a heat map with curves where two do. */
export function figureSections(result: SweepResult, figures: readonly SweptFigure[], axes: ShownAxes): Section {
  const { main, other, held } = axes
  const drawn = held.length === 1 ? figures : figures.slice(0, MOST_FIGURES)
  const parts = drawn.map((figure) => partOf(result, figure, axes))
  const heading = `By ${main.name}${other ? ` and ${other.name}` : ''}`
  const lead = html`<p>${leadText(result, axes)}</p>\n`
  if (!other)
    return { heading, body: [lead, html`<div class="drawings">${parts.map((part) => part(held[0]!, 'h3'))}</div>\n`] }
  if (held.length === 1) return { heading, body: [lead, parts.map((part) => part(held[0]!, 'h3'))] }
  const best = held.findIndex(({ at }) => hasPoint(at, axes, result.best.loss.point))
  // The one with the best point is open, and is drawn in any case.
  const shown = held.map((_, place) => place).filter((place) => place < MOST_HELD || place === best)
  const groups = shown.map((place) => {
    const each = held[place]!
    return html`<details class="held"${place === best ? html` open` : ''}><summary><h3>${breakable(each.words)}</h3>${place === best ? html` <span>least is lost here</span>` : ''}</summary>
${parts.map((part) => part(each, 'h4'))}</details>
`
  })
  const left = held.length - shown.length
  const rest =
    left > 0 ? html`<p>${countOf(left, 'more combination')} of held values: in the file of all points.</p>\n` : ''
  return { heading, body: [lead, groups, rest] }
}

function leadText(result: SweepResult, { main, other, held }: ShownAxes): string {
  const { points } = result
  const isSure = points.every(({ replications }) => replications > 1)
  const intervals = isSure ? ' Bands and bars are 95 % intervals.' : ''
  const fails = points.some(isFailing) ? ' ✗ marks points at which an expectation was not met in every run.' : ''
  if (!other) return `Each figure as ${main.name} varies.${intervals}${fails}`
  const hasClose = points.some(({ point }) => pointMark(result, point) === 'close')
  const front = ` ◆ marks the front${hasClose ? ', ◇ what of it is close' : ''}.`
  const holds = held.length > 1 ? ' What else varies is held: one value of it at a time.' : ''
  return `Each figure as a table with shades, and as curves: one for each ${other.name}.${holds}${intervals}${front}${fails}`
}

/** Draws a figure for what is held; all of its pictures have the same scales. */
function partOf(
  result: SweepResult,
  figure: SweptFigure,
  axes: ShownAxes,
): (held: Held, heading: 'h3' | 'h4') => Markup {
  const { main, other } = axes
  const estimates = result.points.flatMap((point) => figure.of(point) ?? [])
  const means = estimates.map(({ mean }) => mean)
  const bounds = estimates.flatMap(({ low, high }) => (low === null || high === null ? [] : [low, high]))
  const scale = figureScale(means, bounds, figure.notation)
  const shade = shadeOf(means)
  const pointOf = (point: PointResult | undefined) => {
    const estimate = point && figure.of(point)
    if (!estimate) return undefined
    return isFailing(point)
      ? ({ estimate, shape: 'cross', note: 'an expectation fails' } as const)
      : ({ estimate, shape: 'dot', note: '' } as const)
  }
  return ({ at, words }, heading) => {
    const title = `${figure.label}${words === '' ? '' : ` with ${words}`}`
    const name = heading === 'h3' ? html`<h3>${figure.label}</h3>` : html`<h4>${figure.label}</h4>`
    const columns = other ? evenly(other.values.length, MOST_CURVES) : [0]
    const curves = columns.map((column) => ({
      label: other ? `${other.name} ${other.texts[column]}` : '',
      points: main.values.map((_, row) => pointOf(at(row, column))),
    }))
    const drawing = html`<figure class="drawing">${curvePlot({ title, axis: main, curves, scale, notation: figure.notation })}${thinned(axes, columns.length)}</figure>
`
    if (!other) return html`<div>${name}\n${drawing}</div>\n`
    return html`${name}
<div class="${other.values.length > MOST_BESIDE ? '' : 'pair '}shaded"><div>${mapOf(result, { title, figure, axes, at, shade })}</div>${drawing}</div>
`
  }
}

/** Says so where not all curves are drawn. */
function thinned({ other }: ShownAxes, drawn: number): Markup | undefined {
  if (!other || drawn === other.values.length) return undefined
  return html`<p class="note">${drawn} of ${other.values.length} values of ${other.name} are drawn.</p>\n`
}

function mapOf(
  result: SweepResult,
  {
    title,
    figure,
    axes,
    at,
    shade,
  }: { title: string; figure: SweptFigure; axes: ShownAxes; at: Held['at']; shade: Shade },
): Markup {
  const map = heatMap({
    caption: title,
    rows: axes.main,
    columns: axes.other!,
    at(row, column) {
      const point = at(row, column)
      const estimate = point && figure.of(point)
      return estimate && { estimate, fails: isFailing(point), mark: pointMark(result, point.point) }
    },
    shade,
    notation: figure.notation,
  })
  return html`${map}${shadeLegend(shade, figure.notation, figure.label)}`
}

function hasPoint(at: Held['at'], { main, other }: ShownAxes, number: number): boolean {
  const columns = other ? other.values.map((_, place) => place) : [0]
  return main.values.some((_, row) => columns.some((column) => at(row, column)?.point === number))
}

export function isFailing(point: PointResult): boolean {
  return leastMet(point) < point.replications
}
