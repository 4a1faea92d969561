const DOUBLES = 4
const WORDS = DOUBLES * 2

/** Where each fact stands: three doubles, then words. */
const STARTED = 0
const INIT = 1
const DURATION = 2
const EVENT = 6
/** Outcome in the lowest 8 bits, 1 for a cold start above them, the version from bit 16. */
const RUN = 7
const COLD = 1 << 8

/** The attempts in progress, one slot each, 32 bytes a slot in one block of memory. Slots are reused. */
export class AttemptTable {
  private doubles = new Float64Array(64 * DOUBLES)
  private words = new Int32Array(this.doubles.buffer)
  private capacity = 64
  /** Free slots, the one to use next on top. */
  private free = new Int32Array(64)
  private freed = 0
  /** Slots from here on were never used. */
  private fresh = 0

  /** Takes a slot for an attempt. `stamp` must follow; how it runs is said by `plan`. */
  take(event: number, version: number): number {
    if (this.freed === 0 && this.fresh === this.capacity) this.grow()
    const slot = this.freed > 0 ? this.free[--this.freed]! : this.fresh++
    this.words[slot * WORDS + EVENT] = event
    this.words[slot * WORDS + RUN] = version << 16
    return slot
  }

  /** Says when an attempt started; without a cold start, until `chill` says otherwise. */
  stamp(slot: number, startedMs: number): void {
    this.doubles[slot * DOUBLES + STARTED] = startedMs
    this.doubles[slot * DOUBLES + INIT] = 0
  }

  release(slot: number): void {
    this.free[this.freed++] = slot
  }

  /** Slot of the event. */
  event(slot: number): number {
    return this.words[slot * WORDS + EVENT]!
  }

  /** Version that runs: 0 is `$LATEST`. */
  version(slot: number): number {
    return this.words[slot * WORDS + RUN]! >>> 16
  }

  /** Simulated time of the start. */
  startedMs(slot: number): number {
    return this.doubles[slot * DOUBLES + STARTED]!
  }

  /** Length of the cold start, 0 where there is none. */
  initMs(slot: number): number {
    return this.doubles[slot * DOUBLES + INIT]!
  }

  /** How long the handler runs, the cold start apart. */
  durationMs(slot: number): number {
    return this.doubles[slot * DOUBLES + DURATION]!
  }

  /** How it ends: an index of `OUTCOMES`. */
  outcome(slot: number): number {
    return this.words[slot * WORDS + RUN]! & 255
  }

  isCold(slot: number): boolean {
    return (this.words[slot * WORDS + RUN]! & COLD) !== 0
  }

  /** Says how an attempt runs: how long, its cold start apart, and with which outcome. */
  plan(slot: number, durationMs: number, outcome: number): void {
    this.doubles[slot * DOUBLES + DURATION] = durationMs
    this.words[slot * WORDS + RUN]! |= outcome
  }

  /** Makes an attempt a cold start of that length. */
  chill(slot: number, initMs: number): void {
    this.doubles[slot * DOUBLES + INIT] = initMs
    this.words[slot * WORDS + RUN]! |= COLD
  }

  /** Changes how a planned attempt ends. */
  cut(slot: number, durationMs: number, outcome: number): void {
    this.doubles[slot * DOUBLES + DURATION] = durationMs
    this.words[slot * WORDS + RUN] = (this.words[slot * WORDS + RUN]! & ~255) | outcome
  }

  private grow(): void {
    const doubles = new Float64Array(this.doubles.length * 2)
    doubles.set(this.doubles)
    this.doubles = doubles
    this.words = new Int32Array(doubles.buffer)
    this.capacity *= 2
    const free = new Int32Array(this.capacity)
    free.set(this.free)
    this.free = free
  }
}
