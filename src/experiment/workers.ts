import { getCompileCacheDir } from 'node:module'
import { availableParallelism } from 'node:os'
import { dirname } from 'node:path'
import { Tinypool } from 'tinypool'
import type { Timeline } from '../measure/timeline.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { FollowTask } from './followed-event.ts'
import type { Replication, ReplicationTask } from './replication.ts'
import type { TypicalEvent } from './typical-events.ts'

/** As it stands beside this file: in TypeScript in the repository, in JavaScript where it is installed. */
const WORKER = import.meta.url.endsWith('.ts')
  ? new URL('./worker.ts', import.meta.url)
  : new URL('./worker.js', import.meta.url)

/** Runs that can be asked for before the first of them is made: each has a place for its progress. */
const MOST_ASKED = 4_096

/** Makes runs somewhere: on worker threads, or wherever else somebody can take plain data and give it back. */
export interface Runner {
  /** Runs that ought to be asked for at the same time, so that nobody is idle: 1 or more. May change as workers come and go. */
  readonly size: number
  replicate(task: ReplicationTask): Promise<Replication>
  /** The timeline of an event; undefined where there is no such event. */
  follow(task: FollowTask): Promise<Timeline | undefined>
  /** Typical events of a scenario's own run. */
  typical(scenario: Scenario): Promise<TypicalEvent[]>
  /** Progress of the runs that are being made, 0 to 1 each, added up. */
  readonly underWay: number
  /** Gives up what is being made: its promises are rejected. */
  close(): Promise<void>
}

/** Worker threads, each of which makes one run at a time. They start when there is something to do. */
export class Workers implements Runner {
  readonly size: number
  private readonly pool: Tinypool
  private readonly shares: Float64Array<SharedArrayBuffer>
  private readonly free: number[]
  private readonly slots = new Map<object, number>()

  /** @param size whole number of 1 or more. Default: as many as there are processors */
  constructor(size = availableParallelism()) {
    this.size = size
    this.pool = new Tinypool({
      filename: WORKER.href,
      minThreads: 0,
      maxThreads: size,
      // Results are rare and large beside the time between them: a thread need not spin for the next task.
      useAtomics: false,
      // The threads of a run that is over keep nobody waiting.
      idleTimeout: 1_000,
      env: environment(),
    })
    this.shares = new Float64Array(new SharedArrayBuffer(MOST_ASKED * Float64Array.BYTES_PER_ELEMENT))
    this.free = Array.from({ length: MOST_ASKED }, (_, slot) => slot)
  }

  get underWay(): number {
    return this.shares.reduce((sum, share) => sum + share, 0)
  }

  /** Progress of the run of a task that was asked for, 0 to 1. */
  progressOf(task: object): number {
    const slot = this.slots.get(task)
    return slot === undefined ? 0 : this.shares[slot]!
  }

  /** Made in the order in which they are asked for, `size` at a time. @param signal gives it up, also in the middle */
  async replicate(task: ReplicationTask, signal?: AbortSignal): Promise<Replication> {
    const slot = this.free.pop()
    if (slot === undefined) throw new Error(`expected at most ${MOST_ASKED} runs to be asked for at a time`)
    this.slots.set(task, slot)
    try {
      return await this.run('replicate', { task, progress: { shares: this.shares, slot } }, signal)
    } finally {
      this.slots.delete(task)
      this.shares[slot] = 0
      this.free.push(slot)
    }
  }

  follow(task: FollowTask, signal?: AbortSignal): Promise<Timeline | undefined> {
    return this.run('follow', { task }, signal)
  }

  typical(scenario: Scenario, signal?: AbortSignal): Promise<TypicalEvent[]> {
    return this.run('typical', { scenario }, signal)
  }

  close(): Promise<void> {
    return this.pool.destroy()
  }

  private run<T>(name: 'replicate' | 'follow' | 'typical', data: object, signal: AbortSignal | undefined): Promise<T> {
    return this.pool.run(data, { name, ...(signal && { signal }) })
  }
}

/** Each thread loads the code anew: where this one keeps what was compiled, as the command line does, so do they. */
function environment(): Record<string, string> {
  const folder = getCompileCacheDir()
  return { ...process.env, ...(folder !== undefined && { NODE_COMPILE_CACHE: dirname(folder) }) } as Record<
    string,
    string
  >
}
