import dayjs from 'dayjs'
import duration from 'dayjs/plugin/duration.js'
import { showValue } from './value-text.ts'

dayjs.extend(duration)

/** Milliseconds in one of each unit, longest first, as factor × 10^exponent: `0.1s` then is exactly 100 ms. */
const UNITS = [
  { name: 'd', factor: 864, exponent: 5 },
  { name: 'h', factor: 36, exponent: 5 },
  { name: 'm', factor: 6, exponent: 4 },
  { name: 's', factor: 1, exponent: 3 },
  { name: 'ms', factor: 1, exponent: 0 },
] as const

const NUMBER = String.raw`\d+(?:\.\d+)?`
const PART = new RegExp(`(${NUMBER})\\s*(ms|d|h|m|s)\\s*`, 'y')

/** ISO 8601 without years and months, whose length depends on the date they are added to. */
const ISO = new RegExp(
  `^P(?=\\d|T\\d)(?:${NUMBER}W|(?:${NUMBER}D)?(?:T(?=\\d)(?:${NUMBER}H)?(?:${NUMBER}M)?(?:${NUMBER}S)?)?)$`,
)
const ISO_WITH_CALENDAR = /^P[\d.]+[YM]/

const EXPECTED = 'expected a duration such as 90s, 2m, 6h, 1h30m, 1500ms or PT6H'

/** What a written duration looks like, for editors: `PT…` or parts such as `1h30m`; a bare `0` is allowed too. */
export const DURATION_PATTERN = `^\\s*(0|P(?=.)(${NUMBER}[WD])?(T(?=.)(${NUMBER}H)?(${NUMBER}M)?(${NUMBER}S)?)?|(${NUMBER}\\s*(d|h|m|s|ms)\\s*)+)$`

/**
 * Milliseconds of a written duration: `90s`, `2m`, `6h`, `1d`, `1500ms`, decimals, parts from long to short
 * (`1h30m`), ISO 8601 in weeks, days, hours, minutes, seconds (`PT6H`), or 0.
 *
 * @throws RangeError that says what was expected and what came
 */
export function parseDuration(written: unknown): number {
  if (written === 0) return 0
  if (typeof written === 'number' && Number.isFinite(written)) {
    throw new RangeError(
      `expected a duration with its unit, such as ${written}s or ${written}ms, got the bare number ${written}`,
    )
  }
  if (typeof written !== 'string') throw new RangeError(`${EXPECTED}, got ${showValue(written)}`)
  const text = written.trim()
  if (text === '0') return 0
  const durationMs = text.startsWith('P') ? isoMs(text) : partsMs(text)
  if (!Number.isFinite(durationMs)) throw new RangeError(`${EXPECTED}, got ${showValue(written)}${hint(text)}`)
  return durationMs
}

/** A duration in its shortest exact form: `1h30m`, `1500ms`, `0s`. */
export function formatDuration(durationMs: number): string {
  if (durationMs === 0) return '0s'
  let restMs = durationMs
  let text = ''
  for (const { name, factor, exponent } of UNITS) {
    const unitMs = factor * 10 ** exponent
    const count = name === 'ms' ? restMs : Math.floor(restMs / unitMs)
    if (count === 0) continue
    text += `${count}${name}`
    restMs -= count * unitMs
  }
  return text
}

function isoMs(text: string): number {
  return ISO.test(text) ? dayjs.duration(text).asMilliseconds() : Number.NaN
}

/** Sum of the parts, or NaN where one is not a part or a unit is not shorter than the one before. */
function partsMs(text: string): number {
  let sumMs = 0
  let unitBefore = -1
  PART.lastIndex = 0
  while (PART.lastIndex < text.length) {
    const part = PART.exec(text)
    if (part === null) return Number.NaN
    const unit = UNITS.findIndex(({ name }) => name === part[2])
    if (unit <= unitBefore) return Number.NaN
    unitBefore = unit
    const { factor, exponent } = UNITS[unit]!
    sumMs += Number(`${part[1]}e${exponent}`) * factor
  }
  return unitBefore < 0 ? Number.NaN : sumMs
}

function hint(text: string): string {
  if (/^-/.test(text)) return ': a duration is 0 or more'
  if (/^[\d.]+$/.test(text)) return ': its unit is missing'
  if (ISO_WITH_CALENDAR.test(text)) return ': years and months have no fixed length, write days'
  return ''
}
