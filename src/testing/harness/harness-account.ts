import { inspect } from 'node:util'
import type { ControlPlane } from '../../control-plane/control-plane.ts'
import type { Transition } from '../../measure/transition.ts'
import { formatDuration } from '../../notation/duration.ts'
import { LATEST } from '../../rules/function-name.ts'
import type { PolicyFinding } from '../../rules/policy/finding.ts'
import { lintPolicies } from '../../rules/policy/lint.ts'
import { targetKind } from '../../rules/target.ts'
import type { TestedDelivery, TestedEvent } from '../events/tested-event.ts'
import { type Duration, durationOf } from '../faults/fault.ts'
import { HarnessError } from './harness-error.ts'
import type { HarnessWorld } from './harness-world.ts'
import { policyFacts } from './policy-facts.ts'
import { optionsOf, requireName } from './problems.ts'
import { TestedFunction } from './tested-function.ts'

/** For how long. */
interface ForOptions {
  readonly for?: Duration | undefined
}

/** What a harness shows, and what can be changed in it at the present instant, without moving its clock. */
export class HarnessAccount {
  /** @internal */
  protected readonly world: HarnessWorld

  constructor(world: HarnessWorld) {
    this.world = world
    // No method with a name: the declarations would ask for the types of Node.
    Object.defineProperty(this, inspect.custom, { value: () => this.summary() })
  }

  /** The present instant of the harness's clock. */
  get now(): Date {
    return new Date(this.world.time.startMs + this.elapsedMs)
  }

  /** Milliseconds of the harness's clock since its start. */
  get elapsedMs(): number {
    return this.world.engine.nowMs
  }

  /** Events that have not ended. */
  get pending(): number {
    return this.world.engine.pending
  }

  /** All events in order of acceptance, also those that destinations and duplicates gave birth to. */
  get events(): readonly TestedEvent[] {
    return this.world.views.all()
  }

  /** What has happened, in order. */
  get journal(): readonly Transition[] {
    return this.world.chronicle.journal
  }

  /** The control plane, for all that a `TestedFunction` does not do. */
  get controlPlane(): ControlPlane {
    return this.world.plane
  }

  /**
   * What is odd about the retry policies of its functions, as they are now: settings that can have no effect, and losses that
   * nobody is told of. The same checks as of `asyncinvoke check`; empty where all is well.
   */
  lint(): readonly PolicyFinding[] {
    const { engine, plane, setup } = this.world
    return lintPolicies({
      place: { account: setup.account.account, region: setup.account.region },
      functions: plane.functionNames().map((name) => policyFacts(plane, name)),
      exists: (target) =>
        target.kind !== 'lambda' || plane.resolve(target.name, target.qualifier ?? LATEST) !== undefined,
      choices: engine.choices,
    })
  }

  /** The events of one function, also one that has been deleted. */
  eventsOf(functionName: string): readonly TestedEvent[] {
    const events = this.events.filter((event) => event.functionName === functionName)
    if (events.length === 0) this.requireFunction(functionName)
    return events
  }

  /**
   * What a queue, topic, bus, bucket or function was sent and took, oldest first.
   *
   * @param arn of the target
   * @throws HarnessError for one that no config and no dead-letter setting names, or has named
   */
  messages(arn: string): readonly TestedDelivery[] {
    const { chronicle, namedTargets, postOffice } = this.world
    namedTargets.require('messages', arn)
    return chronicle.sent.filter((sent) => sent.taken && sent.arn === arn).map((sent) => postOffice.show(sent))
  }

  /** A function, to be changed. */
  function(name: string): TestedFunction {
    this.requireFunction(name)
    return new TestedFunction(name, this.world.plane, this.world.handlers)
  }

  /** Lets deliveries to a queue, topic, bus or bucket fail. Without `for`: until `up`. @throws HarnessError as `messages` */
  down(arn: string, options: ForOptions = {}): void {
    if (typeof arn === 'string' && targetKind(arn) === 'lambda')
      throw new HarnessError('down: a function is no queue, topic, bus or bucket: throttle it, or delete it')
    this.world.namedTargets.require('down', arn)
    this.world.disturbances.down(arn, this.until('down', options))
  }

  up(arn: string): void {
    this.world.namedTargets.require('up', arn)
    this.world.disturbances.up(arn, this.elapsedMs)
  }

  /** Throttles a function, whatever concurrency is free. Without `for`: until it is called with `for: 0`. */
  throttle(functionName: string, options: ForOptions = {}): void {
    this.requireFunction(functionName)
    if (this.world.engine.choices.queueing === 'fifo')
      throw new HarnessError('throttle: under queueing: fifo no event is throttled')
    this.world.disturbances.throttle(functionName, this.until('throttle', options))
  }

  protected requireFunction(name: string): void {
    requireName('function', name, this.world.plane.functionNames())
  }

  /** In a few lines what it is and how far it has come: all that it consists of would fill screens. */
  private summary(): string {
    return [
      `Harness of ${this.world.plane.functionNames().join(', ') || 'no functions'}`,
      `  now ${this.now.toISOString()}, ${formatDuration(this.elapsedMs)} after its start`,
      `  ${this.events.length} events, ${this.pending} of which have not ended`,
    ].join('\n')
  }

  private until(verb: string, options: ForOptions): number {
    const { for: length } = optionsOf(verb, options, ['for'])
    return length === undefined ? Number.POSITIVE_INFINITY : this.elapsedMs + durationOf(`${verb}: for`, length)
  }
}
