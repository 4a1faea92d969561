import { SUCCESS } from './condition.ts'

/** Where a record goes, as small integers: the two sides of `DestinationConfig`, and the dead-letter queue. */
export const SIDES = ['onSuccess', 'onFailure', 'deadLetter'] as const
export type Side = (typeof SIDES)[number]
export const ON_SUCCESS = 0
export const ON_FAILURE = 1
export const DEAD_LETTER = 2

/**
 * The destination side that an end goes to. One event takes one side, never both. Documented: "Retaining records of
 * asynchronous invocations".
 */
export function destinationSide(condition: number): number {
  return condition === SUCCESS ? ON_SUCCESS : ON_FAILURE
}

/**
 * Whether an end also goes to the dead-letter queue: every drop does, whatever the on-failure destination. Recorded:
 * with both configured, both got the event.
 */
export function isDeadLettered(condition: number): boolean {
  return condition !== SUCCESS
}
