import type { Glyphs } from './style.ts'

/** The largest value in each of `columns` equal stretches of a span that is `values.length × periodMs` long or shorter. */
export function resample(values: ArrayLike<number>, periodMs: number, spanMs: number, columns: number): number[] {
  return Array.from({ length: columns }, (_, column) => {
    const first = Math.floor((column * spanMs) / columns / periodMs)
    const end = Math.max(first + 1, Math.ceil(((column + 1) * spanMs) / columns / periodMs))
    let largest = 0
    for (let place = first; place < Math.min(end, values.length); place++) largest = Math.max(largest, values[place]!)
    return largest
  })
}

/** One character a value, scaled to the largest. The lowest level is 0 and nothing else. */
export function sparkline(values: readonly number[], { levels }: Glyphs): string {
  const largest = Math.max(0, ...values)
  const top = levels.length - 1
  return values.map((value) => levels[value > 0 ? Math.ceil((value / largest) * top) : 0]).join('')
}
