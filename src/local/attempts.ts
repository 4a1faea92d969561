import type { CallObserver, EngineView, Invoker, Observer } from '../engine/ports.ts'
import { SilentObserver } from '../engine/silent-observer.ts'
import { type Target, versionName } from '../engine/target.ts'
import { SYSTEM_ERROR, TIMED_OUT } from '../rules/outcome.ts'
import { recordable } from '../rules/payload.ts'
import type { Correspondence } from './correspondence.ts'
import { NotBegunError, type Runtime, type RuntimeAttempt, type RuntimeResult, refuseLate } from './runtime/runtime.ts'

/** Runs the attempts of functions without code. */
export interface Models {
  has(functionName: string): boolean
  readonly invoker: Invoker
  /** Is told what becomes of attempts, where models must know. */
  readonly observer?: Observer | undefined
}

export interface AttemptsOptions {
  readonly models?: Models | undefined
  /** What runs a version of a function now. */
  readonly runtimeOf: (functionName: string, version: string) => Runtime
  readonly correspondence: Correspondence
  /** Simulated milliseconds a real one, on a clock that moves by itself; 0 on one that stands still while code runs. */
  readonly speed: number
  /** Resolves once the engine's state is kept: code runs after that, so that a crash repeats nothing else. */
  readonly kept: () => Promise<void>
  /** Is told of an event, by its number, whose attempt did not begin before the stop: it is no attempt. */
  readonly unbegun: (number: number) => void
  /** Lets an end happen at the present instant. */
  readonly enter: (happening: () => void) => void
  /** Lets something happen so much later, on a virtual clock. */
  readonly plan: (delayMs: number, happening: () => void) => void
  /** Tells the engine how an attempt has ended. */
  readonly settle: (number: number, outcome: number, response: Uint8Array | undefined, durationMs: number) => void
  /** Is told what the code of a call answered, by its number. */
  readonly tellCaller: (number: number, result: RuntimeResult) => void
  /** Is told of each attempt that has ended, with its log. */
  readonly onEnd?: ((attempt: RuntimeAttempt, result: RuntimeResult) => void) | undefined
  /** Is told of what should not have happened; the attempt ends all the same. Default: nobody is. */
  readonly onFailure?: ((error: unknown) => void) | undefined
}

/** Runs attempts as code: starts the function's runtime, and settles when that has ended. */
export class Attempts extends SilentObserver implements Invoker {
  private readonly options: AttemptsOptions
  private engine!: EngineView
  /** Attempts that run, by event number: a later one of the same event is another. */
  private readonly open = new Map<number, symbol>()
  private readonly runs = new Set<Promise<void>>()
  private isStopped = false
  readonly calls: CallObserver = {
    called: () => {},
    refused: () => {},
    missed: () => {},
    started: () => {},
    ended: (call) => this.ended(call),
  }

  constructor(options: AttemptsOptions) {
    super()
    this.options = options
  }

  override attach(engine: EngineView): void {
    this.engine = engine
    this.options.models?.invoker.attach?.(engine)
  }

  /** Resolves when all that runs now has ended; undefined where nothing runs. */
  get running(): Promise<void> | undefined {
    return this.runs.size === 0 ? undefined : Promise.all(this.runs).then(() => {})
  }

  /** Lets no code begin any more, that which waits for its turn included, and resolves when what runs has ended. */
  async stop(): Promise<void> {
    this.isStopped = true
    await this.running
  }

  /**
   * The runtime enforces the timeout, from when the code begins, which may be long after its dispatch: where many wait
   * for a process, or on a full disk. It tells of every end.
   */
  patienceMs(timeoutMs: number): number {
    return this.options.speed === 0 ? timeoutMs : Number.POSITIVE_INFINITY
  }

  start(attempt: number, event: number, target: Target): boolean {
    if (this.isModelled(target)) return this.options.models!.invoker.start(attempt, event, target)
    const number = this.engine.events.number(event)
    const request = this.request(attempt, event, target)
    const id = Symbol(request.requestId)
    this.open.set(number, id)
    const runtime = this.runtimeOf(request)
    const run = this.options
      .kept()
      .then(() => (this.open.get(number) === id ? this.begin(runtime, request) : undefined))
      .catch((error: unknown) => this.failed(error, number))
      .then((result) => result && this.options.enter(() => this.end(number, id, request, result)))
      .catch((error: unknown) => this.options.onFailure?.(error))
      .finally(() => this.runs.delete(run))
    this.runs.add(run)
    return false
  }

  /** What a model's attempt answered. */
  response(event: number, outcome: number): Uint8Array | undefined {
    const target = this.engine.targets[this.engine.events.target(event)]!
    return this.isModelled(target) ? this.options.models!.invoker.response?.(event, outcome) : undefined
  }

  private isModelled({ function: { name } }: Target): boolean {
    return this.options.models?.has(name) ?? false
  }

  private runtimeOf({ functionName, version }: RuntimeAttempt): Pick<Runtime, 'run'> {
    try {
      return this.options.runtimeOf(functionName, version)
    } catch (error) {
      return { run: () => Promise.reject(error) }
    }
  }

  private async begin(runtime: Pick<Runtime, 'run'>, request: RuntimeAttempt): Promise<RuntimeResult> {
    refuseLate(request)
    return await runtime.run(request)
  }

  /** The end of an attempt that could not be made; none for that of an event that a stop came before. */
  private failed(error: unknown, number: number): RuntimeResult | undefined {
    if (!(error instanceof NotBegunError)) this.options.onFailure?.(error)
    else if (number > 0) {
      this.options.unbegun(number)
      return undefined
    }
    return { outcome: SYSTEM_ERROR, payload: undefined, durationMs: 0, initMs: undefined, log: '' }
  }

  private request(attempt: number, event: number, target: Target): RuntimeAttempt {
    const { engine } = this
    const { attempts, events } = engine
    const state = target.function
    const version = attempts.version(attempt)
    const { timeoutMs, memoryMb } = state.versions[version]!
    return {
      ...this.options.correspondence.of(events.number(event), target),
      requestId: engine.requestId(event),
      functionName: state.name,
      version: versionName(version),
      memoryMb,
      timeoutMs,
      payload: engine.requestPayload(event),
      environment: attempt,
      isCold: attempts.isCold(attempt),
      mayBegin: () => !this.isStopped,
    }
  }

  private end(number: number, id: symbol, request: RuntimeAttempt, result: RuntimeResult): void {
    try {
      this.options.onEnd?.(request, result)
    } catch (error) {
      this.options.onFailure?.(error)
    }
    const isCall = number < 0
    if (isCall) this.options.tellCaller(number, result)
    const { speed } = this.options
    // What the code took, as this clock counts it.
    if (speed > 0) return this.settle(number, id, result, result.durationMs * speed)
    // On a clock that stands still an event reaches the timeout when somebody moves it there; a caller would wait for that.
    if (result.outcome === TIMED_OUT && !isCall) return
    const { simulatedMs = 0 } = result
    if (simulatedMs > 0) this.options.plan(simulatedMs, () => this.settle(number, id, result, simulatedMs))
    else this.settle(number, id, result, 0)
  }

  private settle(number: number, id: symbol, { outcome, payload }: RuntimeResult, durationMs: number): void {
    // The engine may have ended it already, and the event may have begun another attempt since.
    if (this.open.get(number) === id) this.options.settle(number, outcome, payload && recordable(payload), durationMs)
  }

  /** Told of by the code, or ended by the engine: what its runtime tells later is of no account. */
  override ended(event: number): void {
    this.open.delete(this.engine.events.number(event))
  }
}
