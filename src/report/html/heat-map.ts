import type { Estimate } from '../../experiment/estimate.ts'
import { figureCells, type Notation, valueText } from '../figure-text.ts'
import { foldable, html, type Markup } from './markup.ts'
import type { Shade } from './shade.ts'
import { evenly, type ValueAxis } from './value-axis.ts'

export interface HeatCell {
  readonly estimate: Estimate
  readonly fails: boolean
  /** `best`, `front`, `close` and the like; `''` where there is none. */
  readonly mark: string
}

/** A figure by the values of two axes: a table with a shade behind each value, so that nothing hangs on the shade alone. */
export interface HeatMap {
  readonly caption: string
  readonly rows: ValueAxis
  readonly columns: ValueAxis
  /** By places of values; undefined where nothing is known. */
  readonly at: (row: number, column: number) => HeatCell | undefined
  readonly shade: Shade
  readonly notation: Notation
}

/** Rows and columns that a table has at most: of more, some evenly between both ends. */
const MOST_ROWS = 24
const MOST_COLUMNS = 12

/**
 * Levels from which on a text must change its colour to be read, with the shades of the style sheet: on a light ground and
 * on a dark one.
 */
export const TURNS = { light: 0.785, dark: 0.485 } as const

export function heatMap({ caption, rows, columns, at, shade, notation }: HeatMap): Markup {
  const across = evenly(columns.values.length, MOST_COLUMNS)
  const down = evenly(rows.values.length, MOST_ROWS)
  const cell = (row: number, column: number) => {
    const known = at(row, column)
    if (!known) return html`<td></td>`
    const { estimate, fails, mark } = known
    const level = shade.level(estimate.mean)
    const kinds = [level > TURNS.light ? 'deep' : '', level > TURNS.dark ? 'bright' : '', fails ? 'fails' : '']
    const [mean, within] = figureCells(estimate, notation)
    const signs = html`${fails ? html`<b class="sign-of">✗<span class="unseen"> an expectation fails</span></b>` : ''}${
      mark === ''
        ? ''
        : html`<b class="sign-of">${mark === 'close' ? '◇' : '◆'}<span class="unseen"> ${mark}</span></b>`
    }`
    return html`<td class="${kinds.filter((kind) => kind !== '').join(' ')}" style="--level:${(level * 100).toFixed(1)}%">${signs}${mean}${within === '' ? '' : html` <small>± ${within}</small>`}</td>`
  }
  return html`<div class="table heat" data-copy="table" role="group" aria-label="${caption}" tabindex="0"><table>
<caption class="unseen">${caption}</caption>
<thead><tr><th class="axis" scope="col">${foldable(rows.name)}</th><th class="axis" colspan="${across.length}" scope="colgroup">${foldable(columns.name)}</th></tr>
<tr><td></td>${across.map((column) => html`<th scope="col">${columns.texts[column]}</th>`)}</tr></thead>
<tbody>
${down.map((row) => html`<tr><th scope="row">${rows.texts[row]}</th>${across.map((column) => cell(row, column))}</tr>\n`)}</tbody>
</table></div>
${thinned(rows, down)}${thinned(columns, across)}`
}

/** What the shades mean, with the unit of the figure. */
export function shadeLegend({ ends, isLogarithmic }: Shade, notation: Notation, label: string): Markup {
  const [least, middle, most] = ends.map((value) => valueText(value, notation))
  if (least === most) return html`<p class="legend">${label}: ${least} everywhere</p>\n`
  return html`<p class="legend"><span>${label}</span> <span>${least}</span> <span class="ramp" aria-hidden="true"></span> <span>${most}</span> <span>${isLogarithmic ? `logarithmic, ${middle} in the middle` : ''}</span></p>\n`
}

function thinned({ name, values }: ValueAxis, shown: readonly number[]): Markup | undefined {
  if (shown.length === values.length) return undefined
  return html`<p class="note">${shown.length} of ${values.length} values of ${name} are shown; the file of all points has the others.</p>\n`
}
