import type { EndedEvent } from '../engine/ended-event.ts'
import type { CallObserver, EngineView, Observer } from '../engine/ports.ts'
import { type Target, versionName } from '../engine/target.ts'
import { CONDITIONS, EVENT_AGE_EXCEEDED } from '../rules/condition.ts'
import { UNRESERVED } from '../rules/decision.ts'
import { OUTCOMES, SYSTEM_ERROR } from '../rules/outcome.ts'
import { SIDES } from '../rules/routing.ts'
import { THROTTLES } from '../rules/throttle.ts'
import { refusedWaitMs } from './refused-wait.ts'
import type {
  CallSubject,
  CallTransitionName,
  Refusal,
  Run,
  Subject,
  TransitionName,
  Transitions,
  Used,
} from './transition.ts'

/** Turns what the engine tells into plain data, for those transitions that somebody wants. */
export abstract class TransitionObserver implements Observer {
  readonly calls: CallObserver = {
    called: (call, target) => this.tellCall('called', call, target, () => ({})),
    refused: (call, target, reason) => this.tellCall('callRefused', call, target, () => refusal(target, reason)),
    missed: (call, target) => this.tellCall('callMissed', call, target, () => ({})),
    started: (call, attempt, target) => this.tellCall('callStarted', call, target, () => this.run(attempt, target)),
    ended: (call, attempt, target) =>
      this.tellCall('callEnded', call, target, () => ({ ...this.run(attempt, target), ...this.outcome(attempt) })),
  }
  private engine!: EngineView

  attach(engine: EngineView): void {
    this.engine = engine
  }

  /** Whether to make the data of this transition at all. @param number of the event; below 0 of a call */
  protected abstract wants(name: TransitionName, number: number): boolean

  protected abstract tell<Name extends TransitionName>(name: Name, transition: Transitions[Name]): void

  accepted(event: number, target: Target): void {
    if (this.wantsOf('accepted', event)) this.tell('accepted', this.subject(event, target))
  }

  queued(event: number, target: Target, reason: number): void {
    if (!this.wantsOf('queued', event)) return
    this.tell('queued', { ...this.subject(event, target), reason: THROTTLES[reason]! })
  }

  throttled(event: number, target: Target, reason: number): void {
    if (!this.wantsOf('throttled', event)) return
    // Told before the engine counts it.
    const throttles = this.engine.events.setbacks(event) + 1
    this.tell('throttled', { ...this.subject(event, target), throttles, ...refusal(target, reason) })
  }

  missed(event: number, target: Target): void {
    if (!this.wantsOf('missed', event)) return
    this.tell('missed', { ...this.subject(event, target), attempt: this.engine.events.attempts(event) })
  }

  started(event: number, attempt: number, target: Target): void {
    if (!this.wantsOf('started', event)) return
    const number = this.engine.events.attempts(event) + 1
    this.tell('started', { ...this.subject(event, target), attempt: number, ...this.run(attempt, target) })
  }

  ended(event: number, attempt: number, target: Target): void {
    if (!this.wantsOf('ended', event)) return
    const { attempts, events } = this.engine
    const outcome = attempts.outcome(attempt)
    const number = outcome === SYSTEM_ERROR ? events.attempts(event) + 1 : events.attempts(event)
    this.tell('ended', {
      ...this.subject(event, target),
      attempt: number,
      ...this.run(attempt, target),
      ...this.outcome(attempt),
    })
  }

  waiting(event: number, dueMs: number, target: Target): void {
    if (!this.wantsOf('waiting', event)) return
    const after = OUTCOMES[this.engine.events.lastDispatch(event)]!
    this.tell('waiting', { ...this.subject(event, target), untilMs: dueMs, after, ...this.used(event, target) })
  }

  finished(event: number, condition: number, target: Target): void {
    if (!this.wantsOf('finished', event)) return
    const { events, nowMs } = this.engine
    this.tell('finished', {
      ...this.subject(event, target),
      condition: CONDITIONS[condition]!,
      attempts: events.attempts(event),
      ageMs: nowMs - events.acceptedMs(event),
      ...this.used(event, target),
      reserved: reservedOf(target),
      maximumAgeMs: target.maximumAgeMs,
      refusedWaitMs: condition === EVENT_AGE_EXCEEDED ? refusedWaitMs(this.engine, event) : undefined,
    })
  }

  delivered({ facts }: EndedEvent, side: number, arn: string): void {
    if (!this.wants('delivered', facts.number)) return
    this.tell('delivered', { ...this.subjectOf(facts.number, facts.target), side: SIDES[side]!, target: arn })
  }

  deliveryFailed({ facts }: EndedEvent, side: number, arn: string): void {
    if (!this.wants('deliveryFailed', facts.number)) return
    this.tell('deliveryFailed', { ...this.subjectOf(facts.number, facts.target), side: SIDES[side]!, target: arn })
  }

  discarded(number: number, target: Target): void {
    if (this.wants('discarded', number)) this.tell('discarded', this.subjectOf(number, target))
  }

  private wantsOf(name: TransitionName, event: number): boolean {
    return this.wants(name, this.engine.events.number(event))
  }

  private subject(event: number, target: Target): Subject {
    return this.subjectOf(this.engine.events.number(event), target)
  }

  private subjectOf(number: number, target: Target): Subject {
    return { event: number, function: target.function.name, qualifier: target.qualifier, atMs: this.engine.nowMs }
  }

  private used(event: number, { maximumRetries }: Target): Used {
    const { events } = this.engine
    return { retries: events.retries(event), maximumRetries, setbacks: events.setbacks(event) }
  }

  private tellCall<Name extends CallTransitionName>(
    name: Name,
    call: number,
    target: Target,
    detail: () => Omit<Transitions[Name], keyof CallSubject>,
  ): void {
    const { events, nowMs } = this.engine
    const number = events.number(call)
    if (!this.wants(name, number)) return
    const subject = { call: -number, function: target.function.name, qualifier: target.qualifier, atMs: nowMs }
    this.tell(name, { ...subject, ...detail() } as Transitions[Name])
  }

  private outcome(attempt: number) {
    const { attempts } = this.engine
    return { outcome: OUTCOMES[attempts.outcome(attempt)]!, durationMs: attempts.durationMs(attempt) }
  }

  private run(attempt: number, target: Target): Run {
    const { attempts } = this.engine
    const version = attempts.version(attempt)
    return {
      version: versionName(version),
      coldStartMs: attempts.isCold(attempt) ? attempts.initMs(attempt) : undefined,
      share: shareOf(version, target),
      provisioned: attempts.isProvisioned(attempt) || (attempts.hasSpilled(attempt) ? false : undefined),
    }
  }
}

function refusal(target: Target, reason: number): Refusal {
  const { running, limit, kept } = target.function.pool
  const whole = limit + kept
  // Idle environments can keep no more than what attempts of before a change leave.
  const held = Math.min(kept, Math.max(0, whole - running))
  return {
    running,
    limit: whole - held,
    kept: held || undefined,
    reason: THROTTLES[reason]!,
    reserved: reservedOf(target),
  }
}

function reservedOf({ function: { reserved } }: Target): number | undefined {
  return reserved === UNRESERVED ? undefined : reserved
}

/** The share of a version among the attempts of a weighted alias. */
function shareOf(version: number, { otherVersion, otherWeight }: Target): number | undefined {
  if (!otherVersion) return undefined
  return version === otherVersion.number ? otherWeight : 1 - otherWeight
}
