import { EventHeap } from './event-heap.ts'

/** The event list of what is rare: each action is a function. Equal times leave in the order they were planned. */
export class Agenda {
  private readonly order = new EventHeap()
  private readonly actions: ((() => void) | undefined)[] = []
  private readonly free: number[] = []
  private planned = 0

  get size(): number {
    return this.order.size
  }

  /** Time of the first action, or Infinity. */
  get minMs(): number {
    return this.order.minMs
  }

  plan(timeMs: number, action: () => void): void {
    const id = this.free.pop() ?? this.actions.length
    this.actions[id] = action
    this.order.push(timeMs, this.planned++, id)
  }

  /** Takes the first action out. There must be one. */
  shift(): () => void {
    const id = this.order.pop()
    const action = this.actions[id] as () => void
    this.actions[id] = undefined
    this.free.push(id)
    return action
  }
}
