import { grown, nextCapacity } from '../kernel/column.ts'
import type { VersionLines } from './version-lines.ts'

const DOUBLES = 4
/** A slot counts from here on in an index of words, and in one of doubles. */
const WORD_BITS = 3
const DOUBLE_BITS = 2

/** Where each fact stands: three doubles, then words. */
const STARTED = 0
const INIT = 1
const DURATION = 2
const EVENT = 6
/** Outcome in the lowest 4 bits, then a bit each for a cold start and so on, the place of the version in the rest. */
const RUN = 7
const OUTCOME = (1 << 4) - 1
const COLD = 1 << 4
const BUSY = 1 << 5
const RECALLED = 1 << 6
const PROVISIONED = 1 << 7
const SPILLED = 1 << 8
const PLACE_SHIFT = 9
const PLACE = -1 << PLACE_SHIFT

/** Where an idle environment keeps when it is gone, and which other one lies below it. */
const EXPIRES = STARTED
const BELOW = EVENT

/** No slot: the end of a list of idle environments. */
export const NO_SLOT = -1

/**
 * The execution environments, one slot each, 32 bytes a slot in one block of memory: with the attempt in progress, or
 * idle. Slots of environments that are gone are reused. An attempt is named by the slot of its environment.
 */
export class AttemptTable {
  private doubles = new Float64Array(64 * DOUBLES)
  private words = new Int32Array(this.doubles.buffer)
  private capacity = 64
  /** Free slots, the one to use next on top. */
  private free = new Int32Array(64)
  private freed = 0
  /** Slots from here on were never used. */
  private fresh = 0
  private readonly lines: VersionLines

  constructor(lines: VersionLines) {
    this.lines = lines
  }

  /**
   * A new environment for an attempt, a cold start therefore. `stamp` must follow; `plan` says how it runs.
   *
   * @param place of the version
   */
  create(event: number, place: number): number {
    if (this.freed === 0 && this.fresh === this.capacity) this.grow()
    const slot = this.freed > 0 ? this.free[--this.freed]! : this.fresh++
    this.words[(slot << WORD_BITS) | EVENT] = event
    this.words[(slot << WORD_BITS) | RUN] = (place << PLACE_SHIFT) | BUSY | COLD
    return slot
  }

  /** Puts an attempt into an idle environment. `stamp` must follow; `plan` says how it runs. */
  reuse(slot: number, event: number): void {
    this.words[(slot << WORD_BITS) | EVENT] = event
    this.words[(slot << WORD_BITS) | RUN]! |= BUSY
  }

  /** Lets an environment idle; `expire` must follow. @param below the one that became idle before it, or `NO_SLOT` */
  rest(slot: number, below: number): void {
    this.words[(slot << WORD_BITS) | BELOW] = below
    this.words[(slot << WORD_BITS) | RUN]! &= PLACE
  }

  /** Says until when an idle environment lasts. Apart from `rest`, so that the time is not boxed for the call. */
  expire(slot: number, expiresMs: number): void {
    this.doubles[(slot << DOUBLE_BITS) | EXPIRES] = expiresMs
  }

  /** Of an idle environment: from later than that on it is gone. */
  expiresMs(slot: number): number {
    return this.doubles[(slot << DOUBLE_BITS) | EXPIRES]!
  }

  /** Of an idle environment: the one that became idle before it, or `NO_SLOT`. */
  below(slot: number): number {
    return this.words[(slot << WORD_BITS) | BELOW]!
  }

  /** Says when an attempt started; a cold start takes no time, until `chill` says otherwise. */
  stamp(slot: number, startedMs: number): void {
    this.doubles[(slot << DOUBLE_BITS) | STARTED] = startedMs
    this.doubles[(slot << DOUBLE_BITS) | INIT] = 0
  }

  /** Gives up an environment. */
  release(slot: number): void {
    this.words[(slot << WORD_BITS) | RUN] = 0
    this.free[this.freed++] = slot
  }

