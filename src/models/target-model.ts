import type { Delivery } from '../engine/delivery.ts'
import type { Deliverer, EngineView } from '../engine/ports.ts'
import { PURPOSE } from '../engine/purpose.ts'
import { isWithin, type Span } from './outage.ts'

/** When deliveries to a queue, topic, bus or bucket fail. */
export interface TargetModel {
  /** Probability that a delivery fails, 0 to 1. */
  readonly errorProbability: number
  /** Every delivery in one of these fails. */
  readonly outages: readonly Span[]
}

/** Takes deliveries without doing anything with them, but for those that its models let fail. */
export class ModelDeliverer implements Deliverer {
  private readonly models: ReadonlyMap<string, TargetModel>
  private engine!: EngineView

  /** @param models by ARN; a target without one takes everything */
  constructor(models: ReadonlyMap<string, TargetModel>) {
    this.models = models
  }

  attach(engine: EngineView): void {
    this.engine = engine
  }

  deliver(delivery: Delivery): boolean {
    const model = this.models.get(delivery.arn)
    if (!model) return true
    const { draws, nowMs } = this.engine
    if (isWithin(model.outages, nowMs)) return false
    const { name0, name1 } = delivery.ended.facts
    draws.at(name0, name1, PURPOSE.delivery, (delivery.side << 8) | delivery.attempt)
    return draws.uniform() >= model.errorProbability
  }
}
