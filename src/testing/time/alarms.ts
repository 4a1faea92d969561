import { EventHeap } from '../../kernel/event-heap.ts'

interface Alarm {
  /** Whose it is: of one owner, one at a time is let go. */
  readonly owner: object
  readonly ring: () => void
}

/**
 * What is to happen at instants of a harness's clock beside what the engine has planned: timers of handlers, and ends of
 * attempts. Equal times in the order in which they were set.
 */
export class Alarms {
  private readonly heap = new EventHeap()
  private readonly alarms = new Map<number, Alarm>()
  private lastId = 0

  /** When the next one is due, or Infinity. */
  get nextMs(): number {
    while (this.heap.size > 0 && !this.alarms.has(this.heap.minId)) this.heap.pop()
    return this.heap.minMs
  }

  /** @returns what it can be cancelled by */
  set(atMs: number, owner: object, ring: () => void): number {
    const id = ++this.lastId
    this.alarms.set(id, { owner, ring })
    this.heap.push(atMs, id, id)
    return id
  }

  /** Does nothing for one that has rung. */
  cancel(id: number): void {
    this.alarms.delete(id)
  }

  /** Takes out what is due until then, in order, up to the second of the same owner: what follows the first comes before it. */
  take(untilMs: number): (() => void)[] {
    const taken: (() => void)[] = []
    const owners = new Set<object>()
    while (this.nextMs <= untilMs) {
      const id = this.heap.minId
      const alarm = this.alarms.get(id)!
      if (owners.has(alarm.owner)) break
      owners.add(alarm.owner)
      taken.push(alarm.ring)
      this.heap.pop()
      this.alarms.delete(id)
    }
    return taken
  }
}
