import { EventHeap } from '../kernel/event-heap.ts'
import { Lane, type Ranks } from '../kernel/lane.ts'

/**
 * The events that wait for their next dispatch, in order of due time. Waits of constant length have a lane each and
 * cost O(1); waits of any other length go through a heap.
 */
export class Waiting {
  /** Due time of the next event, or Infinity. */
  minMs = Number.POSITIVE_INFINITY
  private readonly delays: number[] = []
  private readonly lanes: Lane[] = []
  private readonly heap = new EventHeap()
  /** Where the next event stands: index of a lane, or -1 for the heap. */
  private next = -1

  /** The lane of a constant delay, made at its first use. */
  lane(delayMs: number): number {
    const known = this.delays.indexOf(delayMs)
    if (known >= 0) return known
    this.delays.push(delayMs)
    return this.lanes.push(new Lane()) - 1
  }

  joinLane(lane: number, dueMs: number, slot: number, ranks: Ranks): void {
    this.lanes[lane].push(dueMs, slot, ranks)
    if (dueMs < this.minMs) {
      this.minMs = dueMs
      this.next = lane
    } else if (dueMs === this.minMs) this.find(ranks)
  }

  joinHeap(dueMs: number, rank: number, slot: number, ranks: Ranks): void {
    this.heap.push(dueMs, rank, slot)
    if (dueMs <= this.minMs) this.find(ranks)
  }

  /** Takes the next event out and returns its slot. There must be one. */
  pop(ranks: Ranks): number {
    const slot = this.next < 0 ? this.heap.pop() : this.lanes[this.next].pop()
    this.find(ranks)
    return slot
  }

  private find(ranks: Ranks): void {
    const { heap, lanes } = this
    let minMs = heap.minMs
    let minRank = heap.size > 0 ? heap.minRank : Number.POSITIVE_INFINITY
    let next = -1
    for (let lane = 0; lane < lanes.length; lane++) {
      const laneMs = lanes[lane].minMs
      if (laneMs > minMs || laneMs === Number.POSITIVE_INFINITY) continue
      const rank = ranks.rank(lanes[lane].minId)
      if (laneMs < minMs || rank < minRank) {
        minMs = laneMs
        minRank = rank
        next = lane
      }
    }
    this.minMs = minMs
    this.next = next
  }
}
