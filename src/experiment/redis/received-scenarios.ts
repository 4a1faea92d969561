import type { Scenario } from '../../scenario/scenario.ts'
import type { ExperimentQueue } from './experiment-queue.ts'
import { unpacked } from './parcel.ts'

/** Scenarios that a worker keeps, of each experiment: those of the settings or points that are being made. */
const MOST_KEPT = 8

/** Scenarios of an experiment as a worker gets them, each once. */
export class ReceivedScenarios {
  private readonly queue: ExperimentQueue
  private readonly kept = new Map<string, Promise<Scenario | undefined>>()

  constructor(queue: ExperimentQueue) {
    this.queue = queue
  }

  /** @returns undefined where it is not in Redis any more */
  get(digest: string): Promise<Scenario | undefined> {
    const scenario = this.kept.get(digest) ?? this.fetched(digest)
    this.kept.delete(digest)
    this.kept.set(digest, scenario)
    const [oldest] = this.kept.keys()
    if (this.kept.size > MOST_KEPT) this.kept.delete(oldest!)
    return scenario
  }

  private async fetched(digest: string): Promise<Scenario | undefined> {
    const bytes = await this.queue.redis.getBuffer(this.queue.scenarioKey(digest))
    if (bytes) return unpacked<Scenario>(bytes)
    this.kept.delete(digest)
    return undefined
  }
}
