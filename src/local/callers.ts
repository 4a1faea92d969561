import type { CallObserver, EngineView } from '../engine/ports.ts'
import { SilentObserver } from '../engine/silent-observer.ts'
import { type Target, versionName } from '../engine/target.ts'
import { timeoutError } from '../rules/error-object.ts'
import { SUCCEEDED, SYSTEM_ERROR, TIMED_OUT } from '../rules/outcome.ts'
import { resourceNotFound, type ServiceError, serviceFailure, tooManyRequests } from '../rules/service-error.ts'
import { THROTTLES } from '../rules/throttle.ts'
import type { Answer } from './invocations.ts'

const NULL = new TextEncoder().encode('null')

/** Somebody who waits for the answer to a call. */
interface Caller {
  readonly resolve: (answer: Omit<Answer, 'traceId'>) => void
  readonly reject: (error: Error) => void
}

/** What code told of its end, before the engine was told. */
interface Told {
  readonly payload: Uint8Array | undefined
  readonly log: string
}

/** Those who wait for the answers to synchronous calls: told by the engine how their calls have come out. */
export class Callers extends SilentObserver {
  readonly calls: CallObserver = {
    called: (call) => this.called(call),
    refused: (call, _target, reason) => this.release(call)?.reject(tooManyRequests(THROTTLES[reason]!)),
    missed: (call, target) => this.release(call)?.reject(this.notFound(target)),
    started: () => {},
    ended: (call, attempt, target) => this.answerTo(call, attempt, target),
  }
  private engine!: EngineView
  private readonly arnOf: (functionName: string, qualifier: string) => string
  private readonly callers = new Map<number, Caller>()
  private readonly told = new Map<number, Told>()
  private next: Caller | undefined

  /** @param arnOf the ARN of a function with a qualifier */
  constructor(arnOf: (functionName: string, qualifier: string) => string) {
    super()
    this.arnOf = arnOf
  }

  override attach(engine: EngineView): void {
    this.engine = engine
  }

  /** Waits for the answer to the call that `make` makes. */
  answer(make: () => void): Promise<Omit<Answer, 'traceId'>> {
    return new Promise((resolve, reject) => {
      this.next = { resolve, reject }
      make()
    })
  }

  /** Says what the code of a call answered; the engine is told of its end after that. */
  tell(number: number, told: Told): void {
    this.told.set(number, told)
  }

  private called(call: number): void {
    if (this.next) this.callers.set(this.engine.events.number(call), this.next)
    this.next = undefined
  }

  private answerTo(call: number, attempt: number, { function: state }: Target): void {
    const { attempts, events } = this.engine
    const told = this.told.get(events.number(call))
    const caller = this.release(call)
    if (!caller) return
    const outcome = attempts.outcome(attempt)
    if (outcome === SYSTEM_ERROR) return caller.reject(serviceFailure('The function could not be run.'))
    const version = attempts.version(attempt)
    const requestId = this.engine.requestId(call)
    const timeoutMs = state.versions[version]?.timeoutMs ?? 0
    const late = outcome === TIMED_OUT ? new TextEncoder().encode(timeoutError(requestId, timeoutMs)) : NULL
    caller.resolve({
      requestId,
      executedVersion: versionName(version),
      payload: told?.payload ?? late,
      failed: outcome !== SUCCEEDED,
      log: told?.log ?? '',
    })
  }

  private notFound({ function: { name }, qualifier }: Target): ServiceError {
    return resourceNotFound(`Function not found: ${this.arnOf(name, qualifier)}`)
  }

  private release(call: number): Caller | undefined {
    const number = this.engine.events.number(call)
    const caller = this.callers.get(number)
    this.callers.delete(number)
    this.told.delete(number)
    return caller
  }
}
