import { grown } from '../kernel/column.ts'
import { NO_SLOT } from './attempt-table.ts'

/** 32 bytes a version: two doubles, then words. */
const DOUBLES = 4
/** A place counts from here on in an index of words, and in one of doubles. */
const WORD_BITS = 3
const DOUBLE_BITS = 2
const TIMEOUT_MS = 0
const MEMORY_MB = 1
const IDLE = 4
const NUMBER = 5
const IS_PROVISIONED = 6

/** Places are kept in 23 bits. */
const MOST_PLACES = 2 ** 23

/** No place. */
export const NO_VERSION = -1

/** What every attempt reads of the version that it runs, by the version's place, in one block of memory; see `TargetLines`. */
export class VersionLines {
  private doubles = new Float64Array(64 * DOUBLES)
  private words = new Int32Array(this.doubles.buffer)
  private size = 0

  /** A place for a further version. */
  add(number: number): number {
    if (this.size === MOST_PLACES) throw new RangeError(`the engine knows at most ${MOST_PLACES} versions in all`)
    const place = this.size++
    if (this.size << WORD_BITS > this.words.length) {
      this.doubles = grown(this.doubles, this.doubles.length * 2)
      this.words = new Int32Array(this.doubles.buffer)
    }
    this.words[(place << WORD_BITS) | IDLE] = NO_SLOT
    this.words[(place << WORD_BITS) | NUMBER] = number
    return place
  }

  write(place: number, timeoutMs: number, memoryMb: number): void {
    this.doubles[(place << DOUBLE_BITS) | TIMEOUT_MS] = timeoutMs
    this.doubles[(place << DOUBLE_BITS) | MEMORY_MB] = memoryMb
  }

  /** Slot of the environment that became idle last, or `NO_SLOT`. */
  idle(place: number): number {
    return this.words[(place << WORD_BITS) | IDLE]!
  }

  setIdle(place: number, slot: number): void {
    this.words[(place << WORD_BITS) | IDLE] = slot
  }

  /** 0 is `$LATEST`. */
  number(place: number): number {
    return this.words[(place << WORD_BITS) | NUMBER]!
  }

  /** Whether it has or ever had provisioned concurrency. */
  isProvisioned(place: number): boolean {
    return this.words[(place << WORD_BITS) | IS_PROVISIONED]! === 1
  }

  setProvisioned(place: number): void {
    this.words[(place << WORD_BITS) | IS_PROVISIONED] = 1
  }

  timeoutMs(place: number): number {
    return this.doubles[(place << DOUBLE_BITS) | TIMEOUT_MS]!
  }

  memoryMb(place: number): number {
    return this.doubles[(place << DOUBLE_BITS) | MEMORY_MB]!
  }
}
