import { setImmediate as nextTurn } from 'node:timers/promises'
import type { EndedRow, EventQueue } from './event-queue.ts'

const KEPT = Promise.resolve()

/** A queue that forgets everything with its process: the engine's memory is all there is. */
export class MemoryQueue implements EventQueue {
  readonly seed: number
  readonly startMs: number
  readonly nowMs = 0
  readonly observer = undefined
  private turn: Promise<void> | undefined

  constructor({ seed, startMs }: Pick<EventQueue, 'seed' | 'startMs'>) {
    this.seed = seed
    this.startMs = startMs
  }

  restore(): void {}

  /**
   * Resolves at the end of the turn of the event loop, for all that was accepted in it: a client that gets many answers
   * at once is woken once, which under a flood is half again as many events a second.
   */
  flushed(): Promise<void> {
    this.turn ??= nextTurn().then(() => {
      this.turn = undefined
    })
    return this.turn
  }

  kept(): Promise<void> {
    return KEPT
  }

  moved(): void {}

  unbegun(): void {}

  note(): void {}

  noteOf(): undefined {
    return undefined
  }

  endsOf(): readonly EndedRow[] {
    return []
  }
}
