import { Queue } from '../kernel/queue.ts'
import type { Allocation } from './allocation.ts'
import type { FunctionState } from './target.ts'

/**
 * Concurrency that functions share: all those without reserved concurrency together, or one function with its own.
 * Under `fifo` queueing the events that found no free slot wait in `queue`; since functions of one pool are served
 * from one queue, the head that has waited longest goes first.
 */
export class Pool {
  /** Attempts that may run at once. What idle provisioned environments keep for themselves is not in it. */
  limit: number
  /** Idle provisioned environments of the pool's functions. */
  kept = 0
  running = 0
  maxRunning = 0
  readonly queue = new Queue()
  /** Under `fifo`: versions with provisioned concurrency of which events wait. */
  readonly applicants = new Set<Allocation>()
  /** Under `fifo`: functions of which events wait for an environment. */
  readonly held: FunctionState[] = []

  constructor(limit: number) {
    this.limit = limit
  }

  /** Whether events wait for what this pool may have to give. */
  get isAwaited(): boolean {
    return this.queue.size > 0 || this.held.length > 0
  }

  /** So many more provisioned environments keep concurrency for themselves; below 0: so many fewer. */
  keep(count: number): void {
    this.kept += count
    this.limit -= count
  }
}
