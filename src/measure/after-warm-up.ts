import type { EndedEvent } from '../engine/ended-event.ts'
import type { CallObserver, EngineView, Observer } from '../engine/ports.ts'
import type { Target } from '../engine/target.ts'

/**
 * Tells an observer only of the events and calls that come from some moment on, as simulation practice has it: what
 * came before finds the system empty and is left out, with all that becomes of it. What those events still occupy is
 * there, so the others do not find an empty system.
 */
export class AfterWarmUp implements Observer {
  readonly calls: CallObserver | undefined
  private readonly observer: Observer
  private engine!: EngineView
  /** Number of the first event that counts. */
  private first = Number.POSITIVE_INFINITY
  /** When the warm-up was over. */
  private fromMs = Number.POSITIVE_INFINITY

  constructor(observer: Observer) {
    this.observer = observer
    this.calls = observer.calls && this.callsOf(observer.calls)
  }

  /** The warm-up is over: what comes from now on counts. @param accepted events so far */
  end(accepted: number): void {
    this.first = accepted + 1
    this.fromMs = this.engine.nowMs
  }

  attach(engine: EngineView): void {
    this.engine = engine
    this.observer.attach(engine)
  }

  accepted(event: number, target: Target, functionIndex: number): void {
    if (this.counts(event)) this.observer.accepted(event, target, functionIndex)
  }

  throttled(event: number, target: Target, reason: number, functionIndex: number): void {
    if (this.counts(event)) this.observer.throttled(event, target, reason, functionIndex)
  }

  missed(event: number, target: Target, functionIndex: number): void {
    if (this.counts(event)) this.observer.missed(event, target, functionIndex)
  }

  queued(event: number, target: Target, reason: number, functionIndex: number): void {
    if (this.counts(event)) this.observer.queued(event, target, reason, functionIndex)
  }

  started(event: number, attempt: number, target: Target, functionIndex: number): void {
    if (this.counts(event)) this.observer.started(event, attempt, target, functionIndex)
  }

  ended(event: number, attempt: number, target: Target, functionIndex: number): void {
    if (this.counts(event)) this.observer.ended(event, attempt, target, functionIndex)
  }

  waiting(event: number, dueMs: number, target: Target, functionIndex: number): void {
    if (this.counts(event)) this.observer.waiting(event, dueMs, target, functionIndex)
  }

  finished(event: number, condition: number, target: Target, functionIndex: number): void {
    if (this.counts(event)) this.observer.finished(event, condition, target, functionIndex)
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

  private callsOf(observer: CallObserver): CallObserver {
    const counts = (call: number) => this.engine.events.acceptedMs(call) >= this.fromMs
    return {
      called: (call, target) => counts(call) && observer.called(call, target),
      refused: (call, target, reason) => counts(call) && observer.refused(call, target, reason),
      missed: (call, target) => counts(call) && observer.missed(call, target),
      started: (call, attempt, target) => counts(call) && observer.started(call, attempt, target),
      ended: (call, attempt, target) => counts(call) && observer.ended(call, attempt, target),
    }
  }

  private counts(event: number): boolean {
    return this.engine.events.number(event) >= this.first
  }
}
