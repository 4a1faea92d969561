import { parse } from 'yaml'
import { showValue } from '../notation/value-text.ts'
import { parseAssignment } from '../scenario/override.ts'
import { formatPath } from '../scenario/problem.ts'
import type { DataPath } from '../scenario/source-text.ts'
import { partsOf } from './alternative.ts'
import { isRange, parseScale, type Values } from './scale.ts'

/** A value of the scenario that is varied, and the values that it takes. */
export interface Axis extends Values {
  /** As it was written. */
  readonly text: string
  readonly path: DataPath
  /** The path as problems print it. */
  readonly name: string
}

/**
 * Reads `PATH=V1,V2,…`, values in YAML as `--set` takes them, or `PATH=LOW..HIGH/STEP`.
 *
 * @throws RangeError that says what was expected and what came
 */
export function parseAxis(text: string): Axis {
  const { path, right } = parseAssignment(text)
  const { size, textAt } = isRange(right.trim()) ? parseScale(right.trim()) : list(right)
  return { text, path, name: formatPath(path), size, textAt }
}

/** The change that puts the value at a place into the scenario, as `--set` has it. */
export function changeAt({ text, textAt }: Axis, place: number): string {
  return text.slice(0, text.length - parseAssignment(text).right.length) + textAt(place)
}

/** The value at a place as data: a number, a text … */
export function valueAt({ textAt }: Axis, place: number): unknown {
  return parse(textAt(place))
}

/** All of them. */
export function valuesOf(axis: Axis): unknown[] {
  return Array.from({ length: axis.size }, (_, place) => valueAt(axis, place))
}

function list(right: string): Values {
  const values = partsOf(right)
  if (values.some((value) => value === ''))
    throw new RangeError(`expected values with commas between them, or LOW..HIGH, got ${showValue(right)}`)
  for (const value of values) {
    try {
      parse(value)
    } catch {
      throw new RangeError(`expected values in YAML, got ${showValue(value)}`)
    }
  }
  const twice = values.find((value, place) => values.indexOf(value) < place)
  if (twice !== undefined) throw new RangeError(`expected each value once, got ${twice} twice`)
  return { size: values.length, textAt: (place) => values[place]! }
}
