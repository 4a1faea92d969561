import type { CallObserver, EngineView } from '../engine/ports.ts'
import { PURPOSE, TRAIT } from '../engine/purpose.ts'
import { SilentObserver } from '../engine/silent-observer.ts'
import type { FunctionState, Target } from '../engine/target.ts'
import { CALL_PAYLOAD_BYTES, EVENT_PAYLOAD_BYTES } from '../rules/limits.ts'
import { FUNCTION_ERROR, SUCCEEDED, SYSTEM_ERROR, TIMED_OUT } from '../rules/outcome.ts'
import type { Dependency } from './dependency.ts'
import type { Circumstances, Use } from './function-model.ts'
import { outageAt } from './outage.ts'
import { SideEffects } from './side-effects.ts'

/**
 * How attempts go under circumstances: what comes on top of the draws that every attempt takes. Each kind of circumstance
 * has draws of its own, so that one more changes nothing of the others. An attempt meets, in this order: the size of its
 * payload, outages, its own error, its dependencies, a failure after its side effect. The first failure ends it.
 *
 * It must be told of the ends of attempts, as an observer, where a dependency suffers from load or side effects count. Those
 * of synchronous calls bear on dependencies too; their side effects are not counted: nothing repeats a call.
 */
export class AttemptCourse extends SilentObserver {
  readonly sideEffects = new SideEffects()
  readonly calls: CallObserver = {
    called: () => {},
    refused: () => {},
    missed: () => {},
    started: () => {},
    ended: (_, attempt) => {
      this.leave(attempt)
      this.sideEffects.forgetNote(attempt)
    },
  }
  /** What each attempt in progress uses. */
  private readonly used = new Map<number, Dependency[]>()
  /** Which attempt of which event crashed after its effect, by the event's slot: the last of those that did. */
  private readonly crashed = new Map<number, number>()
  private engine!: EngineView
  private durationMs = 0
  private outcome = SUCCEEDED

  override attach(engine: EngineView): void {
    this.engine = engine
  }

  /**
   * Plans an attempt.
   *
   * @param uniform the draw that its own errors are decided by
   * @param durationMs and `outcome`: how it would go without the circumstances
   */
  plan(
    attempt: number,
    event: number,
    state: FunctionState,
    circumstances: Circumstances,
    uniform: number,
    durationMs: number,
    outcome: number,
  ): void {
    this.durationMs = durationMs
    this.outcome = outcome
    // A system error means that the code never ran.
    if (outcome !== SYSTEM_ERROR) this.meet(attempt, event, state, circumstances, uniform)
    this.engine.attempts.plan(attempt, this.durationMs, this.outcome)
  }

  /** Whether the last attempt of an event in flight ended in a crash after its side effect. */
  hasCrashed(event: number): boolean {
    return this.crashed.get(event) === this.attemptNumber(event, 0)
  }

  private meet(attempt: number, event: number, state: FunctionState, model: Circumstances, uniform: number): void {
    const { engine } = this
    const { attempts, draws, events } = engine
    if (model.perByteMs > 0) this.durationMs += model.perByteMs * this.payloadBytes(event, model)
    if (model.outages.length > 0) {
      draws.at(events.name0(event), events.name1(event), PURPOSE.trait, (TRAIT.outage << 8) | events.tries(event))
      const outage = outageAt(model.outages, engine.nowMs, draws.uniform())
      if (outage) return this.fail(outage.duration?.sample(draws))
    }
    const { errorsByAttempt } = model
    if (errorsByAttempt.length > 0) {
      const probability = errorsByAttempt[Math.min(events.attempts(event), errorsByAttempt.length - 1)]!
      if (uniform < probability) this.outcome = FUNCTION_ERROR
    }
    for (const use of model.uses) if (this.outcome === SUCCEEDED) this.depend(attempt, event, use)
    if (this.outcome !== SUCCEEDED || model.crashAfterEffect + model.timeoutAfterEffect === 0) return
    const { timeoutMs } = state.versions[attempts.version(attempt)]!
    // One that runs into its timeout by itself never gets to its last act.
    if (this.durationMs <= timeoutMs) this.failAfterEffect(attempt, event, model, timeoutMs)
  }

  private depend(attempt: number, event: number, { dependency, share }: Use): void {
    const { draws, events, nowMs } = this.engine
    const { model } = dependency
    const [name0, name1] = [events.name0(event) ^ model.name0, events.name1(event) ^ model.name1]
    draws.at(name0, name1, PURPOSE.dependency, events.tries(event))
    const isNeeded = draws.uniform() < share
    if (!isNeeded) return
    const uniform = draws.uniform()
    const outage = outageAt(model.outages, nowMs, draws.uniform())
    const hangsMs = outage?.duration?.sample(draws)
    if (model.saturation) this.occupy(attempt, dependency)
    dependency.look(nowMs, draws)
    this.durationMs *= dependency.slowdown
    if (outage) this.fail(hangsMs)
    else if (uniform < dependency.errorProbability) this.fail()
  }

  private occupy(attempt: number, dependency: Dependency): void {
    dependency.load++
    const used = this.used.get(attempt)
    if (used) used.push(dependency)
    else this.used.set(attempt, [dependency])
  }

  private leave(attempt: number): void {
    for (const dependency of this.used.get(attempt) ?? []) dependency.load--
    this.used.delete(attempt)
  }

  private fail(hangsMs = this.durationMs): void {
    this.outcome = FUNCTION_ERROR
    this.durationMs = hangsMs
  }

  private failAfterEffect(attempt: number, event: number, model: Circumstances, timeoutMs: number): void {
    const { draws, events } = this.engine
    draws.at(events.name0(event), events.name1(event), PURPOSE.trait, (TRAIT.effect << 8) | events.tries(event))
    const uniform = draws.uniform()
    if (uniform >= model.crashAfterEffect + model.timeoutAfterEffect) return
    this.sideEffects.note(attempt)
    this.fail()
    if (uniform < model.crashAfterEffect) this.crashed.set(event, this.attemptNumber(event, 1))
    else {
      this.outcome = TIMED_OUT
      this.durationMs = timeoutMs
    }
  }

  /** A number for an event and one of its attempts, by how many more there are than those that have ended. */
  private attemptNumber(event: number, more: number): number {
    const { events } = this.engine
    return events.number(event) * 256 + events.attempts(event) + more
  }

  /** Bytes of an event's payload: drawn once an event, whole, and at most what Lambda takes. */
  private payloadBytes(event: number, { payloadSize }: Circumstances): number {
    const { draws } = this.engine
    if (payloadSize === undefined) return this.engine.requestPayload(event).length
    const [name0, name1] = this.engine.originalName(event)
    draws.at(name0, name1, PURPOSE.trait, TRAIT.payloadSize << 8)
    const { isSynchronous } = this.engine.targets[this.engine.events.target(event)]!
    return Math.min(isSynchronous ? CALL_PAYLOAD_BYTES : EVENT_PAYLOAD_BYTES, Math.round(payloadSize.sample(draws)))
  }

  override ended(event: number, attempt: number, { function: { index } }: Target): void {
    this.leave(attempt)
    const { attempts, events } = this.engine
    this.sideEffects.ended(event, events.number(event), attempt, index, attempts.outcome(attempt) === SUCCEEDED)
  }

  override finished(event: number): void {
    this.sideEffects.forget(event)
  }
}
