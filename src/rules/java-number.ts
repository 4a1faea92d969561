/**
 * A number as Java prints a double from 10⁷ on: `1.789400786443E9`. Recorded for the time of an event-invoke config, which
 * is the one number that Lambda sends like that.
 */
export function javaNumber(value: number): string {
  if (!(Math.abs(value) >= 1e7)) return Number.isInteger(value) ? value.toFixed(1) : String(value)
  const [digits, exponent] = value.toExponential().split('e+')
  return `${digits!.includes('.') ? digits : `${digits}.0`}E${exponent}`
}
