import type { Delivery } from '../../src/engine/delivery.ts'
import type { CallObserver, Deliverer, EngineView } from '../../src/engine/ports.ts'
import { SilentObserver } from '../../src/engine/silent-observer.ts'
import { type Target, versionName } from '../../src/engine/target.ts'
import { CONDITIONS } from '../../src/rules/condition.ts'
import { SUCCEEDED } from '../../src/rules/outcome.ts'
import { THROTTLES } from '../../src/rules/throttle.ts'
import type { Answer, EndedEvent, Message, Observed, StartedAttempt } from './driver.ts'

/** Notes what a driver has to tell of, and takes every message. */
export class Recorder extends SilentObserver implements Observed, Deliverer {
  readonly attempts: StartedAttempt[] = []
  readonly throttles: Observed['throttles'][number][] = []
  readonly ends: EndedEvent[] = []
  readonly messages: Message[] = []
  readonly answers: Answer[] = []
  readonly calls = this.callObserver()
  private engine!: EngineView
  private readonly requestIds = new Map<number, string>()

  override attach(engine: EngineView): void {
    this.engine = engine
  }

  /** The request id of an event, by its number. */
  requestId(number: number): string {
    return this.requestIds.get(number)!
  }

  deliver(delivery: Delivery): boolean {
    const { arn: targetArn } = delivery
    const [body, attributes] = [delivery.body(), delivery.attributes()]
    this.messages.push({ targetArn, body, attributes, atMs: this.engine.nowMs })
    return true
  }

  /** Request id of the call that was made last. */
  lastCall = ''

  override accepted(event: number): void {
    this.requestIds.set(this.engine.events.number(event), this.engine.requestId(event))
  }

  override throttled(event: number): void {
    this.throttles.push({ requestId: this.requestIdOf(event), atMs: this.engine.nowMs })
  }

  override started(event: number, attempt: number, { function: { name } }: Target): void {
    const version = versionName(this.engine.attempts.version(attempt))
    this.attempts.push({ requestId: this.requestIdOf(event), functionName: name, version, atMs: this.engine.nowMs })
  }

  override finished(event: number, condition: number, { function: { name } }: Target): void {
    this.ends.push({
      requestId: this.requestIdOf(event),
      functionName: name,
      condition: CONDITIONS[condition]!,
      attempts: this.engine.events.attempts(event),
      atMs: this.engine.nowMs,
    })
  }

  private callObserver(): CallObserver {
    const answer = (call: number, status: Answer['status'], reason: string | undefined, failed: boolean) => {
      this.answers.push({ requestId: this.requestIdOf(call), status, reason, failed, atMs: this.engine.nowMs })
    }
    return {
      called: (call) => {
        this.accepted(call)
        this.lastCall = this.requestIdOf(call)
      },
      refused: (call, _, reason) => answer(call, 429, THROTTLES[reason], false),
      missed: (call) => answer(call, 404, undefined, false),
      started: (call, attempt, target) => this.started(call, attempt, target),
      ended: (call, attempt) => answer(call, 200, undefined, this.engine.attempts.outcome(attempt) !== SUCCEEDED),
    }
  }

  private requestIdOf(event: number): string {
    return this.requestId(this.engine.events.number(event))
  }
}
