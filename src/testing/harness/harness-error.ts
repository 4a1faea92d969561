/** A test has asked a harness for what cannot be. */
export class HarnessError extends Error {
  override readonly name = 'HarnessError'
}

/** One error for all that is wrong, each problem on a line of its own. Nothing where nothing is. */
export function refuseProblems(what: string, problems: readonly string[]): void {
  if (problems.length === 0) return
  const [first] = problems
  if (problems.length === 1) throw new HarnessError(`${what}: ${first}`)
  throw new HarnessError(`${what}: ${problems.length} problems\n${problems.map((each) => `  ${each}`).join('\n')}`)
}
