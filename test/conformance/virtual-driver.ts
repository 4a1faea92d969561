import { ControlPlane } from '../../src/control-plane/control-plane.ts'
import { Engine } from '../../src/engine/engine.ts'
import type { CallObserver, Invoker } from '../../src/engine/ports.ts'
import { type Target, versionName } from '../../src/engine/target.ts'
import { CONDITIONS } from '../../src/rules/condition.ts'
import { thrownError } from '../../src/rules/error-object.ts'
import { FUNCTION_ERROR, SUCCEEDED } from '../../src/rules/outcome.ts'
import { resourceNotFound } from '../../src/rules/service-error.ts'
import { THROTTLES } from '../../src/rules/throttle.ts'
import type {
  Answer,
  Driver,
  EndedEvent,
  Handler,
  Message,
  Observed,
  Operation,
  Run,
  StartedAttempt,
} from './driver.ts'

const START_MS = Date.UTC(2026, 0, 1)
const PLACE = { region: 'us-east-1', account: '123456789012' }
const utf8 = new TextEncoder()

/** Whether the engine is told of an attempt's end at its start, as a model does, or when it is there, as code does. */
export type Telling = 'planned' | 'settled'

interface OpenAttempt {
  readonly event: number
  readonly endMs: number
  readonly outcome: number
  readonly response: Uint8Array | undefined
}

type Operations = Readonly<Record<Operation, (request: never) => unknown>>

/** The engine and its control plane themselves, in virtual time. */
export class VirtualDriver implements Driver {
  readonly place = PLACE
  readonly startMs = START_MS
  readonly toleranceMs = 0
  private readonly telling: Telling
  private readonly engine: Engine
  private readonly plane: ControlPlane
  private readonly operations: Operations
  private readonly handlers = new Map<string, Handler>()
  /** Attempts of code, in the order in which they end; equal times in the order of their start. */
  private readonly open: OpenAttempt[] = []
  /** What models answered last, by the event's number. */
  private readonly responses = new Map<number, Uint8Array | undefined>()
  private readonly requestIds = new Map<number, string>()
  private readonly attempts: StartedAttempt[] = []
  private readonly throttles: Observed['throttles'][number][] = []
  private readonly ends: EndedEvent[] = []
  private readonly answers: Answer[] = []
  private readonly messages: Message[] = []

  constructor(telling: Telling) {
    this.telling = telling
    let engine: Engine | undefined
    this.plane = new ControlPlane({ ...PLACE, nowMs: () => START_MS + (engine?.nowMs ?? 0) })
    this.operations = operationsOf(this.plane)
    engine = new Engine({
      controlPlane: this.plane,
      invoker: this.invoker(),
      observer: this.observer(),
      deliverer: {
        deliver: (delivery) => {
          const { arn: targetArn } = delivery
          const [body, attributes] = [delivery.body(), delivery.attributes()]
          this.messages.push({ targetArn, body, attributes, atMs: this.engine.nowMs })
          return true
        },
      },
      startMs: START_MS,
      place: PLACE,
    })
    this.engine = engine
  }

  async call(operation: Operation, request: object): Promise<unknown> {
    return this.operations[operation](request as never)
  }

  setHandler(functionName: string, handler: Handler): void {
    this.handlers.set(functionName, handler)
  }

  async invoke(functionName: string, qualifier = '$LATEST', payload?: string): Promise<string> {
    if (!this.plane.resolve(functionName, qualifier))
      throw resourceNotFound(`Function not found: ${this.plane.functionArn(functionName, qualifier)}`)
    const event = this.engine.accept(functionName, qualifier, payload === undefined ? undefined : utf8.encode(payload))
    await this.advance(this.engine.nowMs)
    return this.requestIds.get(event)!
  }

  async invokeSynchronously(functionName: string, qualifier = '$LATEST', payload?: string): Promise<string> {
    const call = this.engine.call(functionName, qualifier, payload === undefined ? undefined : utf8.encode(payload))
    await this.advance(this.engine.nowMs)
    return this.requestIds.get(call)!
  }

  async advance(untilMs: number): Promise<void> {
    const { engine, open } = this
    for (;;) {
      const nextMs = Math.min(engine.nextDueMs(), open[0]?.endMs ?? Number.POSITIVE_INFINITY)
      if (nextMs > untilMs) break
      engine.approach(nextMs)
      while (open.length > 0 && open[0]!.endMs <= engine.nowMs) {
        const { event, outcome, response } = open.shift()!
        engine.settle(event, outcome, response)
      }
      engine.advance(nextMs)
    }
    engine.advance(untilMs)
  }

  async observed(): Promise<Observed> {
    const { answers, attempts, ends, messages, throttles } = this
    return { answers, attempts, ends, messages, throttles }
  }

  async close(): Promise<void> {}

