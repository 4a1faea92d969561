import { cutInside } from '../prose.ts'
import { element, escaped } from '../svg.ts'
import { COLOUR } from '../timeline-colour.ts'
import { html, Markup } from './markup.ts'

const WIDTH = 420
const HEIGHT = 256
const [LEFT, RIGHT, TOP, BOTTOM] = [76, 16, 24, 46]
const INNER = { width: WIDTH - LEFT - RIGHT, height: HEIGHT - TOP - BOTTOM }

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif'
const SIZE = 12
/** Width of a character, about. */
const CHARACTER = 6.6

/** An axis of a picture: what is written along it, each at a share of its length. */
export interface PlotAxis {
  readonly name: string
  readonly ticks: readonly { readonly share: number; readonly text: string }[]
}

/** A picture of marks between two axes, as SVG: it needs no script, and is the same size of letters on any screen. */
export interface Plot {
  readonly title: string
  /** What is to be seen in it, for those who do not see it. */
  readonly told: string
  readonly x: PlotAxis
  readonly y: PlotAxis
  /** Elements, those behind first. */
  readonly inside: readonly string[]
}

/** Where a share of an axis is, in pixels. */
export const acrossAt = (share: number): number => round(LEFT + share * INNER.width)
export const upAt = (share: number): number => round(TOP + (1 - share) * INNER.height)

/** The share of the lower axis that a text takes. */
export const shareOfText = (text: string): number => (text.length * CHARACTER + 10) / INNER.width

export function plot({ title, told, x, y, inside }: Plot): Markup {
  const bottom = upAt(0)
  const grid = y.ticks.map(({ share }) =>
    element('line', {
      x1: LEFT,
      x2: WIDTH - RIGHT,
      y1: upAt(share),
      y2: upAt(share),
      stroke: COLOUR.rule,
      'stroke-opacity': 0.5,
    }),
  )
  const ticks = x.ticks.map(({ share }) =>
    element('line', { x1: acrossAt(share), x2: acrossAt(share), y1: bottom, y2: bottom + 4, stroke: COLOUR.rule }),
  )
  const texts = [
    ...y.ticks.map(({ share, text: label }) => text(LEFT - 8, upAt(share) + 4, label, 'end')),
    // At the end of the axis there is less room than a label takes.
    ...x.ticks.map(({ share, text: label }) =>
      text(round(Math.min(acrossAt(share), WIDTH - (label.length * CHARACTER) / 2)), bottom + 18, label),
    ),
    text(acrossAt(0.5), HEIGHT - 8, cutInside(x.name, Math.floor(INNER.width / CHARACTER), '…')),
    ...(y.name === '' ? [] : [text(4, TOP - 6, cutInside(y.name, Math.floor(WIDTH / CHARACTER) - 1, '…'), 'start')]),
  ]
  const drawing = element(
    'svg',
    {
      class: 'timeline drawing',
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      width: WIDTH,
      height: HEIGHT,
      'font-family': FONT,
      'font-size': SIZE,
      'aria-hidden': 'true',
    },
    [
      element('title', {}, [escaped(title)]),
      ...grid,
      element('line', { x1: LEFT, x2: WIDTH - RIGHT, y1: bottom, y2: bottom, stroke: COLOUR.quiet }),
      ...ticks,
      ...texts,
      ...inside,
    ],
  )
  return html`<div class="frame" data-copy="picture" role="img" aria-label="${`${title}: ${told}`}" tabindex="0">${new Markup(drawing)}</div>
<p class="readout" aria-live="off"></p>
`
}

/** A text in a picture; one of weight is told from what is behind it by a rim. */
export function text(
  x: number,
  y: number,
  content: string,
  anchor: 'start' | 'middle' | 'end' = 'middle',
  isBold = false,
): string {
  const rim = { 'font-weight': 600, stroke: COLOUR.ground, 'stroke-width': 4, 'paint-order': 'stroke' }
  const attributes = { x, y, 'text-anchor': anchor, fill: isBold ? COLOUR.ink : COLOUR.quiet, ...(isBold && rim) }
  return element('text', attributes, [escaped(content)])
}

/** A line that a figure is to be below or above, with its value. */
export function boundLine(y: number, told: string): string[] {
  const line = {
    x1: LEFT,
    x2: WIDTH - RIGHT,
    y1: y,
    y2: y,
    stroke: COLOUR.retry,
    'stroke-width': 2,
    'stroke-dasharray': '6 4',
  }
  return [
    element('line', line),
    text(WIDTH - RIGHT, round(y > TOP + 20 ? y - 6 : y + 15), `bound ${told}`, 'end', true),
  ]
}

/** What a mark is, by its shape: fine, fine and of no note, failing, or not decided. */
export type Shape = 'dot' | 'ring' | 'cross' | 'diamond'

/** A mark that says what it is when somebody points at it, or moves to it. @param told `''` for a sample in a key */
export function mark(x: number, y: number, shape: Shape, colour: string, told: string): string {
  const r = 4
  const line = { stroke: colour, 'stroke-width': 2, fill: COLOUR.ground }
  const drawn = {
    dot: () => element('circle', { cx: x, cy: y, r, fill: colour, stroke: COLOUR.ground, 'stroke-width': 1 }),
    ring: () => element('circle', { cx: x, cy: y, r, ...line }),
    cross: () =>
      element('path', {
        d: `M${x - r} ${y - r}l${2 * r} ${2 * r}m0 ${-2 * r}l${-2 * r} ${2 * r}`,
        ...line,
        fill: 'none',
      }),
    diamond: () =>
      element('path', { d: `M${x} ${y - r - 1}l${r + 1} ${r + 1}l${-r - 1} ${r + 1}l${-r - 1} ${-r - 1}z`, ...line }),
  }[shape]()
  return element('g', { class: 'mark' }, [...(told === '' ? [] : [element('title', {}, [escaped(told)])]), drawn])
}

/** A sample of a mark or a line, for the key of a picture. */
export function sample(inside: string, width = 16): Markup {
  return new Markup(
    element('svg', { class: 'timeline', width, height: 16, viewBox: `0 0 ${width} 16`, 'aria-hidden': 'true' }, [
      inside,
    ]),
  )
}

export function round(value: number): number {
  return Math.round(value * 10) / 10
}
