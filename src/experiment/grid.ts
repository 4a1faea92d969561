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
    let rest = number - 1
    const places = this.axes.map(() => 0)
    for (let index = this.axes.length - 1; index >= 0; index--) {
      const { size } = this.axes[index]!
      places[index] = rest % size
      rest = Math.floor(rest / size)
    }
    return {
      number,
      set: this.axes.map((axis, index) => changeAt(axis, places[index]!)),
      values: Object.fromEntries(this.axes.map((axis, index) => [axis.name, valueAt(axis, places[index]!)])),
    }
  }
}
