import { grown } from './column.ts'
import type { Ranks } from './lane.ts'

const NONE = -1
const FEWEST_BUCKETS = 64
/** Operations between two looks at whether the width of the buckets still fits, at least. */
const PATIENCE = 1_024
/** Steps an operation that are worth a rebuild. A well-fitted calendar takes about one. */
const TOO_MANY_STEPS = 4
/** Times that the width of the buckets is estimated from. */
const SAMPLE = 64

/**
 * An event list as a calendar queue (Brown, "Calendar queues", CACM 1988): time is cut into days of equal width, a
 * day's bucket comes round again every year, and each bucket is a list in order. A bitmap tells which buckets hold
 * anything. With the width fitted to the entries, as is done again when it stops to fit, an operation costs O(1).
 *
 * Entries are named by ids from a dense range (slots), at most one entry an id. Promises: `pop` never returns a later
 * time than a following one, equal times leave by ascending rank, equal ranks in no promised order. The same as
 * `EventHeap`, which is its partner in tests.
 */
export class Calendar {
  /** Time of the earliest entry, or Infinity. */
  minMs = Number.POSITIVE_INFINITY
  size = 0
  private min = NONE
  private times = new Float64Array(64)
  private readonly ranks: Ranks
  private next = new Int32Array(64)
  private heads = new Int32Array(FEWEST_BUCKETS).fill(NONE)
  private tails = new Int32Array(FEWEST_BUCKETS)
  private filled = new Int32Array(FEWEST_BUCKETS / 32)
  private mask = FEWEST_BUCKETS - 1
  /** Days a millisecond. */
  private days = 1
  private operations = 0
  private steps = 0

  /** @param ranks asked only for entries of the same time; an entry's rank must not change while it is in */
  constructor(ranks: Ranks) {
    this.ranks = ranks
  }

  push(timeMs: number, id: number): void {
    if (id >= this.times.length) this.grow(id)
    this.times[id] = timeMs
    this.enter(id)
  }

  /** Takes in an entry whose time is written. Apart from `push`, so that the time is never boxed for a call. */
  private enter(id: number): void {
    this.size++
    this.insert(id)
    if (this.min === NONE || this.isBefore(id, this.min)) {
      this.min = id
      this.minMs = this.times[id]!
    }
    if (this.size > this.mask || ++this.operations > PATIENCE) this.look()
  }

  /** Takes the earliest entry out and returns its id. The calendar must not be empty. */
  pop(): number {
    const id = this.min
    const day = this.minMs * this.days
    const bucket = day & this.mask
    const head = this.next[id]!
    this.heads[bucket] = head
    this.size--
    if (head === NONE) this.filled[bucket >>> 5]! &= ~(1 << (bucket & 31))
    if (this.size === 0) {
      this.min = NONE
      this.minMs = Number.POSITIVE_INFINITY
    } else this.find(bucket, day)
    return id
  }

  /** Takes an entry out before its time. It must be in. */
  remove(id: number): void {
    const { heads, next, tails } = this
    const bucket = (this.times[id]! * this.days) & this.mask
    let before = NONE
    for (let at = heads[bucket]!; at !== id; at = next[at]!) before = at
    if (before === NONE) heads[bucket] = next[id]!
    else next[before] = next[id]!
    if (tails[bucket] === id) tails[bucket] = before
    if (heads[bucket] === NONE) this.filled[bucket >>> 5]! &= ~(1 << (bucket & 31))
    this.size--
    if (this.size === 0) {
      this.min = NONE
      this.minMs = Number.POSITIVE_INFINITY
    } else if (id === this.min) this.find(bucket, this.minMs * this.days)
  }

  /** Puts an entry into its bucket, in order. */
  private insert(id: number): void {
    const { heads, next, tails } = this
    const bucket = (this.times[id]! * this.days) & this.mask
    const head = heads[bucket]!
    if (head === NONE) {
      heads[bucket] = id
      tails[bucket] = id
      next[id] = NONE
      this.filled[bucket >>> 5]! |= 1 << (bucket & 31)
    } else if (!this.isBefore(id, tails[bucket]!)) {
      next[tails[bucket]!] = id
      tails[bucket] = id
      next[id] = NONE
    } else if (this.isBefore(id, head)) {
      next[id] = head
      heads[bucket] = id
    } else {
      let before = head
      while (!this.isBefore(id, next[before]!)) {
        before = next[before]!
        this.steps++
      }
      next[id] = next[before]!
      next[before] = id
    }
  }

