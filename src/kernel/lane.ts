import { grown } from './column.ts'

/** What decides between entries of the same time: the lower rank leaves first. */
export interface Ranks {
  rank(id: number): number
}

/**
 * Entries that all wait for the same delay: a ring that is in order of time by construction, so that joining and
 * leaving cost O(1). Equal times leave by ascending rank, as in the other event lists.
 *
 * Times must not decrease from one `push` to the next.
 */
export class Lane {
  /** Time of the first entry, or Infinity. */
  minMs = Number.POSITIVE_INFINITY
  private times: Float64Array<ArrayBuffer>
  private ids: Int32Array<ArrayBuffer>
  private mask: number
  private head = 0
  private tail = 0

  /** @param capacity entries to make room for at first, a power of two; it doubles when full */
  constructor(capacity = 64) {
    this.times = new Float64Array(capacity)
    this.ids = new Int32Array(capacity)
    this.mask = capacity - 1
  }

  get size(): number {
    return (this.tail - this.head) & this.mask
  }

  /** Id of the first entry. The lane must not be empty. */
  get minId(): number {
    return this.ids[this.head]
  }

  push(timeMs: number, id: number, ranks: Ranks): void {
    const { times, ids, mask } = this
    let place = this.tail
    if (place !== this.head) {
      let before = (place - 1) & mask
      while (times[before] === timeMs && ranks.rank(ids[before]!) > ranks.rank(id)) {
        times[place] = times[before]
        ids[place] = ids[before]
        place = before
        if (place === this.head) break
        before = (place - 1) & mask
      }
    }
    times[place] = timeMs
    ids[place] = id
    this.tail = (this.tail + 1) & mask
    if (this.tail === this.head) this.grow()
    this.minMs = this.times[this.head]
  }

  /** Takes the first entry out and returns its id. The lane must not be empty. */
  pop(): number {
    const id = this.ids[this.head]
    this.head = (this.head + 1) & this.mask
    this.minMs = this.head === this.tail ? Number.POSITIVE_INFINITY : this.times[this.head]
    return id
  }

  /** Called when the ring has just become full: unrolls it into one of twice the length. */
  private grow(): void {
    const length = this.mask + 1
    const head = this.head
    const times = grown(this.times, length * 2)
    const ids = grown(this.ids, length * 2)
    times.set(this.times.subarray(0, head), length)
    ids.set(this.ids.subarray(0, head), length)
    this.times = times
    this.ids = ids
    this.tail = head + length
    this.mask = length * 2 - 1
  }
}
