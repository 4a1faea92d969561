import type { AttemptTable } from '../../src/engine/attempt-table.ts'
import type { EndedEvent } from '../../src/engine/ended-event.ts'
import { Engine } from '../../src/engine/engine.ts'
import type { EventTable } from '../../src/engine/event-table.ts'
import type { CallObserver, ControlPlane, EngineView, Invoker, Observer } from '../../src/engine/ports.ts'
import { type Target, versionName } from '../../src/engine/target.ts'
import { Observers } from '../../src/measure/observers.ts'
import { CONDITIONS } from '../../src/rules/condition.ts'
import { FUNCTION_ERROR, OUTCOMES, SUCCEEDED, SYSTEM_ERROR } from '../../src/rules/outcome.ts'
import { SIDES, type Side } from '../../src/rules/routing.ts'
import {
  BEFORE_CALLS,
  type ReferenceDestination,
  type ReferenceFunction,
  type ReferenceInput,
  type Trace,
  type TraceLine,
} from './input.ts'

const SINK = 'arn:aws:sqs:us-east-1:123456789012:sink'
const DEAD = 'arn:aws:sqs:us-east-1:123456789012:dead'
const OUTCOME_CODES = { success: SUCCEEDED, error: FUNCTION_ERROR, system: SYSTEM_ERROR }

/** The trace of the engine for the reference simulator's input, in the reference simulator's words. */
export function engineTrace(input: ReferenceInput, observers: readonly Observer[] = []): Trace {
  const trace: TraceLine[] = []
  const engine = new Engine({
    controlPlane: controlPlane(input),
    invoker: new FateInvoker(input),
    observer: new Observers([new Tracer(trace), ...observers]),
    choices: input.choices,
  })
  for (const { atMs, function: index, isCall } of input.arrivals) {
    if (atMs > input.untilMs) break
    engine.advance(atMs)
    const { name } = input.functions[index]!
    if (isCall) engine.call(name)
    else engine.accept(name)
  }
  engine.advance(input.untilMs)
  return trace
}

function controlPlane({ functions, accountConcurrency }: ReferenceInput): ControlPlane {
  const byName = new Map(functions.map((settings) => [settings.name, settings]))
  const of = (name: string) => byName.get(name) as ReferenceFunction
  const arn = (destination: ReferenceDestination | undefined) => {
    if (destination === undefined) return {}
    if (destination === 'sink') return { Destination: SINK }
    return { Destination: `arn:aws:lambda:us-east-1:123456789012:function:${functions[destination]!.name}` }
  }
  return {
    accountConcurrency,
    functionNames: () => functions.map(({ name }) => name),
    reservedConcurrency: (name) => of(name).reserved,
    recursiveLoop: () => undefined,
    provisionedConcurrency: (name) => new Map(of(name).provisioned ? [['1', of(name).provisioned!]] : []),
    eventInvokeConfig: (name) => ({
      MaximumRetryAttempts: of(name).retries,
      MaximumEventAgeInSeconds: of(name).maximumAgeMs / 1000,
      DestinationConfig: { OnSuccess: arn(of(name).onSuccess), OnFailure: arn(of(name).onFailure) },
    }),
    resolve: (name) => ({ version: of(name).provisioned ? '1' : versionName(0) }),
    version: (name) => ({
      timeoutMs: of(name).timeoutMs,
      memoryMb: 128,
      revision: 1,
      deadLetterArn: of(name).deadLetter ? DEAD : undefined,
    }),
    onChange: () => () => {},
  }
}

class FateInvoker implements Invoker {
  private readonly input: ReferenceInput
  private engine!: EngineView

  constructor(input: ReferenceInput) {
    this.input = input
  }

  attach(engine: EngineView) {
    this.engine = engine
  }

  start(attempt: number, event: number, target: Target) {
    const { attempts, events } = this.engine
    const fate = this.input.fate(target.function.index, numberOf(events, event), events.tries(event))
    attempts.plan(attempt, fate.durationMs, OUTCOME_CODES[fate.outcome])
    if (!attempts.isProvisioned(attempt)) attempts.chill(attempt, fate.initMs)
    return true
  }
}

class Tracer implements Observer {
  readonly calls: CallObserver = {
    called: (call) => this.accepted(call),
    refused: (call) => this.tell(call, 'finished', 'refused'),
    missed: () => {},
    started: (call, attempt) => this.started(call, attempt),
    ended: (call, attempt) => {
      this.ended(call, attempt)
      this.tell(call, 'finished', 'answered')
    },
  }
  private readonly trace: TraceLine[]
  private engine!: EngineView
  private attempts!: AttemptTable

  constructor(trace: TraceLine[]) {
    this.trace = trace
  }

  attach(engine: EngineView) {
    this.engine = engine
    this.attempts = engine.attempts
  }

  accepted(event: number) {
    this.tell(event, 'accepted', this.engine.targets[this.engine.events.target(event)].function.name)
  }

  throttled(event: number) {
    this.tell(event, 'throttled', '')
  }

  missed() {}
  queued() {}

  started(event: number, attempt: number) {
    const isProvisioned = this.attempts.isProvisioned(attempt)
    const provisioned = isProvisioned || this.attempts.hasSpilled(attempt) ? isProvisioned : undefined
    this.tell(event, 'started', `attempt ${this.engine.events.attempts(event) + 1}`, { provisioned })
  }

  ended(event: number, attempt: number) {
    this.tell(event, 'ended', OUTCOMES[this.attempts.outcome(attempt)]!)
  }

  waiting(event: number, dueMs: number) {
    // The reference does not tell of the wait for the first dispatch.
    if (this.engine.events.lastDispatch(event) !== 0) this.tell(event, 'waiting', `until ${dueMs}`)
  }

  finished(event: number, condition: number) {
    this.tell(event, 'finished', CONDITIONS[condition]!)
  }

  delivered(ended: EndedEvent, side: number, arn: string) {
    this.line(ended.facts.number, 'delivered', deliveryDetail(SIDES[side]!, arn))
  }

  deliveryFailed() {}
  discarded() {}

  private tell(event: number, kind: TraceLine['kind'], detail: string, more: Partial<TraceLine> = {}) {
    this.line(numberOf(this.engine.events, event), kind, detail, more)
  }

  private line(event: number, kind: TraceLine['kind'], detail: string, more: Partial<TraceLine> = {}) {
    this.trace.push({ atMs: this.engine.nowMs, kind, event, detail, ...more })
  }
}

/** The number of an event or of a call in the trace. */
function numberOf(events: EventTable, event: number): number {
  const number = events.number(event)
  return number > 0 ? number : BEFORE_CALLS - number
}

/** A delivery in the reference simulator's words. */
export function deliveryDetail(side: Side, arn: string): string {
  return side + (arn === SINK ? ' sink' : arn === DEAD ? '' : ` fn ${arn.split(':').at(-1)}`)
}
