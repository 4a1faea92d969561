import { RECURSION_RUNS } from './limits.ts'

/**
 * Whether loop detection stops the next run of a function in a chain of invocations.
 *
 * Recorded for a function that invokes itself: exactly 16 invocations ran, the 17th was stopped; with `Allow` it went
 * on. That each function of a longer loop has its own count, and that retries of one event count once, is inferred.
 *
 * @param runsInChain runs that this function already had in the chain, 0 or more
 */
export function stopsLoop(runsInChain: number, recursiveLoop: 'Terminate' | 'Allow'): boolean {
  return recursiveLoop === 'Terminate' && runsInChain >= RECURSION_RUNS
}