  /** Slot of the event. */
  event(slot: number): number {
    return this.words[(slot << WORD_BITS) | EVENT]!
  }

  /** Place of the version that runs. */
  place(slot: number): number {
    return this.words[(slot << WORD_BITS) | RUN]! >>> PLACE_SHIFT
  }

  /** Its number: 0 is `$LATEST`. */
  version(slot: number): number {
    return this.lines.number(this.place(slot))
  }

  /** Simulated time of the start. */
  startedMs(slot: number): number {
    return this.doubles[(slot << DOUBLE_BITS) | STARTED]!
  }

  /** Length of the cold start, 0 where there is none. */
  initMs(slot: number): number {
    return this.doubles[(slot << DOUBLE_BITS) | INIT]!
  }

  /** How long the handler runs, the cold start apart. */
  durationMs(slot: number): number {
    return this.doubles[(slot << DOUBLE_BITS) | DURATION]!
  }

  /** How it ends: an index of `OUTCOMES`. */
  outcome(slot: number): number {
    return this.words[(slot << WORD_BITS) | RUN]! & OUTCOME
  }

  /** Whether an attempt is the first one in its environment. */
  isCold(slot: number): boolean {
    return (this.words[(slot << WORD_BITS) | RUN]! & COLD) !== 0
  }

  /** Says how an attempt runs: how long, its cold start apart, and with which outcome. */
  plan(slot: number, durationMs: number, outcome: number): void {
    this.doubles[(slot << DOUBLE_BITS) | DURATION] = durationMs
    this.words[(slot << WORD_BITS) | RUN]! |= outcome
  }

  /** Whether an environment does not become idle when its attempt ends: it was recalled, or it is provisioned. */
  isSpokenFor(slot: number): boolean {
    return (this.words[(slot << WORD_BITS) | RUN]! & (RECALLED | PROVISIONED)) !== 0
  }

  /** Says that a new environment was made ahead: its attempt is no cold start. */
  provision(slot: number): void {
    this.words[(slot << WORD_BITS) | RUN] = (this.words[(slot << WORD_BITS) | RUN]! & ~COLD) | PROVISIONED
  }

  isProvisioned(slot: number): boolean {
    return (this.words[(slot << WORD_BITS) | RUN]! & PROVISIONED) !== 0
  }

  /** Says that an attempt found all provisioned environments of its version in use. */
  spill(slot: number): void {
    this.words[(slot << WORD_BITS) | RUN]! |= SPILLED
  }

  hasSpilled(slot: number): boolean {
    return (this.words[(slot << WORD_BITS) | RUN]! & SPILLED) !== 0
  }

  /** Lets the environments of a version go when their attempts end. */
  recall(place: number): void {
    for (let slot = 0; slot < this.fresh; slot++) {
      const isBusy = (this.words[(slot << WORD_BITS) | RUN]! & BUSY) !== 0
      if (isBusy && this.place(slot) === place) this.words[(slot << WORD_BITS) | RUN]! |= RECALLED
    }
  }

  /** Makes an attempt a cold start of that length. */
  chill(slot: number, initMs: number): void {
    this.doubles[(slot << DOUBLE_BITS) | INIT] = initMs
    this.words[(slot << WORD_BITS) | RUN]! |= COLD
  }

  /** Changes how a planned attempt ends. */
  cut(slot: number, durationMs: number, outcome: number): void {
    this.doubles[(slot << DOUBLE_BITS) | DURATION] = durationMs
    this.words[(slot << WORD_BITS) | RUN] = (this.words[(slot << WORD_BITS) | RUN]! & ~OUTCOME) | outcome
  }

  private grow(): void {
    this.capacity = nextCapacity(this.capacity)
    this.doubles = grown(this.doubles, this.capacity * DOUBLES)
    this.words = new Int32Array(this.doubles.buffer)
    this.free = grown(this.free, this.capacity)
  }
}
