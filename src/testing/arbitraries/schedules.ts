import fc from 'fast-check'
import { BACKOFF_FIRST_MS, FUNCTION_ERROR_DELAYS_MS } from '../../rules/limits.ts'
import { type Change, makeChange } from '../faults/change.ts'
import { type Duration, milliseconds } from '../faults/fault.ts'
import type { Harness } from '../harness/harness.ts'
import { type ChangeOptions, changesByKind } from './changes.ts'

/** One thing that is done to a harness, as plain data. */
export type Move =
  | { readonly kind: 'advance'; readonly byMs: number }
  | { readonly kind: 'throttle'; readonly forMs: number }
  | Change

/** Moves in the order in which they are made. */
export type Schedule = readonly Move[]

export interface ScheduleOptions extends ChangeOptions {
  /** Moves at most. Default: 10. */
  readonly most?: number | undefined
  /** The clock goes on by so much at most, in one move. Default: 10 m. */
  readonly longestAdvance?: Duration | undefined
}

const DEFAULT_MOST = 10
const DEFAULT_LONGEST_MS = 600_000
/** Times at which something is due: first back-offs, first and second retry. */
const DUE_MS = [BACKOFF_FIRST_MS, ...FUNCTION_ERROR_DELAYS_MS]

/**
 * Schedules of moves of the clock and of changes: half of the moves are the clock's, often by just as much as Lambda waits.
 * Shrinks to fewer moves, and to shorter ones.
 *
 * @throws RangeError for a number of moves below 1, a bad duration, or an alias without versions
 */
export function schedules(options: ScheduleOptions = {}): fc.Arbitrary<Schedule> {
  const { most = DEFAULT_MOST } = options
  const longestMs = Math.floor(milliseconds(options.longestAdvance ?? DEFAULT_LONGEST_MS))
  if (!(Number.isInteger(most) && most >= 1))
    throw new RangeError(`schedules: expected most to be a whole number from 1 on, got ${most}`)
  const due = DUE_MS.filter((ms) => ms <= longestMs)
  const byMs = fc.oneof(fc.nat(longestMs), ...(due.length > 0 ? [fc.constantFrom(...due)] : []))
  const advance = fc.record({ kind: fc.constant('advance' as const), byMs })
  const changes: fc.Arbitrary<Move>[] = [
    ...changesByKind(options),
    fc.record({ kind: fc.constant('throttle' as const), forMs: fc.integer({ min: 1, max: Math.max(1, longestMs) }) }),
  ]
  const move = fc.oneof(
    { weight: changes.length, arbitrary: advance },
    ...changes.map((arbitrary) => ({ weight: 1, arbitrary })),
  )
  return fc.array(move, { maxLength: most, size: 'max' })
}

/**
 * Makes the moves of a schedule on a harness, one after the other.
 *
 * @param functionName what the changes are of
 * @throws what the harness throws: for an alias that is not there, and for concurrency that the account has not left
 */
export async function playSchedule(lambda: Harness, functionName: string, schedule: Schedule): Promise<void> {
  for (const move of schedule) {
    if (move.kind === 'advance') await lambda.advance(move.byMs)
    else if (move.kind === 'throttle') lambda.throttle(functionName, { for: move.forMs })
    else makeChange(lambda.function(functionName), move)
  }
}
