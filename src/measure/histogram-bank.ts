import { grown } from '../kernel/column.ts'
import { Bins } from './bins.ts'

/** Where the facts of a histogram stand among its doubles. */
const FACTS = 3
const SUM = 0
const MAX = 1
const LEAST = 2

/** Values that are noted of a histogram before they are entered: a cache line. */
const NOTES = 8

/**
 * Many histograms in a few typed arrays, so that thousands of functions fit into the processor's caches. Each counts
 * values of 0 and more, below 2⁴⁰, in bins of equal relative width: a quantile is within 1/128 (0.8 %) of the exact
 * one, or within 2⁻¹⁰ of it below that; mean, minimum and maximum are exact. A bin holds up to 2³² − 1 values.
 *
 * The first values are noted, and entered when there is room for no more: what a histogram of few consists of is then
 * fetched once for all of them. One with many is in the caches, and takes each at once.
 */
export class HistogramBank {
  /** Sum, maximum and least value above 0. */
  private facts: Float64Array<ArrayBuffer>
  private zeros: Float64Array<ArrayBuffer>
  private notes: Float64Array<ArrayBuffer>
  /** How many values are noted. */
  private noted: Uint8Array<ArrayBuffer>
  private readonly bins: Bins

  /** @param size number of histograms */
  constructor(size: number) {
    this.facts = new Float64Array(size * FACTS)
    this.zeros = new Float64Array(size)
    this.notes = new Float64Array(size * NOTES)
    this.noted = new Uint8Array(size)
    this.bins = new Bins(size)
    for (let index = 0; index < size; index++) this.facts[index * FACTS + LEAST] = Number.POSITIVE_INFINITY
  }

  /** Number of histograms. */
  get size(): number {
    return this.noted.length
  }

  /** Makes room for more histograms. */
  grow(size: number): void {
    const known = this.size
    this.facts = grown(this.facts, size * FACTS)
    this.zeros = grown(this.zeros, size)
    this.notes = grown(this.notes, size * NOTES)
    this.noted = grown(this.noted, size)
    this.bins.grow(size)
    for (let index = known; index < size; index++) this.facts[index * FACTS + LEAST] = Number.POSITIVE_INFINITY
  }

  record(index: number, value: number): void {
    if (value === 0) {
      this.zeros[index]!++
      return
    }
    if (this.bins.isCounted(index)) return this.enter(index, value)
    const noted = this.noted[index]!
    this.notes[index * NOTES + noted] = value
    this.noted[index] = noted + 1
    if (noted === NOTES - 1) this.settle(index)
  }

  /** Values in all. */
  count(index: number): number {
    this.settle(index)
    let count = this.zeros[index]!
    this.bins.visit(index, (_, values) => {
      count += values
    })
    return count
  }

  sum(index: number): number {
    this.settle(index)
    return this.facts[index * FACTS + SUM]!
  }

  max(index: number): number {
    this.settle(index)
    return this.facts[index * FACTS + MAX]!
  }

  /** Infinity where there are no values. */
  min(index: number): number {
    this.settle(index)
    return this.zeros[index]! > 0 ? 0 : this.facts[index * FACTS + LEAST]!
  }

  /** The values that a share of all, each of `shares` (0 to 1, ascending), does not exceed; 0 where there are none. */
  quantiles(index: number, shares: readonly number[]): number[] {
    const count = this.count(index)
    const max = this.max(index)
    const ranks = shares.map((share) => Math.max(1, Math.ceil(share * count)))
    const found: number[] = []
    let seen = 0
    const reach = (value: number, values: number) => {
      seen += values
      while (found.length < ranks.length && seen >= ranks[found.length]!) {
        found.push(ranks[found.length]! >= count ? max : value)
      }
    }
    this.visit(index, reach)
    return found.length < ranks.length ? ranks.map(() => 0) : found
  }

  /** Shows each value that there is, as exact as a quantile is, in ascending order, and how often. */
  visit(index: number, show: (value: number, values: number) => void): void {
    const [max, min] = [this.max(index), this.min(index)]
    if (this.zeros[index]! > 0) show(0, this.zeros[index]!)
    this.bins.visit(index, (middle, values) => {
      show(middle === 0 ? this.facts[index * FACTS + LEAST]! : Math.min(max, Math.max(min, middle)), values)
    })
  }

  /** Adds the values of another bank's histogram to one of this. */
  add(index: number, other: HistogramBank, from: number): void {
    this.settle(index)
    other.settle(from)
    const at = index * FACTS
    const { facts } = other
    this.facts[at + SUM]! += facts[from * FACTS + SUM]!
    this.zeros[index]! += other.zeros[from]!
    this.facts[at + MAX] = Math.max(this.facts[at + MAX]!, facts[from * FACTS + MAX]!)
    this.facts[at + LEAST] = Math.min(this.facts[at + LEAST]!, facts[from * FACTS + LEAST]!)
    this.bins.add(index, other.bins, from)
  }

  /** Enters the values that are only noted. */
  private settle(index: number): void {
    const from = index * NOTES
    const to = from + this.noted[index]!
    for (let place = from; place < to; place++) this.enter(index, this.notes[place]!)
    this.noted[index] = 0
  }

  private enter(index: number, value: number): void {
    const { facts } = this
    const at = index * FACTS
    facts[at + SUM]! += value
    if (value > facts[at + MAX]!) facts[at + MAX] = value
    if (value < facts[at + LEAST]!) facts[at + LEAST] = value
    this.bins.enter(index, value)
  }
}
