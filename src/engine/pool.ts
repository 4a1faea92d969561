import { Queue } from '../kernel/queue.ts'

/**
 * Concurrency that functions share: all those without reserved concurrency together, or one function with its own.
 * Under `fifo` queueing the events that found no free slot wait in `queue`; since functions of one pool are served
 * from one queue, the head that has waited longest goes first.
 */
export class Pool {
  /** Attempts that may run at once. */
  limit: number
  running = 0
  maxRunning = 0
  readonly queue = new Queue()

  constructor(limit: number) {
    this.limit = limit
  }
}
