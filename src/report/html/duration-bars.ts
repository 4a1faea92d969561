import { DURATION_CLASSES } from '../../measure/duration-class.ts'
import { countText, percentText } from '../number.ts'
import { dataTable } from './data-table.ts'
import { html, type Markup } from './markup.ts'

/** How the lengths of time of one setting are spread. */
export interface DurationSpread {
  /** Names its column; `''` where there is one. */
  readonly name: string
  /** How many lie in each class of `DURATION_CLASSES`. */
  readonly counts: Float64Array
}

/**
 * A histogram as a table with bars: each row a class of lengths of time, all columns on one scale. Undefined where there is
 * nothing to count.
 */
export function durationBars(caption: string, spreads: readonly DurationSpread[]): Markup | undefined {
  const sums = spreads.map(({ counts }) => counts.reduce((sum, count) => sum + count, 0))
  const places = DURATION_CLASSES.map((_, place) => place).filter((place) =>
    spreads.some(({ counts }) => counts[place]! > 0),
  )
  const [first, last] = [places[0], places.at(-1)]
  if (first === undefined || last === undefined) return undefined
  const share = (spread: number, place: number) => spreads[spread]!.counts[place]! / (sums[spread] || 1)
  const largest = Math.max(...spreads.flatMap((_, spread) => places.map((place) => share(spread, place))))
  const isAlone = spreads.length === 1
  const rows = DURATION_CLASSES.map((_, place) => place)
    // What is nothing at all stands apart from the classes that follow each other.
    .filter((place) => places.includes(place) || (place > (first === 0 ? (places[1] ?? last) : first) && place < last))
    .map((place) => [
      classText(place),
      ...spreads.map(({ counts }, spread) => bar(share(spread, place) / largest, counts[place]!, sums[spread]!)),
      ...(isAlone ? [countText(spreads[0]!.counts[place]!)] : []),
    ])
  const head = ['', ...spreads.map(({ name }) => name || 'share'), ...(isAlone ? ['count'] : [])]
  return html`<div class="bars">${dataTable({ caption, head, rows, words: spreads.map((_, spread) => spread + 1) })}</div>`
}

const UNITS = [
  [3_600_000, 'h'],
  [60_000, 'm'],
  [1_000, 's'],
] as const

function classText(place: number): string {
  const { fromMs, toMs } = DURATION_CLASSES[place]!
  if (toMs === 0) return '0 ms'
  if (toMs === Number.POSITIVE_INFINITY) return `${borderText(fromMs)} and more`
  return fromMs === 0 ? `below ${borderText(toMs)}` : `${borderText(fromMs)} to ${borderText(toMs)}`
}

/** A border in its largest unit, which is a whole number of them. */
function borderText(ms: number): string {
  const [unitMs, unit] = UNITS.find(([each]) => ms >= each) ?? [1, 'ms']
  return `${ms / unitMs} ${unit}`
}

/** @param length 0 to 1; what is more than nothing is seen */
function bar(length: number, count: number, sum: number): Markup {
  return html`<span class="track"><span class="bar" style="inline-size:${(length * 100).toFixed(2)}%"></span></span> <span class="share">${percentText(count, sum)}</span>`
}
