import type { FunctionFacts } from './facts.ts'
import type { FunctionFinding } from './finding.ts'

/** A function that is switched off. Recorded: that is no pause, for every event is dropped at once. */
export function refusingFunctions({ reservedConcurrency }: FunctionFacts): FunctionFinding[] {
  if (reservedConcurrency !== 0) return []
  const text =
    'every event is accepted and dropped at once as ZeroReservedConcurrency, with 0 attempts and 0 retries: ' +
    'events that are to wait need 1 or more'
  return [{ id: 'no-concurrency', grade: 'warning', qualifier: undefined, text, path: ['reservedConcurrency'] }]
}
