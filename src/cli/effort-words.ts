import type { Effort } from '../experiment/effort.ts'

/** How many replications a command asks for, without what it does not say. */
export function effortOf({ replications, precision }: Effort): Effort {
  return { ...(replications !== undefined && { replications }), ...(precision !== undefined && { precision }) }
}

/** The words that ask another command for as many. */
export function effortWords({ replications, precision }: Effort): string[] {
  return [
    ...(replications === undefined ? [] : ['--replications', String(replications)]),
    ...(precision === undefined ? [] : ['--precision', String(precision)]),
  ]
}
