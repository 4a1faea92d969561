import type { Engine } from '../../engine/engine.ts'
import type { Observer } from '../../engine/ports.ts'
import type { Condition } from '../../rules/condition.ts'

/**
 * The accepted events of one account in one region, as safe as the endpoint keeps them. How a driver uses it:
 *
 * 1. Makes the engine with the queue's `seed` and `startMs`, and with the queue among its observers.
 * 2. Before anything else calls `restore`, with the present moment.
 * 3. After each `accept`, `settle` and `settleDelivery` awaits `flushed` before anybody outside hears of it: before a
 *    caller gets 202, before code runs (so that a crash repeats no attempt but the one in flight), before a message is
 *    carried.
 */
export interface EventQueue {
  /** What the engine draws from: the same as long as the store lives, for request ids come from it. */
  readonly seed: number
  /** The instant of the engine's time 0, in milliseconds since 1970: the same as long as the store lives. */
  readonly startMs: number
  /** The engine's time at the last commit, where a virtual clock goes on; 0 in a new store. */
  readonly nowMs: number
  /** To be among the engine's observers; undefined where nothing is kept. */
  readonly observer: Observer | undefined
  /**
   * Puts all events back into a new engine that an earlier process had accepted and not ended, and makes deliveries again
   * of which nobody can tell the end. Observers are told of each event (`accepted`, `waiting`).
   *
   * @param nowMs the present in the engine's time; not before the last commit, or that is taken
   */
  restore(engine: Engine, nowMs: number): void
  /**
   * Resolves once everything until now is on disk.
   *
   * @throws ServiceError of status 500 where it cannot be written now, such as on a full disk. What was accepted before
   * stays; the event that this was asked for may still run, as after any 500.
   */
  flushed(): Promise<void>
  /** Resolves once everything until now is on disk, however often that fails before. */
  kept(): Promise<void>
  /** Says that time has passed, perhaps without anything happening: where the engine's clock stands is kept too. */
  moved(): void
  /** Says that the attempt of an event has not begun and will not: it counts for nothing after a restart. */
  unbegun(number: number): void
  /** Keeps a text with an event in flight, by its number: what the driver needs to know of it after a restart. */
  note(number: number, text: string): void
  /** The text that was kept with an event in flight. */
  noteOf(number: number): string | undefined
  /** How the event of a request id ended, and each duplicate of it, by number; nothing where ends are not kept. */
  endsOf(requestId: string): readonly EndedRow[]
}

/** How an event ended. */
export interface EndedRow {
  readonly number: number
  readonly requestId: string
  readonly functionName: string
  readonly qualifier: string
  readonly condition: Condition
  /** Milliseconds since 1970. */
  readonly acceptedMs: number
  readonly endedMs: number
  /** Attempts that ended, or were interrupted by the end of a process. */
  readonly attempts: number
  /** These and system errors. */
  readonly tries: number
  readonly retries: number
}
