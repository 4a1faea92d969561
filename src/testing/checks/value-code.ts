import { inspect } from 'node:util'
import fc from 'fast-check'

const WIDTH = 100

/**
 * A value as code, in the style of this project where it is plain data; maps, sets, dates and the like as fast-check
 * writes them.
 */
export function valueCode(value: unknown): string {
  return isPlain(value, new Set()) ? inspected(value) : fc.stringify(value)
}

/** A value for people to read, whatever it is. */
export function inspected(value: unknown): string {
  return inspect(value, {
    depth: Number.POSITIVE_INFINITY,
    maxArrayLength: Number.POSITIVE_INFINITY,
    maxStringLength: Number.POSITIVE_INFINITY,
    breakLength: WIDTH,
  })
}

/** Whether what is inspected is code that makes the same value. */
function isPlain(value: unknown, within: ReadonlySet<unknown>): boolean {
  if (typeof value === 'function' || typeof value === 'symbol') return false
  if (typeof value !== 'object' || value === null) return true
  if (within.has(value)) return false
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== Array.prototype) return false
  const inner = new Set([...within, value])
  const values = Array.isArray(value) ? Array.from(value) : Object.values(value)
  const keys = Reflect.ownKeys(value)
  // A key with both kinds of quotes would be shown as a template, which is no key in code.
  const isWritable = (key: string | symbol) => typeof key === 'string' && key !== '__proto__' && !/'.*"|".*'/s.test(key)
  const hasOnlyNames = keys.every(isWritable)
  const isDense = !Array.isArray(value) || keys.length === value.length + 1
  return hasOnlyNames && isDense && values.every((each) => isPlain(each, inner))
}
