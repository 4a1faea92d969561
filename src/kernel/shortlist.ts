import { Queue } from './queue.ts'

/** Some of those that stand in a queue, in its order: the first of them is found without a walk along the others. */
export class Shortlist {
  readonly queue: Queue
  /** Tickets of the queue. Those that have left it at its head are forgotten when somebody looks. */
  private readonly tickets = new Queue(2)

  constructor(queue: Queue) {
    this.queue = queue
  }

  /** Lets an id join the queue. */
  push(id: number): void {
    this.forget()
    this.tickets.push(this.queue.push(id))
  }

  get isEmpty(): boolean {
    this.forget()
    return this.tickets.size === 0
  }

  /** Ticket of the first of them. There must be one. */
  get first(): number {
    this.forget()
    return this.tickets.first
  }

  /** Takes the first of them out of the queue. There must be one. */
  shift(): number {
    this.forget()
    return this.queue.take(this.tickets.shift())
  }

  private forget(): void {
    const { tickets, queue } = this
    while (tickets.size > 0 && !queue.holds(tickets.first)) tickets.shift()
  }
}
