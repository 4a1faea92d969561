import { setTimeout as sleep } from 'node:timers/promises'
import type { Timeline } from '../../measure/timeline.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import type { FollowTask } from '../followed-event.ts'
import type { Replication, ReplicationTask } from '../replication.ts'
import type { TypicalEvent } from '../typical-events.ts'
import type { Runner } from '../workers.ts'
import { AskedTasks } from './asked-tasks.ts'
import { Attendance } from './attendance.ts'
import { connect, refusal, shownAddress } from './connection.ts'
import {
  EXPERIMENT_LIFE_MS,
  EXPERIMENTS,
  ExperimentQueue,
  LOOK_MS,
  nameOf,
  WORKER_LIFE_MS,
  WORKERS,
} from './experiment-queue.ts'
import type { Kind, Tasks } from './order.ts'
import { loadPackages, type RedisClient } from './packages.ts'
import { type Presence, Roll } from './roll.ts'

/** Tasks that are asked for a thread of a worker: one that it makes, and one that lies ready when that is done. */
const ASKED_A_THREAD = 2
/** Tasks that are asked for at least, so that workers that come find something to do; and at most. */
const FEWEST_ASKED = 4
const MOST_ASKED = 4_096
/** Real time between two looks whether what was asked for is still there. */
const AUDIT_MS = 2_000
/** Real time that is given to the removal of what an experiment has in Redis, where Redis does not answer. */
const FAREWELL_MS = 2_000

export interface RedisRunnerOptions {
  /** `redis:` or `rediss:`. */
  readonly url: string
  /** What workers must be, too: see `programEdition`. */
  readonly edition: string
  /** Is told in words what somebody might want to do something about. */
  readonly onNote: (words: string) => void
}

/** Workers on other machines, or in other processes, that are found through Redis. They may come and go. */
export class RedisRunner implements Runner {
  private readonly redis: RedisClient
  private readonly presence: Presence
  private readonly experiments: Roll
  private readonly workers: Roll
  private readonly attendance: Attendance
  private readonly asked: AskedTasks
  private readonly onNote: RedisRunnerOptions['onNote']
  private readonly ending = new AbortController()
  private watching: Promise<void> | undefined

  private constructor(redis: RedisClient, presence: Presence, asked: AskedTasks, options: RedisRunnerOptions) {
    this.redis = redis
    this.presence = presence
    this.asked = asked
    this.onNote = options.onNote
    this.experiments = new Roll(redis, EXPERIMENTS, EXPERIMENT_LIFE_MS)
    this.workers = new Roll(redis, WORKERS, WORKER_LIFE_MS)
    this.attendance = new Attendance(options.edition, shownAddress(options.url))
  }

  /** @throws RedisError where Redis cannot be reached or a package is missing */
  static async open(options: RedisRunnerOptions): Promise<RedisRunner> {
    const packages = await loadPackages()
    const redis = await connect(packages, options.url, options.onNote)
    const refused = (error: unknown) => refusal(options.url, error)
    try {
      const name = await nameOf(redis)
      const asked = new AskedTasks(packages, new ExperimentQueue(redis, name), refused)
      const runner = new RedisRunner(redis, { name, edition: options.edition }, asked, options)
      await runner.look()
      runner.watching = runner.watch().catch((error) => asked.fail(refused(error)))
      return runner
    } catch (error) {
      redis.disconnect()
      throw refused(error)
    }
  }

  get size(): number {
    return Math.min(MOST_ASKED, Math.max(FEWEST_ASKED, ASKED_A_THREAD * this.attendance.threads))
  }

  get underWay(): number {
    return this.asked.underWay
  }

  replicate(task: ReplicationTask): Promise<Replication> {
    return this.ask('replicate', task)
  }

  follow(task: FollowTask): Promise<Timeline | undefined> {
    return this.ask('follow', task)
  }

  typical(scenario: Scenario): Promise<TypicalEvent[]> {
    return this.ask('typical', { scenario })
  }

  /** Removes what the experiment has in Redis. */
  async close(): Promise<void> {
    if (this.ending.signal.aborted) return
    this.ending.abort()
    const removing = this.remove()
    // Where Redis is lost, what is left there expires.
    await Promise.race([removing.catch(() => {}), sleep(FAREWELL_MS, undefined, { ref: false })])
    this.redis.disconnect()
  }

  private ask<K extends Kind, T>(kind: K, task: Tasks[K]): Promise<T> {
    return this.asked.ask(kind, task) as Promise<T>
  }

  private async remove(): Promise<void> {
    await Promise.all([this.asked.end(), this.watching])
    // First of all, so that workers let go of the experiment.
    await this.experiments.leave(this.presence)
    await this.asked.remove()
  }

  private async look(): Promise<void> {
    await this.experiments.call(this.presence)
    const note = this.attendance.look(await this.workers.present(), performance.now())
    if (note) this.onNote(note)
  }

  private async watch(): Promise<void> {
    const { signal } = this.ending
    let auditedMs = performance.now()
    while (!signal.aborted) {
      await sleep(LOOK_MS, undefined, { signal }).catch(() => {})
      if (signal.aborted) return
      await this.look()
      await this.asked.keep()
      if (performance.now() - auditedMs < AUDIT_MS) continue
      auditedMs = performance.now()
      await this.asked.audit()
    }
  }
}
