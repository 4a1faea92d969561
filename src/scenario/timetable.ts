import type { Engine } from '../engine/engine.ts'

/** Something that a scenario does at a time. */
export interface Entry {
  readonly atMs: number
  /** Does it, at that instant. */
  run(): void
  /** Whether the run must go on for it though nothing else is left to happen. Default: not. */
  isWanted?(): boolean
}

/**
 * What a scenario does of its own at given times, kept apart from the engine's event list: a change after the last event
 * has ended must not keep a run going. At its instant each comes before all else.
 */
export class Timetable {
  /** When the next one is due, or Infinity. */
  nextMs = Number.POSITIVE_INFINITY
  private readonly entries: readonly Entry[]
  private place = 0

  /** @param entries in any order; equal times stay in it */
  constructor(entries: readonly Entry[]) {
    this.entries = entries.toSorted((a, b) => a.atMs - b.atMs)
    this.look()
  }

  /** Whether something is still to come that the run must go on for. */
  get isWanted(): boolean {
    return this.entries.some((entry, place) => place >= this.place && entry.isWanted?.() === true)
  }

  /** Does what is due until then, each at its time: the engine has run what came before it. */
  run(engine: Engine, untilMs: number): void {
    while (this.nextMs <= untilMs) this.step(engine)
  }

  /** Does the next one. There must be one. */
  step(engine: Engine): void {
    engine.approach(this.nextMs)
    const entry = this.entries[this.place++]!
    this.look()
    entry.run()
  }

  private look(): void {
    this.nextMs = this.entries[this.place]?.atMs ?? Number.POSITIVE_INFINITY
  }
}
