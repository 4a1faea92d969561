import type { CallObserver, EngineView, Invoker } from '../../engine/ports.ts'
import { SilentObserver } from '../../engine/silent-observer.ts'
import { type Target, versionName } from '../../engine/target.ts'
import { LATEST } from '../../rules/function-name.ts'
import { defaultLogGroup, logStreamName } from '../../rules/log-name.ts'
import { TIMED_OUT } from '../../rules/outcome.ts'
import type { Disturbances } from '../faults/disturbances.ts'
import { type AttemptFault, type Cut, isAttemptFault } from '../faults/fault-code.ts'
import type { HarnessTime } from '../time/attempt-clock.ts'
import { activeIo } from '../time/real-time.ts'
import { Attempt, type AttemptListener, type AttemptParts } from './attempt.ts'
import type { Loader } from './handlers.ts'
import { LoadedHandlers } from './loaded-handlers.ts'
import { RunningCode } from './running-code.ts'

export interface AttemptsOptions {
  readonly time: HarnessTime
  readonly disturbances: Disturbances
  /** ARN of a function as it is invoked. */
  readonly arnOf: (functionName: string, qualifier?: string) => string
  /** Undefined where a function has no code. */
  readonly loaderOf: (functionName: string, version: string) => Loader | undefined
  /** What an attempt of a function takes at least, in virtual milliseconds. */
  readonly durationOf: (functionName: string) => number
  /** Tells the engine how an attempt of an event has ended. */
  readonly settle: (event: number, outcome: number, payload: Uint8Array | undefined) => void
  /** Is called before handlers begin. */
  readonly onBegin: () => void
}

/** Runs attempts as handlers of this process. What the engine starts waits until somebody begins it. */
export class Attempts extends SilentObserver implements Invoker, AttemptListener {
  /** Handlers that run. */
  readonly code = new RunningCode()
  readonly calls: CallObserver = {
    called: () => {},
    refused: () => {},
    missed: () => {},
    started: () => {},
    ended: (call, slot) => this.ended(call, slot),
  }
  private readonly options: AttemptsOptions
  private readonly loaded = new LoadedHandlers()
  private engine!: EngineView
  /** Started by the engine, not begun. */
  private fresh: Attempt[] = []
  /** Ended by their handlers, not told of. */
  private told: Attempt[] = []
  /** In progress, by the event's number. */
  private readonly open = new Map<number, Attempt>()
  /** All of an event, by its number. */
  private readonly all = new Map<number, Attempt[]>()

  constructor(options: AttemptsOptions) {
    super()
    this.options = options
  }

  override attach(engine: EngineView): void {
    this.engine = engine
  }

  start(slot: number, event: number, target: Target): boolean {
    const attempt = new Attempt(this.parts(slot, event, target), this.options.time, this)
    const number = attempt.parts.event
    this.open.set(number, attempt)
    const all = this.all.get(number)
    if (all) all.push(attempt)
    else this.all.set(number, [attempt])
    this.fresh.push(attempt)
    return false
  }

  throttles(event: number, { function: { name } }: Target): boolean {
    const { events, nowMs } = this.engine
    return this.options.disturbances.throttles(name, events.number(event), events.acceptedMs(event), nowMs)
  }

  /** The attempts of an event that ran, in order. */
  of(event: number): readonly Attempt[] {
    return this.all.get(event) ?? []
  }

  /** Whether something waits to begin, or to be told of. */
  get isDue(): boolean {
    return this.fresh.length > 0 || this.told.length > 0
  }

  /** Begins what the engine has started. @returns that */
  begin(): readonly Attempt[] {
    const { fresh } = this
    if (fresh.length === 0) return fresh
    this.fresh = []
    this.options.onBegin()
    this.code.io = activeIo()
    for (const attempt of fresh) attempt.begin()
    return fresh
  }

  /** Tells the engine of the attempts that have ended, those first that started first. @returns whether there were any */
  settle(): boolean {
    const { told } = this
    if (told.length === 0) return false
    this.told = []
    for (const attempt of this.inOrder(told)) {
      const { answer, parts } = attempt
      // A settlement may have ended another one of them: then nobody waits for this any more.
      if (answer && this.open.get(parts.event) === attempt)
        this.options.settle(parts.event, answer.outcome, answer.payload)
    }
    return true
  }

  running(attempt: Attempt): void {
    this.code.add(attempt)
  }

  resumed(attempt: Attempt): void {
    this.code.resume(attempt)
  }

  left(attempt: Attempt): void {
    this.code.leave(attempt)
  }

  resting(attempt: Attempt): void {
    this.code.remove(attempt)
  }

  answered(attempt: Attempt): void {
    this.told.push(attempt)
  }

  override ended(event: number, slot: number): void {
    const { attempts, events } = this.engine
    const number = events.number(event)
    const attempt = this.open.get(number)
    attempt?.close()
    this.open.delete(number)
    // After a crash and after a timeout Lambda starts the runtime anew in the same environment.
    if (attempts.outcome(slot) === TIMED_OUT || attempt?.hasCrashed) this.loaded.forget(slot)
  }

  /** Ends all of them: their timers never fire. */
  stop(): void {
    for (const attempt of this.open.values()) attempt.close()
    this.open.clear()
    this.fresh = []
  }

  private inOrder(attempts: readonly Attempt[]): readonly Attempt[] {
    if (attempts.length < 2) return attempts
    const wanted = new Set(attempts)
    return [...this.open.values()].filter((attempt) => wanted.has(attempt))
  }

  private parts(slot: number, event: number, { function: state, qualifier }: Target): AttemptParts {
    const { attempts, events, nowMs } = this.engine
    const { arnOf, disturbances, durationOf, loaderOf } = this.options
    const number = events.number(event)
    const attempt = events.tries(event)
    const version = versionName(attempts.version(slot))
    const { timeoutMs, memoryMb } = state.versions[attempts.version(slot)]!
    const loader = loaderOf(state.name, version)
    // A provisioned environment has a slot for one attempt only: nobody knows what it remembers.
    if (attempts.isCold(slot) || attempts.isProvisioned(slot)) this.loaded.forget(slot)
    const faults = disturbances.of(number).filter((fault) => 'attempt' in fault && fault.attempt === attempt)
    const slowMs = faults.map((fault) => (fault.kind === 'slow' ? fault.durationMs : 0))
    return {
      event: number,
      attempt,
      startedMs: nowMs,
      timeoutMs,
      leastMs: Math.max(durationOf(state.name), ...slowMs),
      payload: this.engine.requestPayload(event),
      load: loader && (() => this.loaded.of(slot, loader)),
      fault: faults.find((fault): fault is AttemptFault => isAttemptFault(fault)),
      cut: faults.find((fault): fault is Cut => fault.kind === 'cut'),
      context: {
        functionName: state.name,
        functionVersion: version,
        invokedFunctionArn: arnOf(state.name, qualifier === LATEST ? undefined : qualifier),
        memoryLimitInMB: String(memoryMb),
        awsRequestId: this.engine.requestId(event),
        logGroupName: defaultLogGroup(state.name),
        logStreamName: logStreamName(this.engine.startMs + nowMs, version, slot.toString(16).padStart(32, '0')),
      },
    }
  }
}
