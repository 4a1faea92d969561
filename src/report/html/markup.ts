import { escaped } from '../svg.ts'

/** HTML that may stand in a page as it is. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** What may stand in a template: text is escaped, markup is not, nothing is nothing. */
export type Inside = Markup | string | number | undefined | readonly Inside[]

/** HTML from a template. Whatever is put in is escaped, for elements and for attributes in double quotes alike. */
export function html(parts: TemplateStringsArray, ...inside: readonly Inside[]): Markup {
  return new Markup(parts.map((part, place) => (place === 0 ? '' : written(inside[place - 1])) + part).join(''))
}

/** A text with places between its words, such as those of a path, where a line may break. */
export function breakable(text: string): Markup {
  return html`${text.split(/(?<=[.,=/:_])(?=\p{L})/u).map((part, place) => (place === 0 ? part : html`<wbr>${part}`))}`
}

/** A name with places between its words, such as those of `reservedConcurrency`, where a line may break. */
export function foldable(name: string): Markup {
  return html`${name.split(/(?<=[.,=/:_])(?=\p{L})|(?<=\p{Ll})(?=\p{Lu})/u).map((part, place) => (place === 0 ? part : html`<wbr>${part}`))}`
}

function written(inside: Inside): string {
  if (inside === undefined) return ''
  if (inside instanceof Markup) return inside.text
  return typeof inside === 'object' ? inside.map(written).join('') : escaped(String(inside))
}
