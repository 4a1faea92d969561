import { valueText } from '../figure-text.ts'
import type { ColourName } from '../timeline-colour.ts'
import { csvHref } from './csv-link.ts'
import { dataTable } from './data-table.ts'
import { breakable, html, type Markup } from './markup.ts'
import type { ChartScale } from './scale.ts'

/** A curve of a picture, by point. NaN is no value. */
export interface Curve {
  readonly label: string
  readonly colour: ColourName
  /** Lengths of strokes and gaps in pixels: what tells it from the others without its colour. Default: drawn through. */
  readonly dash?: readonly number[]
  readonly values: ArrayLike<number>
  /** Where the truth may lie: a shaded band. */
  readonly range?: { readonly low: ArrayLike<number>; readonly high: ArrayLike<number> } | undefined
}

/** Something that an axis shows beside the curves: a stretch, or a moment where both ends are the same. */
export interface Mark {
  /** One or two letters, which stand in the picture. */
  readonly sign: string
  readonly from: number
  readonly to: number
}

/** A picture of curves over one axis, of time or of anything that was varied. */
export interface LineChart {
  /** Names it among the pictures of a page: lower-case letters, digits and hyphens. */
  readonly id: string
  readonly title: string
  /** Names it among pictures of the same title, which stand side by side below that. */
  readonly part?: string
  /** What it shows, and what there is to see. */
  readonly note: string
  readonly x: ChartScale
  readonly y: ChartScale
  /** What the points are called on the axis, and where they stand. */
  readonly xName: string
  readonly points: readonly { readonly at: number; readonly label: string }[]
  readonly curves: readonly Curve[]
  readonly marks?: readonly Mark[]
  /** Whether a value holds from its point to the next one, as that of a period does. */
  readonly isStepped: boolean
  /** What values are: counts, or lengths of time in milliseconds. */
  readonly unit: 'count' | 'duration'
}

/** Rows of the table below a picture; the file has them all. */
const ROWS = 24

/**
 * A picture with its data behind it. What draws it takes the values from the very file that a reader can save, so both
 * are always the same; without a script the table is still there.
 */
export function lineChart(chart: LineChart): Markup {
  const { id, title, part, note, points, xName } = chart
  const name = part === undefined ? title : `${title}, ${part}`
  const head = headOf(chart)
  const lines = points.map(({ label, at }, place) => [label, at, ...valuesOf(chart, place)])
  return html`<figure class="chart" id="${id}" data-chart="${JSON.stringify(drawing(chart))}">
<figcaption>${part === undefined ? html`<h3>${title}</h3>` : html`<h4>${breakable(part)}</h4>`} <p>${note}</p></figcaption>
<div class="plot" role="img" aria-label="${`${name}: ${note}`}" tabindex="0"></div>
<p class="readout" aria-live="off"></p>
<details><summary>Data<span class="unseen"> of ${name}</span></summary>
${points.length > ROWS ? html`<p>Of each ${Math.ceil(points.length / ROWS)} points the highest one.</p>` : ''}
${dataTable({ caption: name, isCaptionHidden: true, head: [xName, ...head], rows: rowsOf(chart) })}
<p><a download="${id}.csv" href="${csvHref([[xName, 'at', ...head], ...lines])}">All ${points.length} points as CSV</a></p>
</details>
</figure>
`
}

/** What the script of the page is told of a picture beside its data. */
function drawing({ x, y, curves, marks = [], isStepped, unit }: LineChart) {
  return {
    x,
    y,
    curves: curves.map(({ label, colour, dash, range }) => ({ label, colour, dash, hasRange: range !== undefined })),
    marks,
    isStepped,
    unit,
  }
}

function headOf({ curves }: LineChart): string[] {
  return curves.flatMap(({ label, range }) => [label, ...(range ? [`${label}, from`, `${label}, to`] : [])])
}

function valuesOf({ curves }: LineChart, place: number): number[] {
  return curves.flatMap(({ values, range }) =>
    [values[place]!, ...(range ? [range.low[place]!, range.high[place]!] : [])].map(brief),
  )
}

function rowsOf(chart: LineChart): string[][] {
  const { points, curves, unit } = chart
  const heightOf = (place: number) => curves.reduce((sum, { values }) => sum + (values[place]! || 0), 0)
  const stretch = Math.ceil(points.length / ROWS)
  const rows: string[][] = []
  for (let start = 0; start < points.length; start += stretch) {
    let highest = start
    for (let place = start; place < Math.min(start + stretch, points.length); place++)
      if (heightOf(place) > heightOf(highest)) highest = place
    const cells = valuesOf(chart, highest).map((value) => (Number.isNaN(value) ? '' : valueText(value, unit)))
    rows.push([points[highest]!.label, ...cells])
  }
  return rows
}

/** A whole number as it is, any other with at least four digits that count. */
function brief(value: number): number {
  if (!Number.isFinite(value)) return value
  const digits = Math.max(0, 3 - Math.floor(Math.log10(Math.abs(value) || 1)))
  return Number(value.toFixed(Math.min(6, digits)))
}
