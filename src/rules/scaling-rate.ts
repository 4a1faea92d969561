/**
 * How fast one function may gain execution environments: so many in a time, refilled evenly, never more than that many
 * at once. Documented: "Lambda function scaling": 1,000 every 10 s, for each function.
 */
export interface ScalingRate {
  /** Whole number, 1 or more. */
  readonly environments: number
  /** Milliseconds, above 0. */
  readonly perMs: number
}

/**
 * The earliest moment for one more environment; it may lie in the past. A bucket of tokens, told by when it was last
 * full and how many were taken since: no token is ever counted in fractions, so nothing is lost to rounding.
 *
 * @param fullMs when the bucket was last known to be full
 * @param taken environments made since then
 */
export function nextEnvironmentMs(fullMs: number, taken: number, { environments, perMs }: ScalingRate): number {
  return fullMs + ((taken + 1 - environments) * perMs) / environments
}

/** When the bucket is full again, if no environment is made until then. */
export function refilledMs(fullMs: number, taken: number, { environments, perMs }: ScalingRate): number {
  return fullMs + (taken * perMs) / environments
}
