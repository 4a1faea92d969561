import type { ControlPlane } from '../control-plane/control-plane.ts'
import type { Engine } from '../engine/engine.ts'
import type { ModelInvoker } from '../models/model-invoker.ts'
import { type ChangeSpec, callPlane, takesAway } from './change.ts'
import { Redrive } from './redrive.ts'
import type { FunctionSpec, Scenario } from './scenario.ts'
import type { Targets } from './targets.ts'
import { type Entry, Timetable } from './timetable.ts'

/** What a scenario acts upon as it goes. */
interface World {
  readonly scenario: Scenario
  readonly engine: Engine
  readonly controlPlane: ControlPlane
  readonly invoker: ModelInvoker
  /** The functions as they are, by name. */
  readonly specs: Map<string, FunctionSpec>
  readonly targets: Targets
  readonly onRedrive: RedriveListener | undefined
}

/**
 * Is told of a message that is sent back, right before the event that it becomes is accepted.
 *
 * @param event number of the event that left the message behind
 * @param side of that event's delivery, as an index of `SIDES`
 * @param arn of the queue
 */
export type RedriveListener = (event: number, side: number, arn: string) => void

/** What a scenario does of its own beside its arrivals: settings change, and queues are sent back. */
export class Script {
  readonly timetable: Timetable
  /** Whether something that events are sent to may be deleted on the way. */
  readonly takesAway: boolean
  /** Events that were refused because what they were sent to was not there. */
  refused = 0
  private readonly world: World

  constructor(world: World) {
    this.world = world
    const { changes } = world.scenario
    this.takesAway = changes.some(takesAway)
    this.timetable = new Timetable([...changes.map((change) => this.entryOf(change)), ...this.redrives()])
    if (changes.length > 0) this.makeKnown()
  }

  /** Whether an invocation of this target would be refused now. */
  refuses(target: number): boolean {
    return this.world.engine.targets[target]!.version === undefined
  }

  private entryOf(change: ChangeSpec): Entry {
    return { atMs: change.atMs, run: () => this.apply(change) }
  }

  private apply(change: ChangeSpec): void {
    const { controlPlane, engine, invoker, specs, targets } = this.world
    // Models come first: what the control plane lets go on may start at once.
    for (const spec of change.functions) {
      specs.set(spec.name, spec)
      invoker.forget(engine.functions.find(({ name }) => name === spec.name)!.index)
    }
    for (const target of change.destinations) targets.change(target)
    for (const call of change.calls) callPlane(controlPlane, call)
  }

  private redrives(): Entry[] {
    const { engine, scenario, targets, onRedrive } = this.world
    return scenario.destinations.flatMap(({ arn, queue }) =>
      (queue?.redrives ?? []).map((spec): Entry => {
        const sink = targets.sinks.get(arn)!
        const redrive = new Redrive(engine, sink, spec, onRedrive && (({ event, side }) => onRedrive(event, side, arn)))
        const isWanted = () => {
          sink.advance(engine.nowMs)
          return sink.depth > 0
        }
        return { atMs: spec.atMs, run: () => redrive.begin(), isWanted }
      }),
    )
  }

  /** Makes every qualifier known to the engine, so that a changed config is told from what was in force before it. */
  private makeKnown(): void {
    const { engine, scenario } = this.world
    for (const { name, versions, aliases } of scenario.functions) {
      for (const { version } of versions) engine.target(name, version)
      for (const alias of aliases) engine.target(name, alias.name)
    }
  }
}
