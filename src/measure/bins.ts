import { grown } from '../kernel/column.ts'

/** Bins of an octave, that is from one power of two to the next. */
const BIN_BITS = 6
const BINS = 1 << BIN_BITS
const OCTAVES = 64
/** The first octave begins at 2⁻¹¹; what is smaller goes into a bin for all that is tiny. */
const FIRST_EXPONENT = -11
/** From here on values are scaled down instead of up before their bits are looked at, so that they fit 31 bits. */
const LARGE = 2 ** 20
const LARGE_SHIFT = 21
const LARGEST = 2 ** 40

/** Bin of the values below 2⁻¹¹, in the first octave's place of a value that no other has. */
const TINY = 0

/** Values that a histogram lists before its bins are made: they then take as much room as the bins of one octave. */
const LISTED = 128
/** In the place of their number: the bins are made. */
const COUNTED = 255

/**
 * How many values lie in which bin, of many histograms. Few values are a list of their bins, so that thousands of
 * functions which see a hundred values each fit into the processor's caches; more are counted, in pages of an octave.
 */
export class Bins {
  private lists: Uint16Array<ArrayBuffer>
  private listed: Uint8Array<ArrayBuffer>
  /** Page of each histogram and octave; 0 is no page. */
  private pages: Int32Array<ArrayBuffer>
  private counts = new Uint32Array(BINS * 2)
  private usedPages = 1

  /** @param size number of histograms */
  constructor(size: number) {
    this.lists = new Uint16Array(size * LISTED)
    this.listed = new Uint8Array(size)
    this.pages = new Int32Array(size * OCTAVES)
  }

  /** Makes room for more histograms. */
  grow(size: number): void {
    this.lists = grown(this.lists, size * LISTED)
    this.listed = grown(this.listed, size)
    this.pages = grown(this.pages, size * OCTAVES)
  }

  /** Whether the bins of a histogram are made: it has more values than a list holds. */
  isCounted(index: number): boolean {
    return this.listed[index] === COUNTED
  }

  /** Enters a value above 0. */
  enter(index: number, value: number): void {
    // Whole-number bits, because reading those of a double goes through memory: 70 ns instead of 20.
    const isLarge = value >= LARGE
    const bits = isLarge
      ? (Math.min(value, LARGEST) * 2 ** (-FIRST_EXPONENT - LARGE_SHIFT)) | 0
      : (value * 2 ** -FIRST_EXPONENT) | 0
    const exponent = 31 - Math.clz32(bits | 1)
    const shifted = exponent >= BIN_BITS ? bits >> (exponent - BIN_BITS) : bits << (BIN_BITS - exponent)
    const bin = bits === 0 ? TINY : ((exponent + 1 + (isLarge ? LARGE_SHIFT : 0)) << BIN_BITS) | (shifted & (BINS - 1))
    const listed = this.listed[index]!
    if (listed === COUNTED) this.count(index, bin, 1)
    else this.list(index, listed, bin)
  }

  private list(index: number, listed: number, bin: number): void {
    if (listed === LISTED) {
      this.countListed(index)
      this.count(index, bin, 1)
      return
    }
    this.lists[index * LISTED + listed] = bin
    this.listed[index] = listed + 1
  }

  /** Adds the values of a histogram of other bins. */
  add(index: number, other: Bins, from: number): void {
    if (!this.isCounted(index)) this.countListed(index)
    other.visitBins(from, (bin, values) => this.count(index, bin, values))
  }

  /** Shows each bin that holds values, in ascending order: its middle (0 for that of tiny values), and how many. */
  visit(index: number, show: (middle: number, values: number) => void): void {
    this.visitBins(index, (bin, values) => {
      const scale = 2 ** ((bin >> BIN_BITS) - 1 + FIRST_EXPONENT)
      show(bin === TINY ? 0 : scale * (1 + ((bin & (BINS - 1)) + 0.5) / BINS), values)
    })
  }

  private visitBins(index: number, show: (bin: number, values: number) => void): void {
    const listed = this.listed[index]!
    if (listed !== COUNTED) {
      const list = this.lists.slice(index * LISTED, index * LISTED + listed).sort()
      for (let place = 0, next = 0; place < listed; place = next) {
        while (next < listed && list[next] === list[place]) next++
        show(list[place]!, next - place)
      }
      return
    }
    for (let octave = 0; octave < OCTAVES; octave++) {
      const page = this.pages[index * OCTAVES + octave]!
      for (let bin = 0; page !== 0 && bin < BINS; bin++) {
        const values = this.counts[page * BINS + bin]!
        if (values > 0) show((octave << BIN_BITS) | bin, values)
      }
    }
  }

  private countListed(index: number): void {
    const from = index * LISTED
    const to = from + this.listed[index]!
    for (let place = from; place < to; place++) this.count(index, this.lists[place]!, 1)
    this.listed[index] = COUNTED
  }

  private count(index: number, bin: number, values: number): void {
    const place = index * OCTAVES + (bin >> BIN_BITS)
    const page = this.pages[place]! || this.addPage(place)
    this.counts[page * BINS + (bin & (BINS - 1))]! += values
  }

  private addPage(place: number): number {
    const page = this.usedPages++
    if ((page + 1) * BINS > this.counts.length) this.counts = grown(this.counts, this.counts.length * 2)
    this.pages[place] = page
    return page
  }
}
