/** What a parameter of a distribution was called, for the message of its error: `Gamma: cv`. */
type ParameterName = `${string}: ${string}`

/** @throws RangeError unless `value` is above 0 and finite */
export function requirePositive(name: ParameterName, value: number): void {
  requireParameter(value > 0 && value < Infinity, name, 'a finite number above 0', value)
}

/** @throws RangeError unless `value` is 0 or more and finite */
export function requireNonNegative(name: ParameterName, value: number): void {
  requireParameter(value >= 0 && value < Infinity, name, 'a finite number of 0 or more', value)
}

/** @throws RangeError saying what parameter it was, what was expected and what came, unless `holds` */
export function requireParameter(holds: boolean, name: ParameterName, expected: string, came: unknown): void {
  if (!holds) throw new RangeError(`${name}: expected ${expected}, got ${String(came)}`)
}
