import { PURPOSE } from '../../engine/purpose.ts'
import { standardExponential } from '../../kernel/distributions/index.ts'
import type { Draws } from '../../kernel/draws.ts'

// A constant of this module, not of another: the compiler folds only those, and every event reads it.
const { arrival: ARRIVAL } = PURPOSE

/** A source takes 64 bytes, one cache line: four doubles, then words. */
const DOUBLES = 8
/** A place counts from here on in an index of words, and in one of doubles. */
const WORD_BITS = 4
const DOUBLE_BITS = 3
const NEXT_MS = 0
const MEAN_GAP_MS = 1
const UNTIL_MS = 2
const SECOND_GAP = 3
const NAME0 = 8
const NAME1 = 9
const IS_SECOND = 10

/**
 * Poisson processes of constant rates: exponential gaps. Two gaps are taken from one stream, that of the first of the
 * two events, because a block of the generator yields two words and a gap seldom needs more than one.
 *
 * They are named by their places in one block of memory, because thousands of objects would not fit into the processor's
 * caches. What they promise of times and names stands at `ArrivalSource`.
 */
export class PoissonSources {
  private readonly draws: Draws
  private readonly doubles: Float64Array
  private readonly words: Int32Array
  private size = 0

  /** @param capacity most sources that there will be */
  constructor(capacity: number, draws: Draws) {
    this.draws = draws
    this.doubles = new Float64Array(capacity * DOUBLES)
    this.words = new Int32Array(this.doubles.buffer)
  }

  /**
   * A further source, at its first event.
   *
   * @param window `ratePerMs` 0 or more; the first gap begins at `fromMs`: the process has no memory
   * @returns its place
   */
  add(
    name0: number,
    name1: number,
    window: { readonly ratePerMs: number; readonly fromMs: number; readonly untilMs: number },
  ): number {
    const place = this.size++
    this.doubles.set([window.fromMs, 1 / window.ratePerMs, window.untilMs], place * DOUBLES)
    this.words[(place << WORD_BITS) | NAME0] = name0
    this.words[(place << WORD_BITS) | NAME1] = name1
    this.moveOn(place)
    return place
  }

  nextMs(place: number): number {
    return this.doubles[(place << DOUBLE_BITS) | NEXT_MS]!
  }

  name0(place: number): number {
    return this.words[(place << WORD_BITS) | NAME0]!
  }

  name1(place: number): number {
    return this.words[(place << WORD_BITS) | NAME1]!
  }

  /** Goes on to the next event of a source. */
  advance(place: number): void {
    const { words } = this
    const at = place << WORD_BITS
    const name0 = (words[at | NAME0]! + 1) | 0
    words[at | NAME0] = name0
    if (name0 === 0) words[at | NAME1]!++
    this.moveOn(place)
  }

  /** Adds the gap before the event that is named. */
  private moveOn(place: number): void {
    const { doubles, words } = this
    const at = place << DOUBLE_BITS
    const isSecond = words[(place << WORD_BITS) | IS_SECOND]! ^ 1
    words[(place << WORD_BITS) | IS_SECOND] = isSecond
    let gap = doubles[at | SECOND_GAP]!
    if (isSecond === 1) {
      const { draws } = this
      draws.at(words[(place << WORD_BITS) | NAME0]!, words[(place << WORD_BITS) | NAME1]!, ARRIVAL, 0)
      gap = standardExponential(draws)
      doubles[at | SECOND_GAP] = standardExponential(draws)
    }
    const timeMs = doubles[at | NEXT_MS]! + doubles[at | MEAN_GAP_MS]! * gap
    doubles[at | NEXT_MS] = timeMs < doubles[at | UNTIL_MS]! ? timeMs : Number.POSITIVE_INFINITY
  }
}
