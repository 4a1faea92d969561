import { grown, nextCapacity } from '../kernel/column.ts'
import type { RestoredEvent } from './event-state.ts'

/** Words of 32 bits that one event takes: 32 bytes, half a cache line. */
const DOUBLES = 4
/** A slot counts from here on in an index of words, and in one of doubles. */
const WORD_BITS = 3
const DOUBLE_BITS = 2

/** Where each fact stands in an event's words; the first two are the double of its acceptance. */
const NUMBER = 2
const NAME0 = 3
const NAME1 = 4
const TARGET = 5
/**
 * Attempts, tries, retries and setbacks, 8 bits each from the lowest. A count stops at 255: no rule looks at more
 * throttles in a row than there are steps of the back-off.
 */
const COUNTS = 6
/** Version, 16 bits; then the outcomes of the last dispatch and of the last attempt, 8 bits each. */
const LAST = 7

const NO_SLOT = -1
const LAST_NUMBER = 2 ** 31 - 1

/**
 * The events in flight, one slot each, 32 bytes a slot in one block of memory. Slots are reused, so memory follows the
 * events in flight and not the events simulated.
 */
export class EventTable {
  /** Events in flight. */
  size = 0
  private doubles = new Float64Array(64 * DOUBLES)
  private words = new Int32Array(this.doubles.buffer)
  private capacity = 64
  /** Free slots are linked through `TARGET`; this is the one to use next. */
  private free = NO_SLOT
  /** Slots from here on were never used. */
  private fresh = 0

  /**
   * Takes a slot for a new event, with all its counts at 0. `stamp` must follow: numbers that are not whole would be
   * boxed on their way into a call of this size.
   *
   * @param number running number from 1 in order of acceptance, below 2³¹; of calls from −1 downwards
   */
  take(number: number, name0: number, name1: number, target: number): number {
    let slot = this.free
    if (slot === NO_SLOT) {
      if (this.fresh === this.capacity) this.grow()
      slot = this.fresh++
    } else this.free = this.words[(slot << WORD_BITS) | TARGET]!
    this.size++
    const { words } = this
    const at = slot << WORD_BITS
    words[at | NUMBER] = number
    words[at | NAME0] = name0
    words[at | NAME1] = name1
    words[at | TARGET] = target
    words[at | COUNTS] = 0
    words[at | LAST] = 0
    return slot
  }

  /** Says when an event was accepted. */
  stamp(slot: number, acceptedMs: number): void {
    this.doubles[slot << DOUBLE_BITS] = acceptedMs
  }

  /** Gives a slot back. What it holds is gone with the next `take`. */
  release(slot: number): void {
    this.size--
    this.words[(slot << WORD_BITS) | TARGET] = this.free
    this.free = slot
  }

  /** Simulated time of acceptance, where the age counts from. */
  acceptedMs(slot: number): number {
    return this.doubles[slot << DOUBLE_BITS]!
  }

  /** Running number from 1 in order of acceptance; of calls −1, −2 and so on. */
  number(slot: number): number {
    return this.words[(slot << WORD_BITS) | NUMBER]!
  }

  /** What decides between what is due at the same instant: calls come before events, each in their order. */
  rank(slot: number): number {
    const number = this.words[(slot << WORD_BITS) | NUMBER]!
    return number ^ ((number >> 31) & LAST_NUMBER)
  }

  /** The two words of the event's name, from which its draws come. */
  name0(slot: number): number {
    return this.words[(slot << WORD_BITS) | NAME0]!
  }

  name1(slot: number): number {
    return this.words[(slot << WORD_BITS) | NAME1]!
  }

  /** Index of the addressed function and qualifier. */
  target(slot: number): number {
    return this.words[(slot << WORD_BITS) | TARGET]!
  }

  /** Attempts that have ended: runs and 404s. */
  attempts(slot: number): number {
    return this.words[(slot << WORD_BITS) | COUNTS]! & 255
  }

  /** Attempts and system errors, the one in progress too: which draws an attempt takes. */
  tries(slot: number): number {
    return (this.words[(slot << WORD_BITS) | COUNTS]! >>> 8) & 255
  }

  /** Retries after function errors. */
  retries(slot: number): number {
    return (this.words[(slot << WORD_BITS) | COUNTS]! >>> 16) & 255
  }

  /** Throttles and system errors since the last attempt: the step of the back-off. */
  setbacks(slot: number): number {
    return this.words[(slot << WORD_BITS) | COUNTS]! >>> 24
  }

  /** Version of the last attempt: 0 is `$LATEST`. */
  version(slot: number): number {
    return this.words[(slot << WORD_BITS) | LAST]! & 0xffff
  }

  /** Outcome of the last dispatch. */
  lastDispatch(slot: number): number {
    return (this.words[(slot << WORD_BITS) | LAST]! >>> 16) & 255
  }

  /** Outcome of the last attempt. */
  lastAttempt(slot: number): number {
    return this.words[(slot << WORD_BITS) | LAST]! >>> 24
  }

  /** One more try. */
  countTry(slot: number): void {
    const { words } = this
    const at = slot << WORD_BITS
    const counts = words[at | COUNTS]!
    if ((counts & 0xff00) !== 0xff00) words[at | COUNTS] = counts + 0x100
  }

  /** One more attempt, of that version, which came out so. */
  countAttempt(slot: number, outcome: number, version: number): void {
    const { words } = this
    const at = slot << WORD_BITS
    const counts = words[at | COUNTS]!
    if ((counts & 0xff) !== 0xff) words[at | COUNTS] = counts + 1
    words[at | LAST] = version | (outcome * 0x1010000)
  }

  countRetry(slot: number): void {
    this.words[(slot << WORD_BITS) | COUNTS]! += 1 << 16
  }

  /** One more dispatch that was a throttle or a system error. */
  countSetback(slot: number, outcome: number): void {
    const { words } = this
    const at = slot << WORD_BITS
    const counts = words[at | COUNTS]!
    if (counts >>> 24 !== 0xff) words[at | COUNTS] = counts + 0x1000000
    words[at | LAST] = (words[at | LAST]! & ~0xff0000) | (outcome << 16)
  }

  clearSetbacks(slot: number): void {
    this.words[(slot << WORD_BITS) | COUNTS]! &= 0xffffff
  }

  /** Puts all counts of an event back, as its state has them. An attempt that was interrupted counts. */
  recount(slot: number, state: RestoredEvent): void {
    const { words } = this
    const at = slot << WORD_BITS
    const attempts = Math.min(255, state.attempts + (state.isInterrupted ? 1 : 0))
    words[at | COUNTS] = attempts | (state.tries << 8) | (state.retries << 16) | (state.setbacks << 24)
    words[at | LAST] = state.version | (state.lastDispatch << 16) | (state.lastAttempt << 24)
  }

  private grow(): void {
    this.capacity = nextCapacity(this.capacity)
    this.doubles = grown(this.doubles, this.capacity * DOUBLES)
    this.words = new Int32Array(this.doubles.buffer)
  }
}
