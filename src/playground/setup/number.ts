import { showValue } from '../../notation/value-text.ts'

/**
 * A whole number within a range.
 *
 * @param or what else may be written there, for the text of the error
 * @throws RangeError that says what was expected and what came
 */
export function whole(text: string, least: number, most: number, or = ''): number {
  if (/^\d+$/.test(text) && Number(text) >= least && Number(text) <= most) return Number(text)
  throw new RangeError(`expected a whole number from ${least} to ${most}${or}, got ${showValue(text)}`)
}

/** A number within a range, as `whole`. */
export function decimal(text: string, least: number, most: number): number {
  if (/^\d+(\.\d+)?$/.test(text) && Number(text) >= least && Number(text) <= most) return Number(text)
  throw new RangeError(`expected a number from ${least} to ${most}, got ${showValue(text)}`)
}

/** A number as `decimal` reads it: without an exponent, however small it is. */
export function decimalText(value: number): string {
  return value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 })
}
