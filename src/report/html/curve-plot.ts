import type { Estimate } from '../../experiment/estimate.ts'
import { figureText, type Notation, valueText } from '../figure-text.ts'
import { element } from '../svg.ts'
import { COLOUR } from '../timeline-colour.ts'
import type { FigureScale } from './figure-scale.ts'
import { html, type Markup } from './markup.ts'
import { acrossAt, boundLine, mark, plot, round, type Shape, sample, shareOfText, upAt } from './plot.ts'
import { labelled, type ValueAxis } from './value-axis.ts'

/** A figure along the values of an axis. */
export interface PlottedCurve {
  /** Names it among others; `''` where there is one. */
  readonly label: string
  /** By place of the value; undefined where nothing is known. */
  readonly points: readonly (PlottedPoint | undefined)[]
}

export interface PlottedPoint {
  readonly estimate: Estimate
  readonly shape: Shape
  /** What the shape says, in words; `''` where it says nothing. */
  readonly note: string
}

export interface CurvePlot {
  readonly title: string
  readonly axis: ValueAxis
  /** At most `MOST_CURVES`. */
  readonly curves: readonly PlottedCurve[]
  readonly scale: FigureScale
  readonly notation: Notation
  /** A value that the figure is to be below or above, drawn as a line. */
  readonly bound?: number
}

/** What tells curves apart: a colour and a dash. */
const STROKES = [
  { colour: COLOUR.running, dash: '' },
  { colour: COLOUR.bad, dash: '8 4' },
  { colour: COLOUR.good, dash: '2 3' },
  { colour: COLOUR.ink, dash: '10 3 2 3' },
  { colour: COLOUR.retry, dash: '14 4' },
] as const
export const MOST_CURVES = STROKES.length

/** Points of a curve beyond which those without fault have no mark. */
const MOST_MARKS = 48

/** Curves with their intervals: along numbers as lines with bands, along words as marks with bars. */
export function curvePlot({ title, axis, curves, scale, notation, bound }: CurvePlot): Markup {
  const up = (value: number) => upAt(scale.shareOf(value))
  const ordered = axis.shares.map((_, place) => place).sort((a, b) => axis.shares[a]! - axis.shares[b]!)
  const drawn = curves.map(({ label, points }, index) => {
    const { colour, dash } = STROKES[index]!
    // Beside each other, bars of several curves would hide each other.
    const shift = axis.isContinuous ? 0 : (index - (curves.length - 1) / 2) * 7
    const known = ordered.flatMap((place) => {
      const point = points[place]
      return point
        ? [{ ...point, place, x: round(acrossAt(axis.shares[place]!) + shift), y: up(point.estimate.mean) }]
        : []
    })
    const ends = known.filter(({ estimate }) => estimate.low !== null && estimate.high !== null)
    const low = ({ estimate }: (typeof known)[number]) => up(estimate.low!)
    const high = ({ estimate }: (typeof known)[number]) => up(estimate.high!)
    const band = [
      ...ends.map((each) => `${each.x} ${high(each)}`),
      ...ends.toReversed().map((each) => `${each.x} ${low(each)}`),
    ]
    const back = axis.isContinuous
      ? [element('path', { d: `M${band.join('L')}z`, fill: colour, 'fill-opacity': 0.18 })].slice(0, band.length)
      : ends.map((each) =>
          element('line', {
            x1: each.x,
            x2: each.x,
            y1: low(each),
            y2: high(each),
            stroke: colour,
            'stroke-width': 5,
            'stroke-opacity': 0.35,
          }),
        )
    const line = element('path', {
      d: `M${known.map(({ x, y }) => `${x} ${y}`).join('L')}`,
      fill: 'none',
      stroke: colour,
      'stroke-width': 2,
      'stroke-dasharray': dash,
    })
    const marks = known.flatMap(({ estimate, shape, note, place, x, y }) => {
      if (note === '' && known.length > MOST_MARKS) return []
      const where = [`${axis.name} ${axis.texts[place]}`, ...(label === '' ? [] : [label])].join(', ')
      const told = `${where}: ${figureText(estimate, notation)}${note === '' ? '' : `, ${note}`}`
      return [mark(x, y, shape, colour, told)]
    })
    return { back, front: [...(axis.isContinuous && known.length > 1 ? [line] : []), ...marks] }
  })
  const x = {
    name: axisTitle(axis),
    ticks: labelled(axis, shareOfText).map((place) => ({ share: axis.shares[place]!, text: axis.texts[place]! })),
  }
  const y = { name: scale.isLogarithmic ? 'logarithmic' : '', ticks: scale.ticks }
  const told = `${curves.length > 1 ? `${curves.length} curves` : 'a curve'} with 95 % intervals along ${axis.name}`
  const limit = bound === undefined ? [] : boundLine(up(bound), valueText(bound, notation))
  const inside = [...drawn.flatMap(({ back }) => back), ...limit, ...drawn.flatMap(({ front }) => front)]
  return html`${plot({ title, told, x, y, inside })}${curveKey(curves)}`
}

/** What an axis is called, and how it goes. */
export function axisTitle({ name, isLogarithmic }: ValueAxis): string {
  return isLogarithmic ? `${name} (logarithmic)` : name
}

function curveKey(curves: readonly PlottedCurve[]): Markup | undefined {
  if (curves.length < 2) return undefined
  const items = curves.map(({ label }, index) => {
    const { colour, dash } = STROKES[index]!
    const line = element('path', {
      d: 'M0 8h28',
      fill: 'none',
      stroke: colour,
      'stroke-width': 2,
      'stroke-dasharray': dash,
    })
    return html`<span>${sample(line, 28)}${label}</span>`
  })
  return html`<p class="key">${items}</p>\n`
}
