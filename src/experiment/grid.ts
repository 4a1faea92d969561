import { type Axis, changeAt, valueAt } from './axis.ts'

/** One combination of values. */
export interface Point {
  /** From 1; the values of the last axis change from one point to the next. */
  readonly number: number
  /** The changes that make it, as `--set` has them. */
  readonly set: readonly string[]
  /** The values as data, by path. */
  readonly values: Readonly<Record<string, unknown>>
}

/** Every combination of the values of some axes. */
export class Grid {
  readonly axes: readonly Axis[]
  readonly size: number

  constructor(axes: readonly Axis[]) {
    this.axes = axes
    this.size = axes.reduce((product, { size }) => product * size, 1)
  }

  /** @param places of the values, one of each axis, from 0 */
  numberAt(places: readonly number[]): number {
    return 1 + this.axes.reduce((number, { size }, index) => number * size + places[index]!, 0)
  }

  /** @param number from 1 */
  point(number: number): Point {
    const places = placesAt(
      number,
      this.axes.map(({ size }) => size),
    )
    return {
      number,
      set: this.axes.map((axis, index) => changeAt(axis, places[index]!)),
      values: Object.fromEntries(this.axes.map((axis, index) => [axis.name, valueAt(axis, places[index]!)])),
    }
  }
}

/** Which value of each axis a point of a grid has, from 0; that of the last axis changes from one point to the next. @param number from 1 */
export function placesAt(number: number, sizes: readonly number[]): number[] {
  let rest = number - 1
  const places = sizes.map(() => 0)
  for (let index = sizes.length - 1; index >= 0; index--) {
    const size = sizes[index]!
    places[index] = rest % size
    rest = Math.floor(rest / size)
  }
  return places
}
