import { grown } from './column.ts'

const ARITY_SHIFT = 2

/**
 * An event list as a 4-ary heap over typed arrays: the earliest action first, equal times by rank.
 *
 * Entries are named by ids from a dense range (slots), at most one entry an id. Promises: `pop` never returns a later
 * time than a following one, equal times leave by ascending rank, equal ranks in no promised order.
 */
export class EventHeap {
  /** Time of the earliest entry, or Infinity. */
  minMs = Number.POSITIVE_INFINITY
  size = 0
  private times: Float64Array<ArrayBuffer>
  private ids: Int32Array<ArrayBuffer>
  private ranks: Float64Array<ArrayBuffer>

  /** @param capacity entries to make room for at first; it grows by doubling */
  constructor(capacity = 64) {
    this.times = new Float64Array(capacity)
    this.ids = new Int32Array(capacity)
    this.ranks = new Float64Array(capacity)
  }

  /** Id of the earliest entry. Undefined where the list is empty. */
  get minId(): number {
    return this.ids[0]
  }

  /** Rank of the earliest entry. Undefined where the list is empty. */
  get minRank(): number {
    return this.ranks[0]
  }

  push(timeMs: number, rank: number, id: number): void {
    if (this.size === this.times.length) this.grow()
    let place = this.size++
    const { times, ids, ranks } = this
    while (place > 0) {
      const parent = (place - 1) >> ARITY_SHIFT
      const parentMs = times[parent]
      if (timeMs > parentMs || (timeMs === parentMs && rank >= ranks[parent])) break
      times[place] = parentMs
      ids[place] = ids[parent]
      ranks[place] = ranks[parent]
      place = parent
    }
    times[place] = timeMs
    ids[place] = id
    ranks[place] = rank
    this.minMs = times[0]
  }

  /** Takes the earliest entry out and returns its id. The list must not be empty. */
  pop(): number {
    const first = this.ids[0]
    const size = --this.size
    if (size === 0) {
      this.minMs = Number.POSITIVE_INFINITY
      return first
    }
    const { times, ids, ranks } = this
    const timeMs = times[size]
    const rank = ranks[size]
    const id = ids[size]
    let place = 0
    for (;;) {
      const begin = (place << ARITY_SHIFT) + 1
      if (begin >= size) break
      const end = Math.min(begin + 4, size)
      let least = begin
      let leastMs = times[begin]
      for (let child = begin + 1; child < end; child++) {
        const childMs = times[child]
        if (childMs < leastMs || (childMs === leastMs && ranks[child] < ranks[least])) {
          least = child
          leastMs = childMs
        }
      }
      if (timeMs < leastMs || (timeMs === leastMs && rank <= ranks[least])) break
      times[place] = leastMs
      ids[place] = ids[least]
      ranks[place] = ranks[least]
      place = least
    }
    times[place] = timeMs
    ids[place] = id
    ranks[place] = rank
    this.minMs = times[0]
    return first
  }

  private grow(): void {
    const capacity = this.times.length * 2
    this.times = grown(this.times, capacity)
    this.ids = grown(this.ids, capacity)
    this.ranks = grown(this.ranks, capacity)
  }
}