  private isBefore(id: number, other: number): boolean {
    const { times } = this
    const timeMs = times[id]!
    const otherMs = times[other]!
    return timeMs < otherMs || (timeMs === otherMs && this.ranks.rank(id) < this.ranks.rank(other))
  }

  /**
   * Finds the earliest entry.
   *
   * @param day as a fraction tells: no entry lies before it, and it lies in the bucket
   */
  private find(bucket: number, day: number): void {
    const { days, heads, mask, times } = this
    let at = bucket
    let passed = 0
    while (passed <= mask) {
      const head = heads[at]!
      // Of this year it lies within `passed + 1` days, of another beyond `passed - 1` and a year: no whole days are needed.
      if (head !== NONE && times[head]! * days - day < passed + 2) {
        this.min = head
        this.minMs = times[head]!
        return
      }
      const gap = this.gap(at)
      passed += gap
      at = (at + gap) & mask
      this.steps++
    }
    this.search()
  }

  /** Buckets from one to the next that holds anything: 1 or more, a whole year where it is the only one. */
  private gap(bucket: number): number {
    const { filled, mask } = this
    const from = (bucket + 1) & mask
    let word = from >>> 5
    let bits = filled[word]! & (-1 << (from & 31))
    const words = (mask + 1) >>> 5
    for (let left = words; bits === 0 && left > 0; left--) {
      word = word + 1 === words ? 0 : word + 1
      bits = filled[word]!
      this.steps++
    }
    const to = (word << 5) | (31 - Math.clz32(bits & -bits))
    const gap = (to - bucket) & mask
    return gap === 0 ? mask + 1 : gap
  }

  /** Finds the earliest entry where none lies within the year: the earliest of all heads. */
  private search(): void {
    const { heads, mask } = this
    let min = NONE
    for (let bucket = 0; bucket <= mask; bucket++) {
      const head = heads[bucket]!
      if (head !== NONE && (min === NONE || this.isBefore(head, min))) min = head
    }
    this.steps += mask >>> 3
    this.min = min
    this.minMs = this.times[min]!
  }

  /** Fits the calendar to its entries where it has become too small or too slow. */
  private look(): void {
    const isSlow = this.steps > TOO_MANY_STEPS * this.operations
    const isEmpty = this.mask >= FEWEST_BUCKETS && this.size < this.mask >>> 4
    if (this.size > this.mask || isSlow || isEmpty) this.rebuild()
    this.operations = 0
    this.steps = 0
  }

  private rebuild(): void {
    const ids = this.entries()
    let buckets = FEWEST_BUCKETS
    while (buckets < 2 * ids.length) buckets *= 2
    const widthMs = this.fittingWidthMs(ids)
    this.days = 1 / widthMs
    this.mask = buckets - 1
    this.heads = new Int32Array(buckets).fill(NONE)
    this.tails = new Int32Array(buckets)
    this.filled = new Int32Array(buckets / 32)
    // In order of time every entry joins at the tail of its bucket, however many share one.
    ids.sort((a, b) => (this.isBefore(a, b) ? -1 : 1))
    for (const id of ids) this.insert(id)
  }

  private entries(): Int32Array {
    const ids = new Int32Array(this.size)
    let count = 0
    for (const head of this.heads) for (let id = head; id !== NONE; id = this.next[id]!) ids[count++] = id
    return ids
  }

  /** A width that gives the earlier half of the entries about one each, estimated from a sample. */
  private fittingWidthMs(ids: Int32Array): number {
    const stride = Math.max(1, Math.floor(ids.length / SAMPLE))
    const sample = ids.filter((_, place) => place % stride === 0)
    const times = Float64Array.from(sample, (id) => this.times[id]!).sort()
    const earliest = times[0] ?? 0
    const half = times[times.length >> 1]! - earliest
    const whole = times[times.length - 1]! - earliest
    const widthMs = half > 0 ? (2 * half) / ids.length : whole / ids.length
    // Days must be countable: a width far below the clock's own resolution would not separate anything.
    return widthMs > earliest * 2 ** -40 ? widthMs : Math.max(1, earliest * 2 ** -40)
  }

  private grow(id: number): void {
    let length = this.times.length
    while (length <= id) length *= 2
    this.times = grown(this.times, length)
    this.next = grown(this.next, length)
  }
}
