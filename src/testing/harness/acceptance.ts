import { parseFunctionName } from '../../rules/function-name.ts'
import type { TestedEvent } from '../events/tested-event.ts'
import type { FaultPlan } from '../faults/fault.ts'
import type { HarnessWorld } from './harness-world.ts'
import { requireName } from './problems.ts'

/** A function that is there, and the qualifier if the caller gave one. */
export type Address = readonly [name: string, qualifier: string | undefined]

/** Lets events into a harness, with what is to go wrong with them, and says when all of that is over. */
export class Acceptance {
  private readonly world: HarnessWorld

  constructor(world: HarnessWorld) {
    this.world = world
  }

  /**
   * The function that a caller means.
   *
   * @param name of the function, `name:qualifier` or its ARN
   * @throws HarnessError for a function, ServiceError for a qualifier that is not there
   */
  address(name: string, qualifier?: string): Address {
    const parsed = typeof name === 'string' ? parseFunctionName(name) : undefined
    requireName('function', parsed?.name ?? name, this.world.plane.functionNames())
    const request = { FunctionName: name, Qualifier: qualifier }
    const address = this.world.plane.invocationTargets.require(request)
    return [address.name, address.qualifier]
  }

  /** Accepts an event at the present instant. @param sender number of the event or call whose attempt sends it, if one does */
  accept([name, qualifier]: Address, bytes: Uint8Array, faults: FaultPlan, sender?: number): TestedEvent {
    const { disturbances, engine, views } = this.world
    const number = engine.progress.accepted + 1
    disturbances.plan(number, faults, engine.nowMs)
    engine.accept(name, qualifier, bytes, sender)
    let copies = 0
    for (const fault of faults) if (fault.kind === 'duplicate') this.planCopy(number, fault.afterMs, ++copies)
    return views.of(number)
  }

  /** Whether an event, its copies and what they left behind have come to their end. */
  isSettled(number: number): boolean {
    const { chronicle, disturbances, engine, views } = this.world
    const isOver = (each: number) =>
      chronicle.chapters.get(each)!.hasEnded && engine.leftBehind(each) === undefined && !disturbances.expectsCopy(each)
    return isOver(number) && views.copiesOf(number).every(isOver)
  }

  private planCopy(number: number, afterMs: number, place: number): void {
    const { chronicle, disturbances, engine, lineage } = this.world
    const { name, payload } = chronicle.chapters.get(number)!
    const [name0, name1, target] = name
    disturbances.expectCopy(number, 1)
    engine.plan(engine.nowMs + afterMs, () => {
      disturbances.expectCopy(number, -1)
      lineage.duplicated(number)
      engine.acceptCopy({ name0, name1, target, payload }, place)
    })
  }
}
