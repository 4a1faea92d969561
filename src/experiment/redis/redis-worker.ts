import { setTimeout as sleep } from 'node:timers/promises'
import { Workers } from '../workers.ts'
import { connect, refusal, silence } from './connection.ts'
import { Engagement } from './engagement.ts'
import {
  EXPERIMENT_LIFE_MS,
  EXPERIMENTS,
  ExperimentQueue,
  LOOK_MS,
  nameOf,
  WORKER_LIFE_MS,
  WORKERS,
} from './experiment-queue.ts'
import { loadPackages, type Packages, type RedisClient } from './packages.ts'
import { type Presence, Roll } from './roll.ts'

/** Real time without an answer of Redis after which a worker that is to end does not wait for it. */
const FAREWELL_MS = 2_000

export interface RedisWorkerOptions {
  /** `redis:` or `rediss:`. */
  readonly url: string
  /** What experiments must be, too: see `programEdition`. */
  readonly edition: string
  /** Tasks that are done at the same time: a whole number of 1 or more. Default: as many as there are processors. */
  readonly threads?: number | undefined
  /** Is told in words what happens. */
  readonly onNote: (words: string) => void
}

/** Makes replications for whoever asks for them through Redis, until it is stopped. */
export class RedisWorker {
  readonly threads: number
  /** Rejected with a `RedisError` where Redis refuses what it is asked; else it ends with the worker. */
  readonly ended: Promise<void>
  private readonly packages: Packages
  private readonly redis: RedisClient
  private readonly presence: Presence
  private readonly experiments: Roll
  private readonly roll: Roll
  private readonly workers: Workers
  private readonly onNote: RedisWorkerOptions['onNote']
  private readonly engagements = new Map<string, Engagement>()
  private readonly strangers = new Set<string>()
  private readonly ending = new AbortController()

  private constructor(packages: Packages, redis: RedisClient, name: string, options: RedisWorkerOptions) {
    this.packages = packages
    this.redis = redis
    this.workers = new Workers(options.threads)
    this.threads = this.workers.size
    this.presence = { name, edition: options.edition, threads: this.threads }
    this.onNote = options.onNote
    this.experiments = new Roll(redis, EXPERIMENTS, EXPERIMENT_LIFE_MS)
    this.roll = new Roll(redis, WORKERS, WORKER_LIFE_MS)
    this.ended = this.watch().catch((error) => {
      throw refusal(options.url, error)
    })
  }

  /** @throws RedisError where Redis cannot be reached or a package is missing */
  static async open(options: RedisWorkerOptions): Promise<RedisWorker> {
    const packages = await loadPackages()
    const redis = await connect(packages, options.url, options.onNote)
    return new RedisWorker(packages, redis, await nameOf(redis), options)
  }

  /** Tasks that it is doing. */
  get underWay(): number {
    return [...this.engagements.values()].reduce((sum, { underWay }) => sum + underWay, 0)
  }

  /** Takes no more tasks, brings those back that it is doing, and leaves. Where Redis is lost, it leaves without them. */
  async close(): Promise<void> {
    if (this.ending.signal.aborted) return
    this.ending.abort()
    const left = new AbortController()
    const leaving = this.leave().finally(() => left.abort())
    try {
      await Promise.race([leaving, silence(this.redis, FAREWELL_MS, left.signal)])
    } finally {
      this.redis.disconnect()
      await this.workers.close()
    }
  }

  private async leave(): Promise<void> {
    await this.ended.catch(() => {})
    await this.roll.leave(this.presence).catch(() => {})
    await Promise.all([...this.engagements.values()].map((engagement) => engagement.finish()))
  }

  private async watch(): Promise<void> {
    const { signal } = this.ending
    while (!signal.aborted) {
      await this.roll.call(this.presence)
      const present = await this.experiments.present()
      for (const experiment of present) this.meet(experiment)
      const names = new Set(present.map(({ name }) => name))
      for (const name of [...this.engagements.keys()].filter((other) => !names.has(other))) await this.part(name)
      for (const name of this.strangers) if (!names.has(name)) this.strangers.delete(name)
      await sleep(LOOK_MS, undefined, { signal }).catch(() => {})
    }
  }

  private meet({ name, edition }: Presence): void {
    if (edition === this.presence.edition) {
      if (this.engagements.has(name)) return
      this.onNote(`experiment ${name}: begins`)
      const queue = new ExperimentQueue(this.redis, name)
      this.engagements.set(name, new Engagement(this.packages, queue, this.workers))
    } else if (!this.strangers.has(name)) {
      this.strangers.add(name)
      this.onNote(
        `experiment ${name}: left alone: expected one of asyncinvoke ${this.presence.edition}, got ${edition}`,
      )
    }
  }

  private async part(name: string): Promise<void> {
    const engagement = this.engagements.get(name)!
    this.engagements.delete(name)
    await engagement.end()
    this.onNote(`experiment ${name}: over; replications made here: ${engagement.done}`)
  }
}
