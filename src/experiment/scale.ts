import { formatDuration, parseDuration } from '../notation/duration.ts'
import { showValue } from '../notation/value-text.ts'

/** Milliseconds of the units of durations, in which the last digit of one counts. */
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Digits after the point beyond which a double does not keep them apart. */
const MOST_DIGITS = 9

/** `LOW..HIGH`, then `/STEP` or `/N points`; a rate has a stroke of its own. */
const RANGE = /^(.+?)\.\.(-?\d+(?:\.\d+)?\s*\/\s*[smhd](?=\/|$)|[^/]+)(?:\/(.*))?$/i
const SIMPLE = /^(-?\d+(?:\.(\d+))?)\s*(\D*)$/

/** A number as it was written. */
interface Written {
  /** In its unit; of a duration in milliseconds. */
  readonly value: number
  /** What comes after the number: `/s`, `KB`, nothing; `duration` for all units of time. */
  readonly unit: string
  /** What one more in its last digit would be. */
  readonly digit: Digit
}

/** A whole number of this, over a power of ten: `times` / 10^`places`. */
interface Digit {
  readonly times: number
  readonly places: number
}

/** Values in order, of which each is written when somebody asks: a scale may have very many. */
export interface Values {
  readonly size: number
  /** The value at a place, from 0, as `--set` would have it. */
  textAt(place: number): string
}

/** Whether a text is `LOW..HIGH`: digits on both sides tell it from a name with dots. */
export function isRange(text: string): boolean {
  return /^-?\d[^,]*\.\.\s*-?\d/.test(text)
}

/**
 * Reads `LOW..HIGH/STEP` or `LOW..HIGH/N points`, numbers with one unit, or durations: `10..50/10`, `1s..2m/500ms`,
 * `5/s..50/s/5/s`, `0.00..1.00/5 points`. Without a step it is as fine as the two are written: `0.5/s..2/s` goes by 0.1/s.
 * Values are exact, whatever their number; the last one is at HIGH or the last step before it.
 *
 * @throws RangeError that says what was expected and what came
 */
export function parseScale(text: string): Values {
  const parts = RANGE.exec(text)
  if (!parts) throw new RangeError(`expected LOW..HIGH, LOW..HIGH/STEP or LOW..HIGH/N points, got ${showValue(text)}`)
  const [lowText, highText, by] = parts.slice(1).map((part) => part?.trim()) as [string, string, string | undefined]
  const [low, high] = alike(written(lowText), written(highText), `${lowText} and ${highText}`)
  const points = by === undefined ? undefined : /^(\d+)\s*points?$/.exec(by)?.[1]
  const step = by === undefined || points !== undefined ? undefined : alike(low, written(by), `${lowText} and ${by}`)[1]
  if (low.value > high.value) throw new RangeError(`expected LOW at or below HIGH, got ${lowText}..${highText}`)
  const digit = finest([low, high, ...(step ? [step] : [])])
  const count = (value: number) => Math.round((value * 10 ** digit.places) / digit.times)
  const textOf = (digits: number) => textIn(low.unit, (digits * digit.times) / 10 ** digit.places)
  const [from, to] = [count(low.value), count(high.value)]
  if (points !== undefined) return spaced(from, to, Number(points), textOf, text)
  const stride = step ? count(step.value) : 1
  if (stride <= 0) throw new RangeError(`expected a step above 0, got ${by}`)
  return { size: Math.floor((to - from) / stride) + 1, textAt: (place) => textOf(from + place * stride) }
}

/** As evenly spaced as the last digit allows. */
function spaced(from: number, to: number, size: number, textOf: (digits: number) => string, text: string): Values {
  if (size < 2) throw new RangeError(`expected 2 points or more, got ${showValue(text)}`)
  if (to - from < size - 1)
    throw new RangeError(
      `expected ends with digits enough for ${size} points, such as 0.00..1.00/5 points, got ${showValue(text)}`,
    )
  return { size, textAt: (place) => textOf(Math.round(from + (place * (to - from)) / (size - 1))) }
}

function written(text: string): Written {
  const [, number, decimals = '', unit] = SIMPLE.exec(text) ?? []
  if (decimals.length > MOST_DIGITS)
    throw new RangeError(`expected at most ${MOST_DIGITS} digits after the point, got ${text}`)
  if (number !== undefined && UNIT_MS[unit!] === undefined)
    return { value: Number(number), unit: unit!, digit: { times: 1, places: decimals.length } }
  const last = /\d+(?:\.(\d+))?\s*(ms|[smhd])$/.exec(text)
  if (!last)
    throw new RangeError(`expected a number, with its unit where it has one (40, 5s, 50/s), got ${showValue(text)}`)
  const digit = { times: UNIT_MS[last[2]!]!, places: last[1]?.length ?? 0 }
  return { value: parseDuration(text), unit: 'duration', digit }
}

/** Both in the same unit: 0 has that of the other. */
function alike(one: Written, other: Written, what: string): [Written, Written] {
  if (one.unit === other.unit) return [one, other]
  if (one.value === 0 && one.unit === '') return [{ ...one, unit: other.unit, digit: other.digit }, other]
  if (other.value === 0 && other.unit === '') return [one, { ...other, unit: one.unit, digit: one.digit }]
  throw new RangeError(`expected the same unit on both sides, got ${what}`)
}

/** The digit of which all are whole multiples; of durations that have none in common, a millisecond or a part of it. */
function finest(all: readonly Written[]): Digit {
  const size = ({ times, places }: Digit) => times / 10 ** places
  const least = all.map(({ digit }) => digit).reduce((a, b) => (size(b) < size(a) ? b : a))
  const isWhole = ({ value }: Written) => Math.abs(value / size(least) - Math.round(value / size(least))) < 1e-6
  return all.every(isWhole) ? least : { times: 1, places: Math.max(...all.map(({ digit }) => digit.places)) }
}

function textIn(unit: string, value: number): string {
  if (unit === 'duration') return formatDuration(Number(value.toFixed(MOST_DIGITS)))
  return String(Number(value.toFixed(MOST_DIGITS))) + unit
}
