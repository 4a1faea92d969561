import type { PointResult, SweepResult } from '../../experiment/sweep-result.ts'
import { shortNames, variedText } from '../varied-value.ts'
import { type ValueAxis, valueAxis } from './value-axis.ts'

/** A sweep as pictures show it: one or two axes that are drawn, and the others, of which each picture holds one value. */
export interface ShownAxes {
  /** Along curves, and down tables. */
  readonly main: ValueAxis
  /** A curve each, and across tables; undefined where only one thing varies. */
  readonly other: ValueAxis | undefined
  /** Each combination of what is held; one where nothing is. */
  readonly held: readonly Held[]
}

export interface Held {
  /** `timeout=3s`; `''` where nothing is held. */
  readonly words: string
  /** Undefined where the sweep did not get there. */
  readonly at: (main: number, other: number) => PointResult | undefined
}

/**
 * Draws the two axes with most values, the one with more of them along curves; the others are held.
 *
 * @param numbers of each axis what its values come to, where all of them are numbers
 */
export function shownAxes(
  { axes, points }: SweepResult,
  numbers: readonly (readonly number[] | undefined)[],
): ShownAxes {
  const names = shortNames(axes.map(({ path }) => path))
  const all = axes.map((axis, place) => valueAxis(axis, names[place]!, numbers[place]))
  const ordered = all.toSorted(
    (a, b) =>
      Number(b.values.length > 1) - Number(a.values.length > 1) ||
      Number(b.isContinuous) - Number(a.isContinuous) ||
      b.values.length - a.values.length,
  )
  const [main, other] = ordered as [ValueAxis, ValueAxis?]
  const rest = all.filter((axis) => axis !== main && axis !== other)
  const byKey = new Map(points.map((point) => [keyOf(all, point.values), point]))
  const held = combinations(rest).map((values) => ({
    words: rest.map(({ path, name }) => `${name}=${variedText(values[path])}`).join(', '),
    at: (row: number, column: number) =>
      byKey.get(
        keyOf(all, { ...values, [main.path]: main.values[row], ...(other && { [other.path]: other.values[column] }) }),
      ),
  }))
  return { main, other, held }
}

function combinations(axes: readonly ValueAxis[]): Record<string, unknown>[] {
  return axes.reduce<Record<string, unknown>[]>(
    (all, { path, values }) => all.flatMap((each) => values.map((value) => ({ ...each, [path]: value }))),
    [{}],
  )
}

function keyOf(axes: readonly ValueAxis[], values: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(axes.map(({ path }) => values[path]))
}
