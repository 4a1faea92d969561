import type { EndedEvent } from '../engine/ended-event.ts'
import type { EngineView, Observer } from '../engine/ports.ts'
import type { Target } from '../engine/target.ts'

/**
 * Tells an observer only of the events that are accepted from some moment on, as simulation practice has it: what
 * came before finds the system empty and is left out, with all that becomes of it. What those events still occupy is
 * there, so the others do not find an empty system.
 */
export class AfterWarmUp implements Observer {
  private readonly observer: Observer
  private engine!: EngineView
  /** Number of the first event that counts. */
  private first = Number.POSITIVE_INFINITY

  constructor(observer: Observer) {
    this.observer = observer
  }

  /** The warm-up is over: events that are accepted from now on count. @param accepted events so far */
  end(accepted: number): void {
    this.first = accepted + 1
  }

  attach(engine: EngineView): void {
    this.engine = engine
    this.observer.attach(engine)
  }

  accepted(event: number, target: Target): void {
    if (this.counts(event)) this.observer.accepted(event, target)
  }

  throttled(event: number, target: Target, reason: number): void {
    if (this.counts(event)) this.observer.throttled(event, target, reason)
  }

  missed(event: number, target: Target): void {
    if (this.counts(event)) this.observer.missed(event, target)
  }

  queued(event: number, target: Target, reason: number): void {
    if (this.counts(event)) this.observer.queued(event, target, reason)
  }

  started(event: number, attempt: number, target: Target): void {
    if (this.counts(event)) this.observer.started(event, attempt, target)
  }

  ended(event: number, attempt: number, target: Target): void {
    if (this.counts(event)) this.observer.ended(event, attempt, target)
  }

  waiting(event: number, dueMs: number, target: Target): void {
    if (this.counts(event)) this.observer.waiting(event, dueMs, target)
  }

  finished(event: number, condition: number, target: Target): void {
    if (this.counts(event)) this.observer.finished(event, condition, target)
  }

  delivered(ended: EndedEvent, side: number, arn: string): void {
    if (ended.facts.number >= this.first) this.observer.delivered(ended, side, arn)
  }

  deliveryFailed(ended: EndedEvent, side: number, arn: string): void {
    if (ended.facts.number >= this.first) this.observer.deliveryFailed(ended, side, arn)
  }

  discarded(number: number, target: Target): void {
    if (number >= this.first) this.observer.discarded(number, target)
  }

  private counts(event: number): boolean {
    return this.engine.events.number(event) >= this.first
  }
}
