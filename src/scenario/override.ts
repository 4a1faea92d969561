import { parse } from 'yaml'
import { showValue } from '../notation/value-text.ts'
import { formatPath } from './problem.ts'
import type { DataPath } from './source-text.ts'

/** A value that replaces one of the file: `--set functions.checkout.timeout=5s`. */
export interface Override {
  /** As it was written. */
  readonly text: string
  readonly path: DataPath
  readonly value: unknown
}

/** A step of a path: a name, a quoted name, or an index in brackets. */
const STEP = /(?:^|\.)(?:"((?:[^"\\]|\\.)*)"|([^.[\]="]+))|\[(\d+)\]/y

/**
 * Reads the path of `PATH=VALUE`, as problems print it: `a.b[0]."odd key"`; `a.b.0` does as well.
 *
 * @returns the path, and what stands after the sign
 * @throws RangeError that says what was expected and what came
 */
export function parseAssignment(text: string): { readonly path: DataPath; readonly right: string } {
  const path: PropertyKey[] = []
  STEP.lastIndex = 0
  let end = 0
  for (let step = STEP.exec(text); step; step = STEP.exec(text)) {
    path.push(step[3] === undefined ? (step[2] ?? unescaped(step[1]!)) : Number(step[3]))
    end = STEP.lastIndex
  }
  if (path.length === 0 || text[end] !== '=') {
    throw new RangeError(`expected PATH=VALUE, such as functions.checkout.timeout=5s, got ${showValue(text)}`)
  }
  return { path, right: text.slice(end + 1) }
}

/**
 * Reads `PATH=VALUE`: a path, and a value in YAML.
 *
 * @throws RangeError that says what was expected and what came
 */
export function parseOverride(text: string): Override {
  const { path, right } = parseAssignment(text)
  try {
    return { text, path, value: parse(right) }
  } catch {
    throw new RangeError(`expected a value in YAML after "${formatPath(path)}=", got ${showValue(right)}`)
  }
}

/**
 * The data with the value in place; maps on the way are made where they are missing, nothing that came is changed.
 *
 * @throws RangeError where the path leads into something that is neither a map nor a list, or past the end of a list
 */
export function applyOverride(data: unknown, { text, path, value }: Override): unknown {
  const put = (holder: unknown, depth: number): unknown => {
    if (depth === path.length) return value
    const key = path[depth]!
    if (Array.isArray(holder)) {
      const index = Number(key)
      if (!Number.isInteger(index) || index < 0 || index > holder.length) {
        const expected = `an index from 0 to ${holder.length} after "${formatPath(path.slice(0, depth))}"`
        throw new RangeError(`expected ${expected}, got ${showValue(String(key))} in "${text}"`)
      }
      return holder.toSpliced(index, 1, put(holder[index], depth + 1))
    }
    if (holder === undefined || holder === null) return { [key]: put(undefined, depth + 1) }
    if (typeof holder !== 'object') {
      const place = formatPath(path.slice(0, depth))
      throw new RangeError(`expected a map or a list at "${place}", which is ${showValue(holder)}, for "${text}"`)
    }
    return { ...holder, [key]: put((holder as Record<PropertyKey, unknown>)[key], depth + 1) }
  }
  return put(data, 0)
}

function unescaped(quoted: string): string {
  return quoted.replace(/\\(.)/g, '$1')
}
