import { deserialize, serialize } from 'node:v8'

/**
 * Plain data as bytes. What worker threads are handed and what travels is written in the same way, that of structured
 * clones: nothing of a number is lost (−0, NaN, infinity), and arrays of numbers stay what they are. The bytes begin with
 * the version of that format, and none but the sender's own edition reads them.
 */
export function packed(value: unknown): Buffer {
  return serialize(value)
}

export function unpacked<T>(bytes: Buffer): T {
  return deserialize(bytes) as T
}
