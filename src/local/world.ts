import { randomInt } from 'node:crypto'
import { ControlPlane } from '../control-plane/control-plane.ts'
import type { Store } from '../control-plane/store.ts'
import type { Delivery } from '../engine/delivery.ts'
import type { EndedEvent } from '../engine/ended-event.ts'
import { Engine } from '../engine/engine.ts'
import type { Deliverer, Observer } from '../engine/ports.ts'
import { Metrics } from '../measure/metrics.ts'
import { Observers } from '../measure/observers.ts'
import type { Timeline } from '../measure/timeline.ts'
import type { Place } from '../rules/arn.ts'
import type { ModelChoices } from '../rules/model-choices.ts'
import { serviceFailure } from '../rules/service-error.ts'
import type { Target } from '../rules/target.ts'
import { Attempts, type Models } from './attempts.ts'
import { Callers } from './callers.ts'
import type { Clock, Moved } from './clock/clock.ts'
import { Correspondence } from './correspondence.ts'
import { History } from './history.ts'
import type { Answer, Invocation, Invocations } from './invocations.ts'
import { KnownTargets } from './known-targets.ts'
import type { Runtime, RuntimeAttempt, RuntimeResult } from './runtime/runtime.ts'
import type { EventQueue } from './store/event-queue.ts'
import type { TimelineStore } from './store/timelines.ts'
import { traceHeader, traceOf } from './trace.ts'

/** Words that a call can be named by. */
const NAMES = 2 ** 32

export interface WorldOptions {
  readonly place: Place
  readonly clock: Clock
  /** Simulated milliseconds a real one while code runs; 0 on a virtual clock. */
  readonly speed: number
  /** Keeps accepted events; its seed decides request ids and all else that is drawn. */
  readonly queue: EventQueue
  /** What runs a version of a function now. */
  readonly runtimeOf: (plane: ControlPlane, functionName: string, version: string) => Runtime
  /** Events that have ended and can still be asked for. */
  readonly keep: number
  readonly store?: Store | undefined
  /** Changes settings before events that were accepted earlier go on. */
  readonly prepare?: ((plane: ControlPlane) => void) | undefined
  /** Keeps what happened to events. Default: memory keeps the last ones. */
  readonly timelines?: TimelineStore | undefined
  /** Takes what goes to queues, topics, buses and buckets. Default: everything is taken. */
  readonly deliverer?: ((world: World) => LocalDeliverer) | undefined
  /** Functions without code. */
  readonly models?: Models | undefined
  readonly observers?: readonly Observer[] | undefined
  readonly choices?: Partial<ModelChoices> | undefined
  /** Real milliseconds that functions are pending after their creation. Default 0. */
  readonly settlingMs?: number | undefined
  readonly accountConcurrency?: number | undefined
  /** Whether a queue, topic, bus or bucket exists. Default: all do. */
  readonly exists?: ((target: Target) => Promise<boolean>) | undefined
  readonly onEnd?: ((attempt: RuntimeAttempt, result: RuntimeResult) => void) | undefined
  /** Is told of what should not have happened and is nobody's request. */
  readonly onFailure?: ((error: unknown) => void) | undefined
}

/** A deliverer that tells what is underway: resolves when nothing is any more, undefined where nothing is. */
interface LocalDeliverer extends Deliverer {
  readonly running?: Promise<void> | undefined
}

/** One account in one region: its control plane, and the engine that runs its functions on the endpoint's clock. */
export class World implements Invocations, Moved {
  readonly place: Place
  readonly plane: ControlPlane
  /** What was measured since the start, in the order of `functionNames`. */
  readonly metrics = new Metrics()
  private readonly clock: Clock
  private readonly queue: EventQueue
  private readonly engine: Engine
  private readonly attempts: Attempts
  private readonly deliverer: LocalDeliverer | undefined
  private readonly correspondence: Correspondence
  private readonly history: History
  private readonly callers = new Callers((...names) => this.plane.functionArn(...names))
  private readonly known: KnownTargets
  private isStopped = false

