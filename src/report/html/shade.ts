/** How dark a value is drawn, from 0 to 1. */
export interface Shade {
  readonly level: (value: number) => number
  /** Ends of the scale, and what lies in the middle of it. */
  readonly ends: readonly [least: number, middle: number, most: number]
  readonly isLogarithmic: boolean
}

/** From the least to the largest by so many times, a plain scale would show the small ones as alike. */
const FACTOR = 50

/** A scale for all values of a figure: logarithmic where they differ by orders of magnitude. 0 then is as light as can be. */
export function shadeOf(values: readonly number[]): Shade {
  const present = values.filter((value) => value > 0)
  const most = Math.max(...values)
  const smallest = present.length > 0 ? Math.min(...present) : most
  const isLogarithmic = smallest > 0 && most / smallest >= FACTOR
  const least = isLogarithmic ? smallest : Math.min(...values)
  const [from, to] = isLogarithmic ? [Math.log(least), Math.log(most)] : [least, most]
  const level = (value: number) => {
    if (to === from || (isLogarithmic && value <= 0)) return 0
    return ((isLogarithmic ? Math.log(value) : value) - from) / (to - from)
  }
  const middle = isLogarithmic ? Math.sqrt(least * most) : (least + most) / 2
  return { level, ends: [least, middle, most], isLogarithmic }
}
