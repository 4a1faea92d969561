/**
 * What a clock moves: the engine of a world, and the code that it has started. Times are milliseconds from the clock's
 * start, as the engine has them: added to an instant since 1970 they would be rounded, and miss what is due.
 */
export interface Moved {
  /** When something is due next, or Infinity. */
  readonly nextDueMs: number
  /** Events that have not ended. */
  readonly pending: number
  /** Runs all that is due before then, and moves there. */
  approach(untilMs: number): void
  /** Runs all that is due until then, and moves there. */
  advance(untilMs: number): void
  /** Resolves when the code that runs and the deliveries that are underway have ended; undefined where there are none. */
  readonly running: Promise<void> | undefined
}

/** A clock was stopped while it moved, or before it was asked to. */
export class ClockStoppedError extends Error {
  override readonly name = 'ClockStoppedError'
}

/** The last instant that a date can have, in milliseconds since 1970: 13 September 275760. */
export const LAST_INSTANT_MS = 8.64e15

/** The endpoint's time, which moves its worlds: always to the due time of the next action. */
export interface Clock {
  readonly kind: 'real' | 'virtual'
  /** The instant of its time 0, in milliseconds since 1970. */
  readonly startMs: number
  /** Milliseconds from its start. */
  readonly nowMs: number
  /** Makes the clock move a world from now on. */
  add(world: Moved): void
  /**
   * Lets something from outside happen to a world at the present instant: what was due before has run then, and what
   * becomes due by it runs after.
   */
  enter<Result>(world: Moved, happening: () => Result): Result
  /**
   * Moves virtual time on, waiting at each instant for the code that runs then.
   *
   * @param byMs 0 or more
   * @throws RangeError for a negative or endless time, for one after the last date, and on a clock that moves by itself; ClockStoppedError where it
   * is stopped before it is there
   */
  advance(byMs: number): Promise<void>
  /** Moves virtual time on until every event has ended and nothing is underway; a clock that moves by itself waits for that. */
  settle(): Promise<void>
  /** Stops where it is: nothing runs by itself any more, and a move that is underway ends. */
  stop(): void
}
