import { grown } from '../kernel/column.ts'
import type { Target } from './target.ts'

/** 32 bytes a target: one double, then words. */
const DOUBLES = 4
/** A place counts from here on in an index of words, and in one of doubles. */
const WORD_BITS = 3
const DOUBLE_BITS = 2
const MAXIMUM_AGE_MS = 0
const FUNCTION = 2
const SUCCESSOR = 3
const VERSION = 4
const RESERVED = 5
const FLAGS = 6
const MAXIMUM_RETRIES = 7

/** A flag: the function shares the account's unreserved concurrency. */
export const IS_SHARED = 1
/** A flag: an event that succeeds leaves a record. */
export const LEAVES_RECORD = 2
/** A flag: what is sent to it are synchronous calls. */
export const IS_SYNCHRONOUS = 4

/**
 * What every event reads of its target and of the function behind it, by the target's place, in one block of memory. The
 * objects say the same; with thousands of them each would be several cache lines that nobody touched lately, one found
 * only through the other. `Settings` writes what it changes in an object here as well.
 */
export class TargetLines {
  private doubles = new Float64Array(0)
  private words = new Int32Array(0)

  /** @param version place of the version that all events of the target run, or `NO_VERSION` */
  write(target: Target, version: number, isShared: boolean): void {
    const at = target.index << WORD_BITS
    if (at >= this.words.length) {
      this.doubles = grown(this.doubles, Math.max(64, target.index * 2) * DOUBLES)
      this.words = new Int32Array(this.doubles.buffer)
    }
    this.doubles[(target.index << DOUBLE_BITS) | MAXIMUM_AGE_MS] = target.maximumAgeMs
    this.words[at | FUNCTION] = target.function.index
    this.words[at | SUCCESSOR] = target.successor.index
    this.words[at | VERSION] = version
    this.words[at | RESERVED] = target.function.reserved
    this.words[at | MAXIMUM_RETRIES] = target.maximumRetries
    this.words[at | FLAGS] =
      (isShared ? IS_SHARED : 0) |
      (target.onSuccessArn === undefined ? 0 : LEAVES_RECORD) |
      (target.isSynchronous ? IS_SYNCHRONOUS : 0)
  }

  maximumAgeMs(target: number): number {
    return this.doubles[(target << DOUBLE_BITS) | MAXIMUM_AGE_MS]!
  }

  maximumRetries(target: number): number {
    return this.words[(target << WORD_BITS) | MAXIMUM_RETRIES]!
  }

  /** Index of the function. */
  function(target: number): number {
    return this.words[(target << WORD_BITS) | FUNCTION]!
  }

  /** Index of the target that new events take. */
  successor(target: number): number {
    return this.words[(target << WORD_BITS) | SUCCESSOR]!
  }

  /** Place of the version that every event runs; `NO_VERSION` where there is none, or there are two. */
  version(target: number): number {
    return this.words[(target << WORD_BITS) | VERSION]!
  }

  /** Reserved concurrency of the function, or `UNRESERVED`. */
  reserved(target: number): number {
    return this.words[(target << WORD_BITS) | RESERVED]!
  }

  /** What is so of it: a sum of the flags above. */
  flags(target: number): number {
    return this.words[(target << WORD_BITS) | FLAGS]!
  }
}
