import type { CallObserver, EngineView } from '../../engine/ports.ts'
import { SilentObserver } from '../../engine/silent-observer.ts'
import { type Target, versionName } from '../../engine/target.ts'
import { timeoutError } from '../../rules/error-object.ts'
import { SUCCEEDED, SYSTEM_ERROR, TIMED_OUT } from '../../rules/outcome.ts'
import { resourceNotFound, serviceFailure, tooManyRequests } from '../../rules/service-error.ts'
import { THROTTLES } from '../../rules/throttle.ts'
import type { Attempts } from './attempts.ts'

const decoder = new TextDecoder()

/** What the caller of a synchronous invocation gets. */
export interface CallAnswer {
  readonly requestId: string
  /** `$LATEST` or a number. */
  readonly executedVersion: string
  /** What the handler returned as JSON has it, or the error object. */
  readonly payload: unknown
  /** `Unhandled` where the function failed; undefined where it did not. */
  readonly functionError: 'Unhandled' | undefined
  /** What the handler threw; undefined for nothing. */
  readonly error: unknown
  /** Milliseconds of the harness's clock. */
  readonly startedMs: number
  readonly endedMs: number
}

/** How a call came out: an answer, or AWS's refusal. */
export type CallEnd = { readonly answer: CallAnswer } | { readonly refusal: Error }

/** Notes how synchronous calls come out, by their numbers. */
export class Callers extends SilentObserver {
  readonly calls: CallObserver = {
    called: () => {},
    refused: (call, _target, reason) => this.note(call, { refusal: tooManyRequests(THROTTLES[reason]!) }),
    missed: (call, target) => this.note(call, { refusal: this.notFound(target) }),
    started: () => {},
    ended: (call, attempt, target) => this.note(call, this.endOf(call, attempt, target)),
  }
  private engine!: EngineView
  private readonly attempts: Attempts
  private readonly arnOf: (functionName: string, qualifier: string) => string
  private readonly ends = new Map<number, CallEnd>()

  constructor(attempts: Attempts, arnOf: (functionName: string, qualifier: string) => string) {
    super()
    this.attempts = attempts
    this.arnOf = arnOf
  }

  override attach(engine: EngineView): void {
    this.engine = engine
  }

  /** How a call has ended; undefined while it runs. */
  of(call: number): CallEnd | undefined {
    return this.ends.get(call)
  }

  forget(call: number): void {
    this.ends.delete(call)
  }

  private note(call: number, end: CallEnd): void {
    this.ends.set(this.engine.events.number(call), end)
  }

  private endOf(call: number, slot: number, { function: state }: Target): CallEnd {
    const { attempts, events, nowMs } = this.engine
    const outcome = attempts.outcome(slot)
    if (outcome === SYSTEM_ERROR) return { refusal: serviceFailure('The function could not be run.') }
    const requestId = this.engine.requestId(call)
    const answer = this.attempts.of(events.number(call)).at(-1)?.answer
    const timeoutMs = state.versions[attempts.version(slot)]?.timeoutMs ?? 0
    const text = outcome === TIMED_OUT ? timeoutError(requestId, timeoutMs) : decoder.decode(answer?.payload)
    return {
      answer: {
        requestId,
        executedVersion: versionName(attempts.version(slot)),
        payload: JSON.parse(text),
        functionError: outcome === SUCCEEDED ? undefined : 'Unhandled',
        error: outcome === TIMED_OUT ? undefined : answer?.error,
        startedMs: attempts.startedMs(slot),
        endedMs: nowMs,
      },
    }
  }

  private notFound({ function: { name }, qualifier }: Target): Error {
    return resourceNotFound(`Function not found: ${this.arnOf(name, qualifier)}`)
  }
}
