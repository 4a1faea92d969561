import { EventHeap } from './event-heap.ts'

/** The event list of what is rare: each action is a function. Equal times leave in the order they were planned. */
export class Agenda {
  private readonly order = new EventHeap()
  private readonly actions: ((() => void) | undefined)[] = []
  private readonly free: number[] = []
  private planned = 0
  private cancelled = 0

  /** Actions that have not been taken out, those that were cancelled not counted. */
  get size(): number {
    return this.order.size - this.cancelled
  }

  /** Time of the first action, or Infinity. */
  get minMs(): number {
    return this.order.minMs
  }

  /** @returns what `cancel` takes until the action is taken out */
  plan(timeMs: number, action: () => void): number {
    const id = this.free.pop() ?? this.actions.length
    this.actions[id] = action
    this.order.push(timeMs, this.planned++, id)
    return id
  }

  /** Forgets an action that has not been taken out. */
  cancel(id: number): void {
    this.actions[id] = undefined
    this.cancelled++
    this.prune()
  }

  /** Takes the first action out. There must be one. */
  shift(): () => void {
    const id = this.order.pop()
    const action = this.actions[id] as () => void
    this.actions[id] = undefined
    this.free.push(id)
    this.prune()
    return action
  }

  /** Takes out what was cancelled, so that the first action is none of it. */
  private prune(): void {
    const { actions, free, order } = this
    while (this.cancelled > 0 && actions[order.minId] === undefined) {
      free.push(order.pop())
      this.cancelled--
    }
  }
}