  private invoker(): Invoker {
    const planned = this.telling === 'planned'
    return {
      start: (attempt, event, target) => {
        const { attempts, events, nowMs } = this.engine
        const version = attempts.version(attempt)
        const run = this.run(event, target, version)
        const { durationMs = 0 } = run
        const number = events.number(event)
        const { timeoutMs } = target.function.versions[version]!
        const outcome = run.fails ? FUNCTION_ERROR : SUCCEEDED
        const response = responseOf(run)
        if (planned) {
          attempts.plan(attempt, durationMs, outcome)
          this.responses.set(number, response)
        } else if (durationMs <= timeoutMs) {
          // Code that would run longer does not come to tell: the engine ends it at its timeout.
          this.open.push({ event: number, endMs: nowMs + durationMs, outcome, response })
          this.open.sort((a, b) => a.endMs - b.endMs)
        }
        return planned
      },
      ...(planned && { response: (event) => this.responses.get(this.engine.events.number(event)) }),
    }
  }

  private run(event: number, { function: { name } }: Target, version: number): Run {
    const { events } = this.engine
    const attempt = {
      requestId: this.engine.requestId(event),
      version: versionName(version),
      number: events.attempts(event) + 1,
      payload: new TextDecoder().decode(this.engine.requestPayload(event)),
    }
    return this.handlers.get(name)!(attempt)
  }

  private observer(): NonNullable<ConstructorParameters<typeof Engine>[0]['observer']> {
    const requestIdOf = (event: number) => this.requestIdOf(event)
    return {
      calls: this.callObserver(),
      attach: () => {},
      accepted: (event) => this.noteRequest(event),
      throttled: (event) => {
        this.throttles.push({ requestId: requestIdOf(event), atMs: this.engine.nowMs })
      },
      started: (event, attempt, target) => this.noteStart(event, attempt, target),
      finished: (event, condition, { function: { name } }) => {
        this.ends.push({
          requestId: requestIdOf(event),
          functionName: name,
          condition: CONDITIONS[condition]!,
          attempts: this.engine.events.attempts(event),
          atMs: this.engine.nowMs,
        })
      },
      missed: () => {},
      ended: () => {},
      queued: () => {},
      waiting: () => {},
      delivered: () => {},
      deliveryFailed: () => {},
      discarded: () => {},
    }
  }

  private callObserver(): CallObserver {
    const answer = (call: number, status: Answer['status'], reason: string | undefined, failed: boolean) => {
      this.answers.push({ requestId: this.requestIdOf(call), status, reason, failed, atMs: this.engine.nowMs })
    }
    return {
      called: (call) => this.noteRequest(call),
      refused: (call, _, reason) => answer(call, 429, THROTTLES[reason], false),
      missed: (call) => answer(call, 404, undefined, false),
      started: (call, attempt, target) => this.noteStart(call, attempt, target),
      ended: (call, attempt) => answer(call, 200, undefined, this.engine.attempts.outcome(attempt) !== SUCCEEDED),
    }
  }

  private requestIdOf(event: number): string {
    return this.requestIds.get(this.engine.events.number(event))!
  }

  private noteRequest(event: number): void {
    this.requestIds.set(this.engine.events.number(event), this.engine.requestId(event))
  }

  private noteStart(event: number, attempt: number, { function: { name } }: Target): void {
    const version = versionName(this.engine.attempts.version(attempt))
    const requestId = this.requestIdOf(event)
    this.attempts.push({ requestId, functionName: name, version, atMs: this.engine.nowMs })
  }
}

function responseOf({ fails, response }: Run): Uint8Array | undefined {
  if (response !== undefined) return utf8.encode(response)
  return fails ? utf8.encode(thrownError('Error', 'failed')) : undefined
}

function operationsOf(plane: ControlPlane): Operations {
  const { functions, versions, aliases, concurrency, provisioned, eventInvokeConfigs } = plane
  return {
    CreateFunction: functions.create.bind(functions),
    UpdateFunctionConfiguration: functions.update.bind(functions),
    DeleteFunction: functions.delete.bind(functions),
    PublishVersion: versions.publish.bind(versions),
    CreateAlias: aliases.create.bind(aliases),
    UpdateAlias: aliases.update.bind(aliases),
    DeleteAlias: aliases.delete.bind(aliases),
    PutFunctionConcurrency: concurrency.put.bind(concurrency),
    DeleteFunctionConcurrency: concurrency.delete.bind(concurrency),
    PutProvisionedConcurrencyConfig: provisioned.put.bind(provisioned),
    GetProvisionedConcurrencyConfig: provisioned.get.bind(provisioned),
    DeleteProvisionedConcurrencyConfig: provisioned.delete.bind(provisioned),
    ListProvisionedConcurrencyConfigs: provisioned.list.bind(provisioned),
    PutFunctionEventInvokeConfig: eventInvokeConfigs.put.bind(eventInvokeConfigs),
    UpdateFunctionEventInvokeConfig: eventInvokeConfigs.update.bind(eventInvokeConfigs),
    GetFunctionEventInvokeConfig: eventInvokeConfigs.get.bind(eventInvokeConfigs),
    DeleteFunctionEventInvokeConfig: eventInvokeConfigs.delete.bind(eventInvokeConfigs),
    ListFunctionEventInvokeConfigs: eventInvokeConfigs.list.bind(eventInvokeConfigs),
  }
}
