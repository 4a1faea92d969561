/**
 * Whether one more attempt may run: concurrency is a hard limit. Documented: "Understanding Lambda function scaling".
 * Acceptance never looks at it (recorded: an event sent to a function with no free concurrency still gets 202).
 */
export function admits(running: number, limit: number): boolean {
  return running < limit
}

/**
 * Executions that functions without reserved concurrency share: what the account has and nobody reserved.
 * Documented: "Configuring reserved concurrency".
 */
export function unreservedConcurrency(accountConcurrency: number, reservedInAll: number): number {
  return Math.max(0, accountConcurrency - reservedInAll)
}
