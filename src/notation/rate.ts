import { showValue } from './value-text.ts'

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

const RATE = /^(\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*\/\s*(s|m|h|d)$/i

/** What a written rate looks like, for editors. */
export const RATE_PATTERN = String.raw`^\s*\d+(\.\d+)?([eE][+-]?\d+)?\s*/\s*(s|m|h|d)\s*$`

/**
 * Events a millisecond of a written rate: `50/s`, `3/m`, `200/h`, `0.5/d`; 0 or more.
 *
 * @throws RangeError that says what was expected and what came
 */
export function parseRate(written: unknown): number {
  const parts = typeof written === 'string' ? RATE.exec(written.trim()) : null
  const rate = parts === null ? Number.NaN : Number(parts[1])
  if (parts === null || !Number.isFinite(rate)) {
    throw new RangeError(`expected a rate such as 50/s, 3/m or 200/h, got ${showValue(written)}${hint(written)}`)
  }
  return rate / UNIT_MS[parts[2]!.toLowerCase() as keyof typeof UNIT_MS]
}

function hint(written: unknown): string {
  if (typeof written === 'number') return `: its unit is missing, such as ${written}/s`
  if (typeof written === 'string' && written.trim().startsWith('-')) return ': a rate is 0 or more'
  return ''
}
