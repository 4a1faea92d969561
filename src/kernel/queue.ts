import { nextCapacity } from './column.ts'

/** In the place of an id that was taken out from between the others. */
const GAP = -1

/**
 * First come first served: a ring of ids that grows when full. Each id gets a ticket by which it can be taken out before
 * its turn. Tickets are whole numbers of 32 bits that go on from the highest to the lowest.
 */
export class Queue {
  private ids: Int32Array<ArrayBuffer>
  private mask: number
  private head = 0
  private tail = 0
  private gaps = 0

  /** @param capacity entries to make room for at first, a power of two */
  constructor(capacity = 64) {
    this.ids = new Int32Array(capacity)
    this.mask = capacity - 1
  }

  /** Entries, and the gaps between them. */
  get size(): number {
    return (this.tail - this.head) | 0
  }

  /** The first id. The queue must not be empty. */
  get first(): number {
    return this.ids[this.head & this.mask]
  }

  /** Adds an id, 0 or more. @returns its ticket */
  push(id: number): number {
    if (this.size > this.mask) this.grow()
    const ticket = this.tail
    this.ids[ticket & this.mask] = id
    this.tail = (ticket + 1) | 0
    return ticket
  }

  /** Takes the first id out. The queue must not be empty. */
  shift(): number {
    const id = this.ids[this.head & this.mask]
    this.head = (this.head + 1) | 0
    this.skip()
    return id
  }

  /** Takes out what stands at a ticket, wherever that is, and leaves the others in order. It must not have left. */
  take(ticket: number): number {
    const place = ticket & this.mask
    const id = this.ids[place]
    this.ids[place] = GAP
    this.gaps++
    this.skip()
    return id
  }

  /** Whether what came in with a ticket is still in. */
  holds(ticket: number): boolean {
    return ((ticket - this.head) | 0) >= 0 && this.ids[ticket & this.mask] !== GAP
  }

  /** Takes all ids out, in order. */
  drain(): number[] {
    const ids: number[] = []
    while (this.size > 0) ids.push(this.shift())
    return ids
  }

  /** So that the head is never a gap. */
  private skip(): void {
    while (this.gaps > 0 && this.ids[this.head & this.mask] === GAP) {
      this.head = (this.head + 1) | 0
      this.gaps--
    }
  }

  private grow(): void {
    const { ids, mask } = this
    this.ids = new Int32Array(nextCapacity(mask + 1))
    this.mask = this.ids.length - 1
    for (let ticket = this.head; ticket !== this.tail; ticket = (ticket + 1) | 0) {
      this.ids[ticket & this.mask] = ids[ticket & mask]
    }
  }
}
