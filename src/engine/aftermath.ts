import { GOES_ON } from '../rules/condition.ts'
import { decideBackoff, decideFunctionError } from '../rules/decision.ts'
import { backPressureFactor, functionErrorDelayMs } from '../rules/retry.ts'
import type { Belongings } from './belongings.ts'
import { Chains } from './chains.ts'
import type { Deliveries } from './deliveries.ts'
import type { EngineParts } from './engine-parts.ts'
import { EngineState } from './engine-state.ts'
import type { Observer } from './ports.ts'
import type { Target } from './target.ts'

// A constant of this module, not of another: the compiler folds only those, and every event reads it.
const CONTINUES = GOES_ON

/** What becomes of an event after a dispatch: it waits for its next one, or ends. */
export abstract class Aftermath extends EngineState {
  /** Whether anything was ever kept for an event: payloads, responses, chains. Most simulations keep nothing. */
  keeps = false
  protected readonly observer: Observer | undefined
  protected readonly chains = new Chains()
  protected readonly isInclusive: boolean
  protected abstract readonly belongings: Belongings
  protected abstract readonly deliveries: Deliveries

  constructor(parts: EngineParts) {
    super(parts)
    this.observer = parts.observer
    this.isInclusive = this.choices.ageLookAheadBoundary === 'inclusive'
  }

  /** After a function error. */
  protected retry(event: number, index: number): void {
    const { events, targetLines } = this
    const target = this.targets[index]!
    const functionIndex = targetLines.function(index)
    const used = events.retries(event)
    const nominalMs = functionErrorDelayMs(used)
    const waitMs = this.waits.afterErrorMs(event, nominalMs)
    const condition = decideFunctionError(
      targetLines.reserved(index),
      used,
      targetLines.maximumRetries(index),
      this.nowMs - events.acceptedMs(event),
      this.waits.lookAheadMs(nominalMs, waitMs),
      targetLines.maximumAgeMs(index),
      this.isInclusive,
    )
    if (condition !== CONTINUES) return this.finish(event, target, functionIndex, condition)
    events.countRetry(event)
    this.waits.joinAfterError(event, this.nowMs + waitMs, used)
    this.observer?.waiting(event, this.nowMs + waitMs, target, functionIndex)
  }

  /** After a throttle or a system error. */
  protected backOff(event: number, index: number, outcome: number): void {
    const { events, targetLines } = this
    const target = this.targets[index]!
    const functionIndex = targetLines.function(index)
    events.countSetback(event, outcome)
    const setbacks = events.setbacks(event)
    const factor = backPressureFactor(this.pending - this.running, this.choices.backPressure)
    const nominalMs = this.waits.setbackMs(setbacks) * factor
    const waitMs = this.waits.afterSetbackMs(event, nominalMs)
    const condition = decideBackoff(
      targetLines.reserved(index),
      this.nowMs - events.acceptedMs(event),
      this.waits.lookAheadMs(nominalMs, waitMs),
      targetLines.maximumAgeMs(index),
      this.isInclusive,
    )
    if (condition !== CONTINUES) return this.finish(event, target, functionIndex, condition)
    this.waits.joinAfterSetback(event, this.nowMs + waitMs, setbacks, factor === 1)
    this.observer?.waiting(event, this.nowMs + waitMs, target, functionIndex)
  }

  protected finish(event: number, target: Target, functionIndex: number, condition: number, isRouted = true): void {
    this.pending--
    this.observer?.finished(event, condition, target, functionIndex)
    if (isRouted) this.deliveries.route(event, target, condition)
    if (this.keeps) this.belongings.forget(event)
    this.events.release(event)
  }
}
