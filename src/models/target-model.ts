import type { Delivery } from '../engine/delivery.ts'
import type { Deliverer, EngineView } from '../engine/ports.ts'
import { PURPOSE } from '../engine/purpose.ts'
import { isWithin, type Span } from './outage.ts'
import type { Sink } from './sink.ts'

/** When deliveries to a queue, topic, bus or bucket fail. May be changed during a run. */
export interface TargetModel {
  /** Whether every delivery fails. */
  isDown: boolean
  /** Probability that a delivery fails, 0 to 1. */
  errorProbability: number
  /** Every delivery in one of these fails. */
  outages: readonly Span[]
  /** Where messages wait that were taken; undefined: nobody looks what becomes of them. */
  readonly sink: Sink | undefined
}

/** Takes deliveries, but for those that its models let fail, and puts them into the queues behind its targets. */
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
    if (!this.isTaken(delivery, model)) return false
    if (model.sink) {
      const { number: event, name0, name1, target, requestPayload: payload } = delivery.ended.facts
      const { side } = delivery
      model.sink.receive({ event, name0, name1, side, target, payload, enteredMs: this.engine.nowMs })
    }
    return true
  }

  private isTaken(delivery: Delivery, model: TargetModel): boolean {
    const { draws, nowMs } = this.engine
    if (model.isDown || isWithin(model.outages, nowMs)) return false
    const { name0, name1 } = delivery.ended.facts
    draws.at(name0, name1, PURPOSE.delivery, (delivery.side << 8) | delivery.attempt)
    return draws.uniform() >= model.errorProbability
  }
}
