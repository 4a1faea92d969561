import { grown } from './column.ts'

/** First come first served: a ring of ids that doubles when full. */
export class Queue {
  private ids: Int32Array<ArrayBuffer>
  private mask: number
  private head = 0
  private tail = 0

  /** @param capacity entries to make room for at first, a power of two */
  constructor(capacity = 64) {
    this.ids = new Int32Array(capacity)
    this.mask = capacity - 1
  }

  get size(): number {
    return (this.tail - this.head) & this.mask
  }

  /** The first id. The queue must not be empty. */
  get first(): number {
    return this.ids[this.head]
  }

  push(id: number): void {
    this.ids[this.tail] = id
    this.tail = (this.tail + 1) & this.mask
    if (this.tail !== this.head) return
    const length = this.mask + 1
    const ids = grown(this.ids, length * 2)
    ids.set(this.ids.subarray(0, this.head), length)
    this.ids = ids
    this.tail = this.head + length
    this.mask = length * 2 - 1
  }

  /** Takes the first id out. The queue must not be empty. */
  shift(): number {
    const id = this.ids[this.head]
    this.head = (this.head + 1) & this.mask
    return id
  }

  /** Takes the first id out that is meant, wherever it stands, and leaves the others in order. @returns -1 for none */
  pick(isMeant: (id: number) => boolean): number {
    const { ids, mask } = this
    let place = this.head
    while (place !== this.tail && !isMeant(ids[place])) place = (place + 1) & mask
    if (place === this.tail) return -1
    const id = ids[place]
    for (; place !== this.head; place = (place - 1) & mask) ids[place] = ids[(place - 1) & mask]
    this.head = (this.head + 1) & mask
    return id
  }
}
