import { grown } from '../kernel/column.ts'

/** Bins of an octave, that is from one power of two to the next. */
const BIN_BITS = 6
const BINS = 1 << BIN_BITS
const OCTAVES = 53
/** Bins of a histogram. */
const SPAN = OCTAVES * BINS
/** The first octave begins at 2⁻¹¹; what is smaller goes into a bin for all that is tiny. */
const FIRST_EXPONENT = -11
/** From here on values are scaled down instead of up before their bits are looked at, so that they fit 31 bits. */
const LARGE = 2 ** 20
const LARGE_SHIFT = 21
const LARGEST = 2 ** 40

/** Bin of the values below 2⁻¹¹, in the first octave's place of a value that no other has. */
const TINY = 0

/** Values that a histogram lists before its bins are made. */
const LISTED = 128

/**
 * How many values lie in which bin, of many histograms. Few values are a list of their bins, so that thousands of
 * functions which see a hundred values each fit into the processor's caches; more are counted. The system gives memory
 * when it is first touched, and values lie in few octaves: what stands between costs nothing.
 */
export class Bins {
  private lists: Uint16Array<ArrayBuffer>
  private listed: Uint8Array<ArrayBuffer>
  /** Where the bins of each histogram begin among the counts; 0: they are not made. */
  private starts: Int32Array<ArrayBuffer>
  private counts = new Uint32Array(0)
  private used = BINS

  /** @param size number of histograms */
  constructor(size: number) {
    this.lists = new Uint16Array(size * LISTED)
    this.listed = new Uint8Array(size)
    this.starts = new Int32Array(size)
  }

  /** Makes room for more histograms. */
  grow(size: number): void {
    this.lists = grown(this.lists, size * LISTED)
    this.listed = grown(this.listed, size)
    this.starts = grown(this.starts, size)
  }

  /** Where the bins of a histogram begin; 0 where they are not made, since it has no more values than a list holds. */
  start(index: number): number {
    return this.starts[index]!
  }

  /** Enters a value above 0 into the bins that begin there. */
  count(start: number, value: number): void {
    this.counts[start + binOf(value)]!++
  }

  /** Enters a value above 0. */
  enter(index: number, value: number): void {
    if (this.listed[index] === LISTED) this.countListed(index)
    const start = this.starts[index]!
    if (start !== 0) this.count(start, value)
    else this.lists[index * LISTED + this.listed[index]!++] = binOf(value)
  }

  /** Adds the values of a histogram of other bins. */
  add(index: number, other: Bins, from: number): void {
    if (this.starts[index] === 0) this.countListed(index)
    const start = this.starts[index]!
    other.visitBins(from, (bin, values) => {
      this.counts[start + bin]! += values
    })
  }

  /** Shows each bin that holds values, in ascending order: its middle (0 for that of tiny values), and how many. */
  visit(index: number, show: (middle: number, values: number) => void): void {
    this.visitBins(index, (bin, values) => {
      const scale = 2 ** ((bin >> BIN_BITS) - 1 + FIRST_EXPONENT)
      show(bin === TINY ? 0 : scale * (1 + ((bin & (BINS - 1)) + 0.5) / BINS), values)
    })
  }

  private visitBins(index: number, show: (bin: number, values: number) => void): void {
    const start = this.starts[index]!
    if (start === 0) {
      const listed = this.listed[index]!
      const list = this.lists.slice(index * LISTED, index * LISTED + listed).sort()
      for (let place = 0, next = 0; place < listed; place = next) {
        while (next < listed && list[next] === list[place]) next++
        show(list[place]!, next - place)
      }
      return
    }
    for (let bin = 0; bin < SPAN; bin++) {
      const values = this.counts[start + bin]!
      if (values > 0) show(bin, values)
    }
  }

  private countListed(index: number): void {
    const start = this.used
    this.used += SPAN
    if (this.used > this.counts.length) this.counts = grown(this.counts, Math.max(this.used, this.counts.length * 2))
    const from = index * LISTED
    const to = from + this.listed[index]!
    for (let place = from; place < to; place++) this.counts[start + this.lists[place]!]!++
    this.starts[index] = start
    this.listed[index] = 0
  }
}

/** The bin of a value above 0: of equal width within an octave. */
function binOf(value: number): number {
  // Whole-number bits, because reading those of a double goes through memory: 70 ns instead of 20.
  const isLarge = value >= LARGE
  const bits = isLarge
    ? (Math.min(value, LARGEST) * 2 ** (-FIRST_EXPONENT - LARGE_SHIFT)) | 0
    : (value * 2 ** -FIRST_EXPONENT) | 0
  const exponent = 31 - Math.clz32(bits | 1)
  const shifted = exponent >= BIN_BITS ? bits >> (exponent - BIN_BITS) : bits << (BIN_BITS - exponent)
  return bits === 0 ? TINY : ((exponent + 1 + (isLarge ? LARGE_SHIFT : 0)) << BIN_BITS) | (shifted & (BINS - 1))
}
