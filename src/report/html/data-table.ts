import { html, type Inside, type Markup } from './markup.ts'

/** A table of a page: what is in the first column names the row. */
export interface DataTable {
  /** What it shows; stands above it, unless a heading does. */
  readonly caption: string
  readonly isCaptionHidden?: boolean
  readonly head: readonly Inside[]
  readonly rows: readonly (readonly Inside[])[]
  /** Columns of words, by place; all others but the first are figures, which stand at the right. Default: none. */
  readonly words?: readonly number[]
  /** Whether the last row sums up the others. */
  readonly isSummed?: boolean
}

/** A table that scrolls by itself where the page is narrow, and can be copied. */
export function dataTable(table: DataTable): Markup {
  const { caption, head, rows, words = [], isSummed = false, isCaptionHidden = false } = table
  const kind = (place: number) => (place === 0 || words.includes(place) ? 'word' : 'figure')
  const cells = (row: readonly Inside[]) =>
    row.map((cell, place) =>
      place === 0 ? html`<th scope="row">${cell}</th>` : html`<td class="${kind(place)}">${cell}</td>`,
    )
  return html`<div class="table" data-copy="table" role="group" aria-label="${caption}" tabindex="0"><table>
<caption${isCaptionHidden ? html` class="unseen"` : ''}>${caption}</caption>
<thead><tr>${head.map((name, place) =>
    name === '' ? html`<td class="${kind(place)}"></td>` : html`<th scope="col" class="${kind(place)}">${name}</th>`,
  )}</tr></thead>
<tbody>
${rows.map((row, place) => html`<tr${isSummed && place === rows.length - 1 ? html` class="sum"` : ''}>${cells(row)}</tr>\n`)}</tbody>
</table></div>
`
}
