import type { Workers } from '../workers.ts'
import { type ExperimentQueue, KEPT_MS, LOCK_MS, MOST_DEATHS, STALLED_LOOK_MS } from './experiment-queue.ts'
import { done, type Kind, type Order, type Tasks } from './order.ts'
import type { Packages } from './packages.ts'
import { packed } from './parcel.ts'
import { ReceivedScenarios } from './received-scenarios.ts'

/** Real time between two words on how far a task is. */
const PROGRESS_MS = 500
/** Real time before Redis is asked again after it was lost. */
const RETRY_MS = 500

type Job = import('bullmq').Job

/** A worker's part in one experiment: takes tasks from its queue and brings results back. */
export class Engagement {
  readonly queue: ExperimentQueue
  /** Tasks that it has done. */
  done = 0
  private readonly packages: Packages
  private readonly workers: Workers
  private readonly scenarios: ReceivedScenarios
  private readonly taking: InstanceType<Packages['bullmq']['Worker']>
  private readonly ending = new AbortController()
  private running = 0

  constructor(packages: Packages, queue: ExperimentQueue, workers: Workers) {
    this.packages = packages
    this.queue = queue
    this.workers = workers
    this.scenarios = new ReceivedScenarios(queue)
    this.taking = new packages.bullmq.Worker(queue.name, (job) => this.carryOut(job), {
      ...queue.options,
      concurrency: workers.size,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_LOOK_MS,
      maxStalledCount: MOST_DEATHS,
      runRetryDelay: RETRY_MS,
    })
    // The connection tells when it is lost. All else that can be told is that a task is ours no more, because the
    // experiment is over or Redis had not heard of us in time: then its result is made by somebody else.
    this.taking.on('error', () => {})
  }

  /** Tasks that it is doing. */
  get underWay(): number {
    return this.running
  }

  /** Takes no more tasks, and brings those back that it is doing. */
  async finish(): Promise<void> {
    await this.taking.close()
  }

  /** The experiment is over: what is being done for it is of no use. Removes what may be left of it. */
  async end(): Promise<void> {
    this.ending.abort()
    await this.taking.close(true)
    await this.queue.remove(this.packages)
  }

  private async carryOut(job: Job): Promise<void> {
    const { kind, scenario: digest, rest } = job.data as Order
    const scenario = await this.scenarios.get(digest)
    // Whoever asked finds no result, sends the scenario anew and asks again.
    if (!scenario) return
    const task = { ...rest, scenario } as Tasks[Kind]
    const timer = setInterval(() => {
      const share = this.workers.progressOf(task)
      if (share > 0) job.updateProgress(share).catch(() => {})
    }, PROGRESS_MS)
    this.running++
    try {
      const result = packed(await done(this.workers, kind, task, this.ending.signal))
      // Not waited for: on one connection it is there before the word that the task is done. Where it gets lost, the task
      // is asked for again.
      this.queue.redis.set(this.queue.resultKey(job.id!), result, 'PX', KEPT_MS).catch(() => {})
      this.done++
    } finally {
      this.running--
      clearInterval(timer)
    }
  }
}
