import type { EndedEvent } from '../engine/ended-event.ts'
import type { CallObserver, EngineView, Observer } from '../engine/ports.ts'
import type { Target } from '../engine/target.ts'

/** Several observers as one: each is told in turn. */
export class Observers implements Observer {
  readonly calls: CallObserver | undefined
  private readonly observers: readonly Observer[]

  constructor(observers: readonly Observer[]) {
    this.observers = observers
    const calls = observers.flatMap((observer) => observer.calls ?? [])
    if (calls.length > 0) this.calls = new CallObservers(calls)
  }

  attach(engine: EngineView): void {
    for (const observer of this.observers) observer.attach(engine)
  }

  accepted(event: number, target: Target, functionIndex: number): void {
    for (const observer of this.observers) observer.accepted(event, target, functionIndex)
  }

  throttled(event: number, target: Target, reason: number, functionIndex: number): void {
    for (const observer of this.observers) observer.throttled(event, target, reason, functionIndex)
  }

  missed(event: number, target: Target, functionIndex: number): void {
    for (const observer of this.observers) observer.missed(event, target, functionIndex)
  }

  queued(event: number, target: Target, reason: number, functionIndex: number): void {
    for (const observer of this.observers) observer.queued(event, target, reason, functionIndex)
  }

  started(event: number, attempt: number, target: Target, functionIndex: number): void {
    for (const observer of this.observers) observer.started(event, attempt, target, functionIndex)
  }

  ended(event: number, attempt: number, target: Target, functionIndex: number): void {
    for (const observer of this.observers) observer.ended(event, attempt, target, functionIndex)
  }

  waiting(event: number, dueMs: number, target: Target, functionIndex: number): void {
    for (const observer of this.observers) observer.waiting(event, dueMs, target, functionIndex)
  }

  finished(event: number, condition: number, target: Target, functionIndex: number): void {
    for (const observer of this.observers) observer.finished(event, condition, target, functionIndex)
  }

  delivered(ended: EndedEvent, side: number, arn: string): void {
    for (const observer of this.observers) observer.delivered(ended, side, arn)
  }

  deliveryFailed(ended: EndedEvent, side: number, arn: string): void {
    for (const observer of this.observers) observer.deliveryFailed(ended, side, arn)
  }

  discarded(number: number, target: Target): void {
    for (const observer of this.observers) observer.discarded(number, target)
  }
}

/** The same for what they have for calls. */
class CallObservers implements CallObserver {
  private readonly observers: readonly CallObserver[]

  constructor(observers: readonly CallObserver[]) {
    this.observers = observers
  }

  called(call: number, target: Target): void {
    for (const observer of this.observers) observer.called(call, target)
  }

  refused(call: number, target: Target, reason: number): void {
    for (const observer of this.observers) observer.refused(call, target, reason)
  }

  missed(call: number, target: Target): void {
    for (const observer of this.observers) observer.missed(call, target)
  }

  started(call: number, attempt: number, target: Target): void {
    for (const observer of this.observers) observer.started(call, attempt, target)
  }

  ended(call: number, attempt: number, target: Target): void {
    for (const observer of this.observers) observer.ended(call, attempt, target)
  }
}
