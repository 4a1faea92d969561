import { showValue } from './value-text.ts'

/** Bytes in one of each unit: binary, as Lambda counts (its limit of 1 MB for a payload is 1,048,576 bytes). */
export const SIZE_UNITS = { B: 1, KB: 1_024, MB: 1_048_576 } as const

const SIZE = /^(\d+(?:\.\d+)?)\s*(B|KB|MB)$/i

/** What a written size looks like, for editors. */
export const SIZE_PATTERN = String.raw`^\s*\d+(\.\d+)?\s*([bB]|[kK][bB]|[mM][bB])\s*$`

/**
 * Bytes of a written size: a number of bytes, or `512B`, `20KB`, `1.5MB`; 0 or more.
 *
 * @throws RangeError that says what was expected and what came
 */
export function parseSize(written: unknown): number {
  if (typeof written === 'number' && written >= 0 && Number.isFinite(written)) return written
  const parts = typeof written === 'string' ? SIZE.exec(written.trim()) : null
  if (parts === null) throw new RangeError(`expected a size such as 20000, 20KB or 1MB, got ${showValue(written)}`)
  return Number(parts[1]) * SIZE_UNITS[parts[2]!.toUpperCase() as keyof typeof SIZE_UNITS]
}
