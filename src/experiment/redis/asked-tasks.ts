import { type ExperimentQueue, KEPT_MS, MOST_DEATHS } from './experiment-queue.ts'
import type { Kind, Order, Tasks } from './order.ts'
import type { Packages } from './packages.ts'
import { unpacked } from './parcel.ts'
import { SentScenarios } from './sent-scenarios.ts'

/** Longest real time of one read of events. Where Redis is lost, BullMQ keeps the process so long, and a second more. */
const HEARING_MS = 1_000

/** A task that somebody waits for. */
interface Asked {
  readonly id: string
  readonly kind: Kind
  readonly task: Tasks[Kind]
  readonly result: PromiseWithResolvers<unknown>
  /** How far it is, 0 to 1. */
  share: number
  /** Whether it was not in Redis when last heard of. */
  isMissing: boolean
}

/** Tasks of an experiment that were handed to Redis, until their results are here. */
export class AskedTasks {
  private readonly queue: ExperimentQueue
  private readonly packages: Packages
  private readonly jobs: InstanceType<Packages['bullmq']['Queue']>
  private readonly events: InstanceType<Packages['bullmq']['QueueEvents']>
  private readonly scenarios: SentScenarios
  private readonly refusal: (error: unknown) => Error
  private readonly byId = new Map<string, Asked>()
  private givenUp: readonly string[] = []
  private count = 0
  private failure: unknown

  /** @param refusal what those who wait are told where Redis does not do what it is asked */
  constructor(packages: Packages, queue: ExperimentQueue, refusal: (error: unknown) => Error) {
    this.packages = packages
    this.refusal = refusal
    this.queue = queue
    this.scenarios = new SentScenarios(queue)
    const { bullmq } = packages
    this.jobs = new bullmq.Queue(queue.name, queue.options)
    this.events = new bullmq.QueueEvents(queue.name, {
      ...queue.options,
      lastEventId: '0-0',
      blockingTimeout: HEARING_MS,
    })
    // The connection itself tells when it is lost.
    this.jobs.on('error', () => {})
    this.events.on('error', () => {})
    this.events.on('completed', ({ jobId }) => void this.completed(jobId))
    this.events.on('failed', ({ jobId, failedReason }) => this.failed(jobId, failedReason))
    this.events.on('progress', ({ jobId, data }) => {
      const asked = this.byId.get(jobId)
      if (asked) asked.share = Number(data)
    })
  }

  /** How far the tasks are, 0 to 1 each, added up. */
  get underWay(): number {
    return [...this.byId.values()].reduce((sum, { share }) => sum + share, 0)
  }

  async ask<K extends Kind>(kind: K, task: Tasks[K]): Promise<unknown> {
    if (this.failure) throw this.failure
    const id = `task-${++this.count}`
    const asked: Asked = { id, kind, task, result: Promise.withResolvers(), share: 0, isMissing: false }
    this.byId.set(id, asked)
    const { digest, sent } = this.scenarios.use(task.scenario)
    try {
      Promise.all([sent, this.send(asked, digest)]).catch((error) => asked.result.reject(this.refusal(error)))
      return await asked.result.promise
    } finally {
      this.byId.delete(id)
      this.scenarios.letGo(digest).catch(() => {})
    }
  }

  /** Gives all of them up: whoever waits for one is told why. */
  fail(error: unknown): void {
    this.failure = error
    for (const { result } of this.byId.values()) result.reject(error)
  }

  /** Lets the queue live on in Redis: what is new in it would stay for ever where nobody is left to remove it. */
  async keep(): Promise<void> {
    await this.queue.keep()
  }

  /** Lets the tasks live on, too, and asks again for those that have been lost there. */
  async audit(): Promise<void> {
    const all = [...this.byId.values()]
    await this.scenarios.keep(all.map(({ task }) => task.scenario))
    for (const asked of all) {
      const isThere = (await this.queue.redis.pexpire(this.queue.keyOf(asked.id), KEPT_MS)) === 1
      // Where it is missing for the first time, its result may just be on the way.
      if (!isThere && asked.isMissing && this.byId.has(asked.id)) await this.askAgain(asked)
      asked.isMissing = !isThere
    }
  }

  /** Gives all of them up and hears no more of them: Redis need not answer for that. */
  async end(): Promise<void> {
    this.givenUp = [...this.byId.keys()]
    this.fail(new Error('the experiment has ended'))
    await this.events.close()
  }

  /** Removes all of it from Redis, after its end. */
  async remove(): Promise<void> {
    await this.jobs.close()
    await this.queue.remove(this.packages)
    await this.scenarios.clear()
    if (this.givenUp.length === 0) return
    await this.queue.redis.unlink(...this.givenUp.map((id) => this.queue.resultKey(id)))
  }

  private async send({ id, kind, task }: Asked, scenario: string): Promise<void> {
    const { scenario: _, ...rest } = task
    const order: Order = { kind, scenario, rest }
    await this.jobs.add(kind, order, { jobId: id, removeOnComplete: true, removeOnFail: true })
    await this.queue.redis.pexpire(this.queue.keyOf(id), KEPT_MS)
  }

  private async askAgain(asked: Asked): Promise<void> {
    const { digest, sent } = this.scenarios.use(asked.task.scenario)
    try {
      await Promise.all([sent, this.send(asked, digest)])
    } finally {
      await this.scenarios.letGo(digest)
    }
  }

  private async completed(id: string): Promise<void> {
    const asked = this.byId.get(id)
    if (!asked) return
    try {
      const bytes = await this.queue.redis.getdelBuffer(this.queue.resultKey(id))
      if (bytes) asked.result.resolve(unpacked(bytes))
      // The result was lost, or the scenario before it could be made: the next audit asks for it again.
      else asked.isMissing = true
    } catch (error) {
      asked.result.reject(this.refusal(error))
    }
  }

  private failed(id: string, reason: string): void {
    const stalled = /stalled more than allowable limit/.test(reason)
    const words = stalled
      ? `${MOST_DEATHS + 1} workers ended while they made the same replication: does it need more memory than they have?`
      : `on a worker: ${reason}`
    this.byId.get(id)?.result.reject(new Error(words))
  }
}
