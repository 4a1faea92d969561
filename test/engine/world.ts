import { ControlPlane } from '../../src/control-plane/control-plane.ts'
import type { Delivery } from '../../src/engine/delivery.ts'
import { Engine } from '../../src/engine/engine.ts'
import type { Deliverer, EngineView, Invoker, Observer } from '../../src/engine/ports.ts'
import type { Target } from '../../src/engine/target.ts'
import type { Distribution } from '../../src/kernel/distributions/index.ts'
import { Journal } from '../../src/measure/journal.ts'
import { Observers } from '../../src/measure/observers.ts'
import type { Transition, TransitionName } from '../../src/measure/transition.ts'
import type { ModelChoices } from '../../src/rules/model-choices.ts'
import { OUTCOMES, type Outcome } from '../../src/rules/outcome.ts'

export const SINK = 'arn:aws:sqs:us-east-1:123456789012:sink'
export const DEAD = 'arn:aws:sqs:us-east-1:123456789012:dead'
export const TOPIC = 'arn:aws:sns:us-east-1:123456789012:topic'

/** How one attempt goes. */
export interface Run {
  readonly ms?: number
  readonly initMs?: number
  readonly outcome?: Outcome
}

export interface Call {
  readonly event: number
  /** From 1, system errors counted. */
  readonly tries: number
  readonly function: string
  readonly version: number
  readonly atMs: number
}

export interface WorldOptions {
  /** How attempts go; undefined: real code runs, which the test settles. Default: success in 0 ms. */
  readonly run?: (call: Call) => Run | undefined
  /** In the place of `run`. */
  readonly invoker?: Invoker
  /** Whether a queue, topic, bus or bucket takes a message; undefined: the test tells. Default: always. */
  readonly takes?: (delivery: Delivery, atMs: number) => boolean | undefined
  /** In the place of `takes`. */
  readonly deliverer?: Deliverer
  readonly choices?: Partial<ModelChoices>
  readonly idleLife?: Distribution
  readonly seed?: number
  readonly accountConcurrency?: number
  readonly observers?: readonly Observer[]
  /** Makes the functions before the engine starts. Default: one function `f`. */
  readonly setup?: (plane: ControlPlane) => void
}

/** An engine on a real control plane with scripted attempts and targets, and a journal of what happened. */
export class World {
  readonly plane: ControlPlane
  readonly engine: Engine
  readonly journal = new Journal()
  /** What targets took, in order. */
  readonly taken: Delivery[] = []

  constructor(options: WorldOptions = {}) {
    const { run = () => ({}), takes = () => true, observers = [] } = options
    this.plane = new ControlPlane({
      nowMs: () => this.engine.startMs + this.engine.nowMs,
      accountConcurrency: options.accountConcurrency,
      minimumUnreserved: 0,
    })
    // The clock of the control plane is the engine's, which is not there yet while functions are made.
    this.engine = { startMs: Date.UTC(2026, 0, 1), nowMs: 0 } as Engine
    const setup = options.setup ?? ((plane) => plane.functions.create({ FunctionName: 'f' }))
    setup(this.plane)
    this.engine = new Engine({
      controlPlane: this.plane,
      invoker: options.invoker ?? new ScriptedInvoker(run),
      deliverer: options.deliverer ?? {
        deliver: (delivery) => {
          const isTaken = takes(delivery, this.engine.nowMs)
          if (isTaken) this.taken.push(delivery)
          return isTaken
        },
      },
      observer: new Observers([this.journal, ...observers]),
      choices: options.choices,
      idleLife: options.idleLife,
      seed: options.seed,
    })
  }

  /** Accepts events at a moment. @returns the number of the first */
  send(atMs: number, functionName = 'f', { count = 1, qualifier = '$LATEST', payload = '' } = {}): number {
    this.engine.advance(atMs)
    const sent = payload === '' ? undefined : bytes(payload)
    const numbers = Array.from({ length: count }, () => this.engine.accept(functionName, qualifier, sent))
    return numbers[0]!
  }

  /** Runs on until everything has ended. */
  finish(): this {
    this.engine.advance(Number.POSITIVE_INFINITY)
    return this
  }

  /** The transitions of these names, in order. */
  told<Name extends TransitionName>(...names: Name[]): Extract<Transition, { name: Name }>[] {
    return this.journal.entries.filter(({ name }) => (names as string[]).includes(name)) as never
  }

  /** When an event's attempts started. */
  starts(event: number): number[] {
    return this.told('started').flatMap((entry) => (entry.event === event ? [entry.atMs] : []))
  }

  /** The bodies of what a target took, as text. */
  bodies(arn: string): string[] {
    return this.taken.filter((delivery) => delivery.arn === arn).map((delivery) => text(delivery.body()))
  }

  /** Every end, in order: `#1 Success at 0`. */
  ends(): string[] {
    return this.told('finished').map(({ event, condition, atMs }) => `#${event} ${condition} at ${atMs}`)
  }
}

export function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

class ScriptedInvoker implements Invoker {
  private readonly run: (call: Call) => Run | undefined
  private engine!: EngineView

  constructor(run: (call: Call) => Run | undefined) {
    this.run = run
  }

  attach(engine: EngineView): void {
    this.engine = engine
  }

  start(attempt: number, event: number, target: Target): boolean {
    const { attempts, events, nowMs } = this.engine
    const run = this.run({
      event: events.number(event),
      tries: events.tries(event),
      function: target.function.name,
      version: attempts.version(attempt),
      atMs: nowMs,
    })
    if (!run) return false
    attempts.plan(attempt, run.ms ?? 0, OUTCOMES.indexOf(run.outcome ?? 'success'))
    if (run.initMs !== undefined) attempts.chill(attempt, run.initMs)
    return true
  }
}

export const FAILS = (): Run => ({ outcome: 'error' })
