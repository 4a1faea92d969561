import type { ControlPlane } from '../../control-plane/control-plane.ts'
import type { Transition } from '../../measure/transition.ts'
import { parseTarget } from '../../rules/target.ts'
import type { TestedDelivery, TestedEvent } from '../events/tested-event.ts'
import { type Duration, milliseconds } from '../faults/fault.ts'
import { HarnessError } from './harness-error.ts'
import type { HarnessWorld } from './harness-world.ts'
import { requireName } from './problems.ts'
import { TestedFunction } from './tested-function.ts'

/** What a harness shows, and what can be changed in it at the present instant, without moving its clock. */
export class HarnessAccount {
  /** @internal */
  protected readonly world: HarnessWorld

  constructor(world: HarnessWorld) {
    this.world = world
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

  /** The events of one function, also one that has been deleted. */
  eventsOf(functionName: string): readonly TestedEvent[] {
    const events = this.events.filter((event) => event.functionName === functionName)
    if (events.length === 0) this.requireFunction(functionName)
    return events
  }

  /** What a queue, topic, bus, bucket or function was sent and took, oldest first. @param arn of the target */
  messages(arn: string): readonly TestedDelivery[] {
    refuseNoTarget(arn)
    const { chronicle, postOffice } = this.world
    return chronicle.sent.filter((sent) => sent.taken && sent.arn === arn).map((sent) => postOffice.show(sent))
  }

  /** A function, to be changed. */
  function(name: string): TestedFunction {
    this.requireFunction(name)
    return new TestedFunction(name, this.world.plane, this.world.handlers)
  }

  /** Lets deliveries to a queue, topic, bus or bucket fail. Without `for`: until `up`. */
  down(arn: string, { for: length }: { readonly for?: Duration | undefined } = {}): void {
    refuseNoTarget(arn)
    if (parseTarget(arn)?.kind === 'lambda')
      throw new HarnessError('down: a function is no queue, topic, bus or bucket: throttle it, or delete it')
    this.world.disturbances.down(arn, this.until('down', length))
  }

  up(arn: string): void {
    refuseNoTarget(arn)
    this.world.disturbances.up(arn)
  }

  /** Throttles a function, whatever concurrency is free. Without `for`: until it is called with `for: 0`. */
  throttle(functionName: string, { for: length }: { readonly for?: Duration | undefined } = {}): void {
    this.requireFunction(functionName)
    if (this.world.engine.choices.queueing === 'fifo')
      throw new HarnessError('throttle: under queueing: fifo no event is throttled')
    this.world.disturbances.throttle(functionName, this.until('throttle', length))
  }

  protected requireFunction(name: string): void {
    requireName('function', name, this.world.plane.functionNames())
  }

  private until(verb: string, length: Duration | undefined): number {
    return length === undefined ? Number.POSITIVE_INFINITY : this.elapsedMs + durationOf(verb, length)
  }
}

/** Milliseconds of a duration that a verb was given. @throws HarnessError that names the verb */
export function durationOf(verb: string, duration: Duration): number {
  try {
    return milliseconds(duration)
  } catch (error) {
    throw new HarnessError(`${verb}: ${(error as Error).message}`)
  }
}

function refuseNoTarget(arn: string): void {
  if (typeof arn === 'string' && parseTarget(arn)) return
  throw new HarnessError(`expected the ARN of a target, such as queue('dead'), got ${JSON.stringify(arn)}`)
}
