import { createHash } from 'node:crypto'
import type { Scenario } from '../../scenario/scenario.ts'
import { type ExperimentQueue, KEPT_MS } from './experiment-queue.ts'
import { packed } from './parcel.ts'

/** Scenarios that stay in Redis although no task there asks for them: the next one may. */
const MOST_IDLE = 8

/** Scenarios of an experiment, each of which is sent once and then called by its digest, however many tasks ask for it. */
export class SentScenarios {
  private readonly queue: ExperimentQueue
  private readonly digests = new WeakMap<Scenario, string>()
  /** By digest, how many tasks ask for it; the one that was used last comes last. */
  private readonly uses = new Map<string, number>()

  constructor(queue: ExperimentQueue) {
    this.queue = queue
  }

  /**
   * Sends it where it is not there, before anything that is sent after this call.
   *
   * @returns its digest, which is good until it is let go, and when it is there
   */
  use(scenario: Scenario): { readonly digest: string; readonly sent: Promise<unknown> | undefined } {
    const known = this.digests.get(scenario)
    const bytes = known !== undefined && this.uses.has(known) ? undefined : packed(scenario)
    const digest = known ?? createHash('sha256').update(bytes!).digest('hex')
    this.digests.set(scenario, digest)
    const isThere = this.uses.has(digest)
    this.count(digest, 1)
    if (!bytes || isThere) return { digest, sent: undefined }
    return { digest, sent: this.queue.redis.set(this.queue.scenarioKey(digest), bytes, 'PX', KEPT_MS) }
  }

  /** One task less asks for it. */
  async letGo(digest: string): Promise<void> {
    this.count(digest, -1)
    const idle = [...this.uses].filter(([, uses]) => uses === 0).map(([other]) => other)
    const surplus = idle.slice(0, Math.max(0, idle.length - MOST_IDLE))
    for (const other of surplus) this.uses.delete(other)
    await this.remove(surplus)
  }

  /** Lets them live on, and sends those that have been lost. */
  async keep(scenarios: Iterable<Scenario>): Promise<void> {
    const used = new Map([...scenarios].map((scenario) => [this.digests.get(scenario)!, scenario]))
    for (const digest of this.uses.keys()) {
      const key = this.queue.scenarioKey(digest)
      if ((await this.queue.redis.pexpire(key, KEPT_MS)) === 1) continue
      const scenario = used.get(digest)
      if (scenario) await this.queue.redis.set(key, packed(scenario), 'PX', KEPT_MS)
      else this.uses.delete(digest)
    }
  }

  /** Takes all of them out of Redis. */
  async clear(): Promise<void> {
    const all = [...this.uses.keys()]
    this.uses.clear()
    await this.remove(all)
  }

  private count(digest: string, more: number): void {
    const uses = (this.uses.get(digest) ?? 0) + more
    this.uses.delete(digest)
    this.uses.set(digest, uses)
  }

  private async remove(digests: readonly string[]): Promise<void> {
    if (digests.length > 0) await this.queue.redis.unlink(...digests.map((digest) => this.queue.scenarioKey(digest)))
  }
}
