import type { EndedRow, EventQueue } from './event-queue.ts'

const KEPT = Promise.resolve()

/** A queue that forgets everything with its process: the engine's memory is all there is. */
export class MemoryQueue implements EventQueue {
  readonly seed: number
  readonly startMs: number
  readonly nowMs = 0
  readonly observer = undefined

  constructor({ seed, startMs }: Pick<EventQueue, 'seed' | 'startMs'>) {
    this.seed = seed
    this.startMs = startMs
  }

  restore(): void {}

  flushed(): Promise<void> {
    return KEPT
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
