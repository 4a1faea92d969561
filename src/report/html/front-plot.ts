import type { Estimate } from '../../experiment/estimate.ts'
import { figureText, type Notation } from '../figure-text.ts'
import { countOf, countText } from '../number.ts'
import { element } from '../svg.ts'
import { COLOUR } from '../timeline-colour.ts'
import { type FigureScale, figureScale } from './figure-scale.ts'
import { html, type Markup } from './markup.ts'
import { acrossAt, mark, plot, round, type Shape, sample, shareOfText, text, upAt } from './plot.ts'
import { evenly, labelled } from './value-axis.ts'

/** Points that are drawn beside those of note. */
const MOST_OTHERS = 400
/** Intervals of more points than these would hide each other. */
const MOST_INTERVALS = 60

/** A setting among others. */
export interface FrontPoint {
  readonly across: Estimate
  readonly up: Estimate
  /** Its values in words. */
  readonly name: string
  readonly standing: 'front' | 'close' | 'best' | 'other'
  /** What it is, for whoever points at it; `''` where it is nothing of note. */
  readonly note: string
  /** Whether what is required or expected of it does not hold. */
  readonly fails: boolean
  /** Written beside its mark. */
  readonly label?: string
}

/** Points by two figures of which one would rather have less. */
export interface FrontDrawing {
  readonly points: readonly FrontPoint[]
  /** What a point is. */
  readonly noun: string
  readonly across: FrontAxis
  readonly up: FrontAxis
  /** What a cross stands for. */
  readonly failing: string
}

interface FrontAxis {
  readonly label: string
  readonly notation: Notation
}

/** Draws points, with the front of those that no other beats. */
export function frontPlot({ points, noun, across, up, failing }: FrontDrawing): Markup {
  const isOfNote = ({ standing }: FrontPoint) => standing !== 'other'
  const others = points.filter((point) => !isOfNote(point))
  const shown = [...evenly(others.length, MOST_OTHERS).map((place) => others[place]!), ...points.filter(isOfNote)]
  const hasIntervals = shown.length <= MOST_INTERVALS
  const scaleOf = (estimates: readonly Estimate[], notation: Notation) => {
    const bounds = hasIntervals
      ? estimates.flatMap(({ low, high }) => (low === null || high === null ? [] : [low, high]))
      : []
    return figureScale(
      estimates.map(({ mean }) => mean),
      bounds,
      notation,
    )
  }
  const xScale = scaleOf(
    shown.map((point) => point.across),
    across.notation,
  )
  const yScale = scaleOf(
    shown.map((point) => point.up),
    up.notation,
  )
  const xAt = (value: number) => acrossAt(xScale.shareOf(value))
  const yAt = (value: number) => upAt(yScale.shareOf(value))
  const placed = shown.map((point) => ({ ...point, cx: xAt(point.across.mean), cy: yAt(point.up.mean) }))
  const intervals = placed.flatMap((point) => {
    const { cx, cy } = point
    const stroke = {
      stroke: isOfNote(point) ? COLOUR.running : COLOUR.quiet,
      'stroke-opacity': 0.35,
      'stroke-width': 2,
    }
    const line = ({ low, high }: Estimate, ends: (low: number, high: number) => Record<string, number>) =>
      low === null || high === null ? [] : [element('line', { ...ends(low, high), ...stroke })]
    return [
      ...line(point.across, (low, high) => ({ x1: xAt(low), x2: xAt(high), y1: cy, y2: cy })),
      ...line(point.up, (low, high) => ({ x1: cx, x2: cx, y1: yAt(low), y2: yAt(high) })),
    ]
  })
  const marks = placed.map((point) => {
    const { cx, cy, name, note, fails, standing } = point
    const figures = `${figureText(point.up, up.notation)} ${up.label}, ${figureText(point.across, across.notation)} ${across.label}`
    const told = `${name}: ${figures}${note === '' ? '' : `, ${note}`}${fails ? `, ${failing}` : ''}`
    const shape: Shape = fails ? 'cross' : standing === 'close' ? 'diamond' : isOfNote(point) ? 'dot' : 'ring'
    return mark(cx, cy, shape, isOfNote(point) ? COLOUR.running : COLOUR.quiet, told)
  })
  // Of what is close some points are beaten by the means, along which the line goes.
  let least = Number.POSITIVE_INFINITY
  const front = placed.filter(({ standing }) => standing === 'front' || standing === 'close')
  const corner = front
    .toSorted((a, b) => a.across.mean - b.across.mean || a.up.mean - b.up.mean)
    .filter(({ up: { mean } }) => {
      const isLess = mean < least
      least = Math.min(least, mean)
      return isLess
    })
  const steps = corner.map(({ cx, cy }, place) => (place === 0 ? `M${cx} ${cy}` : `H${cx}V${cy}`)).join('')
  const leftmost = Math.min(...placed.map(({ cx }) => cx))
  const labels = placed.flatMap(({ cx, cy, label }) =>
    label === undefined ? [] : [labelAt(cx, cy, label, cx === leftmost)],
  )
  const drawing = plot({
    title: `${up.label} against ${across.label}`,
    told: `${countOf(shown.length, noun)}, ${countText(front.length)} on the front`,
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
    noun,
    hasClose: points.some(({ standing }) => standing === 'close'),
    hasOthers: points.some(({ standing, fails }) => standing === 'other' && !fails),
    failing: points.some(({ fails }) => fails) ? failing : undefined,
    hidden: points.length - shown.length,
  })}`
}
/** Beside a mark, where no other point can be if there is room: nothing is left of the cheapest one. */
function labelAt(cx: number, cy: number, label: string, isCheapest: boolean): string {
  if (isCheapest && cx > acrossAt(0.25)) return text(round(cx - 9), round(cy + 4), label, 'end', true)
  const y = round(cy < upAt(0.9) ? cy + 20 : cy - 13)
  return cx > acrossAt(0.6) ? text(round(cx + 12), y, label, 'end', true) : text(round(cx - 5), y, label, 'start', true)
}

function key({
  noun,
  hasClose,
  hasOthers,
  failing,
  hidden,
}: {
  noun: string
  hasClose: boolean
  hasOthers: boolean
  failing: string | undefined
  hidden: number
}): Markup {
  const front = element('path', {
    d: 'M0 8h28',
    fill: 'none',
    stroke: COLOUR.running,
    'stroke-width': 1.5,
    'stroke-dasharray': '4 3',
  })
  return html`<p class="key"><span>${sample(front + element('circle', { cx: 14, cy: 8, r: 4, fill: COLOUR.running }), 28)}on the front</span>${
    hasClose ? html`<span>${sample(mark(8, 8, 'diamond', COLOUR.running, ''))}close: its runs do not decide</span>` : ''
  }${hasOthers ? html`<span>${sample(mark(8, 8, 'ring', COLOUR.quiet, ''))}another ${noun}</span>` : ''}${
    failing === undefined ? '' : html`<span>${sample(mark(8, 8, 'cross', COLOUR.quiet, ''))}${failing}</span>`
  }${hidden > 0 ? html`<span>not drawn: ${countOf(hidden, `more ${noun}`)}</span>` : ''}</p>
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