  constructor(options: WorldOptions) {
    const { place, clock, queue, store, choices, accountConcurrency } = options
    this.place = place
    this.clock = clock
    this.queue = queue
    this.known = new KnownTargets(options.exists)
    this.plane = new ControlPlane({
      ...place,
      nowMs: () => this.instantMs,
      realNowMs: Date.now,
      settlingMs: options.settlingMs,
      store,
      accountConcurrency,
      targetExists: ({ arn }) => this.known.has(arn),
    })
    options.prepare?.(this.plane)
    this.history = new History(options.keep, options.timelines)
    this.correspondence = new Correspondence(place, queue)
    this.attempts = new Attempts({
      models: options.models,
      runtimeOf: (functionName, version) => options.runtimeOf(this.plane, functionName, version),
      correspondence: this.correspondence,
      speed: options.speed,
      kept: () => queue.kept(),
      unbegun: (number) => queue.unbegun(number),
      enter: (happening) => this.enter(happening),
      plan: (delayMs, happening) => this.engine.plan(this.engine.nowMs + delayMs, happening),
      tellCaller: (number, result) => this.callers.tell(number, result),
      settle: (...end) => this.engine.settle(...end),
      onEnd: options.onEnd,
      onFailure: options.onFailure,
    })
    this.deliverer = options.deliverer?.(this)
    this.engine = new Engine({
      controlPlane: this.plane,
      invoker: this.attempts,
      deliverer: this.deliverer,
      observer: new Observers([
        this.correspondence,
        this.callers,
        this.history,
        this.attempts,
        this.metrics,
        ...(queue.observer ? [queue.observer] : []),
        ...(options.models?.observer ? [options.models.observer] : []),
        ...(options.observers ?? []),
      ]),
      choices,
      seed: queue.seed,
      startMs: queue.startMs,
      place,
    })
    this.history.resume(() => queue.restore(this.engine, clock.nowMs))
    clock.add(this)
  }

  /** The functions that the engine knows, deleted ones too. */
  get functionNames(): readonly string[] {
    return this.engine.functions.map(({ name }) => name)
  }

  get nextDueMs(): number {
    return this.engine.nextDueMs()
  }

  get pending(): number {
    return this.engine.pending
  }

  get running(): Promise<void> | undefined {
    const running = [this.attempts.running, this.deliverer?.running].filter((each) => each !== undefined)
    return running.length === 0 ? undefined : Promise.all(running).then(() => {})
  }

  approach(untilMs: number): void {
    this.engine.approach(untilMs)
  }

  advance(untilMs: number): void {
    this.engine.advance(untilMs)
    if (this.clock.kind === 'virtual') this.queue.moved()
  }

  /** Lets something happen at the present instant, such as a change of settings. */
  enter<Result>(happening: () => Result): Result {
    return this.clock.enter(this, happening)
  }

  /** Makes a synchronous call; see `Invocations.call`. */
  async call({ functionName, qualifier, payload, traceId, clientContext }: Invocation): Promise<Answer> {
    if (this.isStopped) throw serviceFailure('The endpoint is stopping.')
    const trace = traceOf(traceId, this.instantMs)
    const answer = this.enter(() => {
      this.correspondence.announce({ qualifier, trace, clientContext })
      // A name that no process before this one has given: the request id comes from it.
      const [name0, name1] = [randomInt(NAMES), randomInt(NAMES)]
      const target = this.engine.callTarget(functionName, qualifier)
      return this.callers.answer(() => this.engine.callNamed(target, name0, name1, payload))
    })
    return { ...(await answer), traceId: traceHeader(trace, this.plane.functionArn(functionName)) }
  }

  /** Accepts an event; see `Invocations.send`. */
  async send({ functionName, qualifier, payload, traceId }: Invocation): Promise<string> {
    const requestId = this.enter(() => {
      this.correspondence.announce({
        qualifier,
        trace: traceOf(traceId, this.instantMs),
        clientContext: undefined,
      })
      return this.history.requestIdOf(() => this.engine.accept(functionName, qualifier, payload))
    })
    await this.queue.flushed()
    return requestId
  }

  /** Starts no more attempts, and resolves when those in progress have ended: what follows them waits in the store. */
  async stop(): Promise<void> {
    this.isStopped = true
    this.engine.halt()
    await this.attempts.stop()
    this.engine.advance(this.clock.nowMs)
    this.queue.moved()
    this.engine.detach()
  }

  /** Tells how a delivery ended that was to be told of later. */
  settleDelivery(delivery: Delivery, isTaken: boolean): void {
    this.enter(() => this.engine.settleDelivery(delivery, isTaken))
  }

  /** The trace of an event that has ended, as the header of what it leaves behind. */
  traceIdOf(ended: EndedEvent): string {
    const { number, target } = ended.facts
    const { trace } = this.correspondence.letter(number, target.qualifier)
    return traceHeader(trace, ended.ending().lastRun && this.plane.functionArn(target.function.name))
  }

  /** What happened to an event, by its request id; undefined where it is not known (any more). */
  timeline(requestId: string): Timeline | undefined {
    return this.history.timeline(requestId)
  }

  /** The last events that are known, the last one accepted first. */
  lastEvents(count: number): { requestId: string; timeline: Timeline }[] {
    return this.history.last(count)
  }

  /** Asks the courier which targets exist, so that the control plane knows when it asks. */
  lookUp(arns: readonly string[]): Promise<void> {
    return this.known.lookUp(arns)
  }

  /** Now, in milliseconds since 1970 on the endpoint's clock. */
  private get instantMs(): number {
    return this.clock.startMs + this.clock.nowMs
  }
}
