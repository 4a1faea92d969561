import { hostname } from 'node:os'
import type { Packages, RedisClient } from './packages.ts'

/** What all keys begin with. */
const PREFIX = 'asyncinvoke'
export const EXPERIMENTS = `${PREFIX}:experiments`
export const WORKERS = `${PREFIX}:workers`

/** Real time between two calls of somebody who takes part, and between two looks at who does. */
export const LOOK_MS = 250
/** After so long without a call a worker counts no more: nothing is asked ahead for it. */
export const WORKER_LIFE_MS = 3_000
/** After so long without a call an experiment is over: its client was killed, and workers remove what is left. */
export const EXPERIMENT_LIFE_MS = 15_000
/** What nobody is there to remove is gone after so long. */
export const KEPT_MS = 60_000

/** After so long without a renewal, a replication is taken from its worker. Renewed twice in that time. */
export const LOCK_MS = 4_000
/** Real time between two looks for replications whose worker has died. */
export const STALLED_LOOK_MS = 1_000
/** So many workers may die over one replication: then it may be what kills them. */
export const MOST_DEATHS = 10

/** Names that BullMQ gives to the parts of a queue, but for the mark of a look for dead workers, which has a life of its own. */
const PARTS = ['active', 'events', 'id', 'marker', 'meta', 'stalled', 'wait']

/** A name that no other experiment or worker has: machine, process and connection to Redis, such as `build7-4711-15`. */
export async function nameOf(redis: RedisClient): Promise<string> {
  return `${hostname().replaceAll(':', '-')}-${process.pid}-${await redis.client('ID')}`
}

/** What an experiment has in Redis: a queue of its own, scenarios, and results that are on their way. */
export class ExperimentQueue {
  readonly name: string
  readonly redis: RedisClient
  readonly options: { readonly connection: RedisClient; readonly prefix: string }

  constructor(redis: RedisClient, name: string) {
    this.redis = redis
    this.name = name
    this.options = { connection: redis, prefix: PREFIX }
  }

  keyOf(part: string): string {
    return `${PREFIX}:${this.name}:${part}`
  }

  scenarioKey(digest: string): string {
    return this.keyOf(`scenario-${digest}`)
  }

  resultKey(id: string): string {
    return this.keyOf(`result-${id}`)
  }

  /** Lets all of it live on. */
  async keep(): Promise<void> {
    const pipeline = this.redis.pipeline()
    for (const part of PARTS) pipeline.pexpire(this.keyOf(part), KEPT_MS)
    await pipeline.exec()
  }

  /** Removes the queue with what waits in it. What others still make for it will be of no use to anybody. */
  async remove({ bullmq }: Packages): Promise<void> {
    const queue = new bullmq.Queue(this.name, { ...this.options, skipMetasUpdate: true })
    try {
      await queue.obliterate({ force: true })
    } catch (error) {
      // It is paused, then removed: where somebody else has removed it in between, it is paused no more.
      if (await queue.isPaused()) throw error
    } finally {
      await queue.close()
    }
  }
}
