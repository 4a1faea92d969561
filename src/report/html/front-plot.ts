import type { SweepResult } from '../../experiment/sweep-result.ts'
import { figureText } from '../figure-text.ts'
import { element } from '../svg.ts'
import { leastMet, pointMark, pointWords, type SweptFigure } from '../swept-figure.ts'
import { COLOUR } from '../timeline-colour.ts'
import { type FigureScale, figureScale } from './figure-scale.ts'
import { html, type Markup } from './markup.ts'
import { acrossAt, mark, plot, round, sample, shareOfText, text, upAt } from './plot.ts'
import { evenly, labelled } from './value-axis.ts'

/** Points that are drawn beside those of the front. */
const MOST_OTHERS = 400
/** Intervals of more points than these would hide each other. */
const MOST_INTERVALS = 60

/** A sweep's points by two figures of which one would rather have less, with the front of those that no other beats. */
export function frontPlot(result: SweepResult, across: SweptFigure, up: SweptFigure): Markup {
  const { points, front, best } = result
  const ofNote = new Set([...front, best.loss.point, best.cost.point])
  const others = points.filter(({ point }) => !ofNote.has(point))
  const shown = [
    ...evenly(others.length, MOST_OTHERS).map((place) => others[place]!),
    ...points.filter(({ point }) => ofNote.has(point)),
  ]
  const hasIntervals = shown.length <= MOST_INTERVALS
  const scaleOf = (figure: SweptFigure) => {
    const estimates = shown.flatMap((point) => figure.of(point) ?? [])
    const bounds = hasIntervals
      ? estimates.flatMap(({ low, high }) => (low === null || high === null ? [] : [low, high]))
      : []
    return figureScale(
      estimates.map(({ mean }) => mean),
      bounds,
      figure.notation,
    )
  }
  const [xScale, yScale] = [scaleOf(across), scaleOf(up)]
  const xAt = (value: number) => acrossAt(xScale.shareOf(value))
  const yAt = (value: number) => upAt(yScale.shareOf(value))
  const placed = shown.map((point) => {
    const [x, y] = [across.of(point)!, up.of(point)!]
    return { point, x, y, cx: xAt(x.mean), cy: yAt(y.mean) }
  })
  const intervals = placed.flatMap(({ point, x, y, cx, cy }) => {
    const stroke = {
      stroke: ofNote.has(point.point) ? COLOUR.running : COLOUR.quiet,
      'stroke-opacity': 0.35,
      'stroke-width': 2,
    }
    return [
      ...(x.low === null || x.high === null
        ? []
        : [element('line', { x1: xAt(x.low), x2: xAt(x.high), y1: cy, y2: cy, ...stroke })]),
      ...(y.low === null || y.high === null
        ? []
        : [element('line', { x1: cx, x2: cx, y1: yAt(y.low), y2: yAt(y.high), ...stroke })]),
    ]
  })
  const marks = placed.map(({ point, x, y, cx, cy }) => {
    const fails = leastMet(point) < point.replications
    const isOfNote = ofNote.has(point.point)
    const note = pointMark(result, point.point)
    const [cost, loss] = [figureText(x, across.notation), figureText(y, up.notation)]
    const told = `${pointWords(result, point)}: ${loss} ${up.label}, ${cost}${note === '' ? '' : `, ${note}`}${fails ? ', an expectation fails' : ''}`
    const shape = fails ? 'cross' : note === 'close' ? 'diamond' : isOfNote ? 'dot' : 'ring'
    return mark(cx, cy, shape, isOfNote ? COLOUR.running : COLOUR.quiet, told)
  })
  // Of what is close some points are beaten by the means, along which the line goes.
  let least = Number.POSITIVE_INFINITY
  const corner = front
    .map((number) => placed.find(({ point }) => point.point === number)!)
    .filter(({ y }) => {
      const isLess = y.mean < least
      least = Math.min(least, y.mean)
      return isLess
    })
  const steps = corner.map(({ cx, cy }, place) => (place === 0 ? `M${cx} ${cy}` : `H${cx}V${cy}`)).join('')
  const labels = [...new Set([best.cost.point, best.loss.point])].map((number) => {
    const { cx, cy } = placed.find(({ point }) => point.point === number)!
    return labelAt(cx, cy, pointMark(result, number), number === best.cost.point)
  })
  const drawing = plot({
    title: `${up.label} against ${across.label}`,
    told: `${shown.length} points, ${front.length} of them on the front`,
    x: { name: scaleName(`${across.label} of a run`, xScale), ticks: ticksWithRoom(xScale) },
    y: { name: scaleName(up.label, yScale), ticks: yScale.ticks },
    inside: [
      ...(hasIntervals ? intervals : []),
      element('path', {
        d: steps,
        fill: 'none',
        stroke: COLOUR.running,
        'stroke-width': 1.5,
        'stroke-dasharray': '4 3',
      }),
      ...marks,
      ...labels,
    ],
  })
  return html`${drawing}${key({
    hasClose: points.some(({ point }) => pointMark(result, point) === 'close'),
    hasFailing: points.some((point) => leastMet(point) < point.replications),
    hidden: points.length - shown.length,
  })}`
}

/** Beside a mark, where no other point can be if there is room: nothing is left of the cheapest one. */
function labelAt(cx: number, cy: number, label: string, isCheapest: boolean): string {
  if (isCheapest && cx > acrossAt(0.25)) return text(round(cx - 9), round(cy + 4), label, 'end', true)
  const y = round(cy < upAt(0.9) ? cy + 20 : cy - 13)
  return cx > acrossAt(0.6) ? text(round(cx + 12), y, label, 'end', true) : text(round(cx - 5), y, label, 'start', true)
}

function key({ hasClose, hasFailing, hidden }: { hasClose: boolean; hasFailing: boolean; hidden: number }): Markup {
  const front = element('path', {
    d: 'M0 8h28',
    fill: 'none',
    stroke: COLOUR.running,
    'stroke-width': 1.5,
    'stroke-dasharray': '4 3',
  })
  return html`<p class="key"><span>${sample(front + element('circle', { cx: 14, cy: 8, r: 4, fill: COLOUR.running }), 28)}on the front</span>${
    hasClose ? html`<span>${sample(mark(8, 8, 'diamond', COLOUR.running, ''))}close: another may be better</span>` : ''
  }<span>${sample(mark(8, 8, 'ring', COLOUR.quiet, ''))}another point</span>${
    hasFailing ? html`<span>${sample(mark(8, 8, 'cross', COLOUR.quiet, ''))}an expectation fails</span>` : ''
  }${hidden > 0 ? html`<span>${hidden} more points are not drawn</span>` : ''}</p>
`
}

/** Labels of a scale that lies, without those that would hide others. */
function ticksWithRoom({ ticks }: FigureScale): FigureScale['ticks'] {
  const placed = { texts: ticks.map(({ text: label }) => label), shares: ticks.map(({ share }) => share) }
  return labelled(placed, shareOfText).map((place) => ticks[place]!)
}

function scaleName(name: string, { isLogarithmic }: FigureScale): string {
  return isLogarithmic ? `${name} (logarithmic)` : name
}
