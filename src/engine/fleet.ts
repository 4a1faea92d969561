import { Queue } from '../kernel/queue.ts'

/** The execution environments of a function, all versions together, as figures. The lists of idle ones are the versions'. */
export class Fleet {
  /** Environments that are not known to be gone. */
  size = 0
  /** Most that there were at one moment. */
  max = 0
  /** Sums of the moments at which environments were made, and were gone: their difference is the time they lived. */
  madeMs = 0
  goneMs = 0
  /** The bucket of the scaling rate: when it was last known to be full, and what was taken since. */
  fullMs = 0
  taken = 0
  /** Under `fifo`: events that wait for an environment though concurrency was free. */
  readonly held = new Queue(2)
  /** The planned moment at which the first of them may have one; undefined where none is planned. */
  wake: number | undefined = undefined
}
