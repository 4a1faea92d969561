import type { Engine } from '../engine/engine.ts'
import { Draws } from '../kernel/draws.ts'
import { ArrivalStream } from './arrivals.ts'
import { hasCalls } from './call-result.ts'
import type { Scenario } from './scenario.ts'
import type { Script } from './script.ts'

/** Hands what arrives to the engine, each at its time, and lets settings change on the way. */
export class Reception {
  readonly hasCalls: boolean
  private readonly engine: Engine
  private readonly script: Script
  private readonly arrivals: ArrivalStream
  /** Engine targets, by the number that the stream gives them. */
  private readonly targets: number[]
  /** Arrivals that may still come. */
  private left: number

  /** @param most arrivals after which no more come */
  constructor(scenario: Scenario, engine: Engine, script: Script, most: number) {
    this.engine = engine
    this.script = script
    this.left = most
    this.arrivals = new ArrivalStream(scenario.functions, new Draws(scenario.seed))
    this.hasCalls = hasCalls(scenario.functions)
    this.targets = this.arrivals.targets.map(({ functionName, qualifier, isSynchronous, payload }) => {
      const target = isSynchronous ? engine.callTarget(functionName, qualifier) : engine.target(functionName, qualifier)
      engine.setPayload(target, payload)
      return target
    })
  }

  /** When the next one arrives; Infinity where none will. */
  get nextMs(): number {
    return this.left > 0 ? this.arrivals.nextMs : Number.POSITIVE_INFINITY
  }

  /** Takes so many arrivals, or those that there are, and runs what comes before them. */
  receive(most: number): void {
    const { arrivals, engine, targets, script } = this
    const { timetable } = script
    let left = Math.min(most, this.left)
    this.left -= left
    for (; left > 0 && arrivals.nextMs !== Number.POSITIVE_INFINITY; left--) {
      if (timetable.nextMs <= arrivals.nextMs) timetable.run(engine, arrivals.nextMs)
      engine.advance(arrivals.nextMs)
      const target = targets[arrivals.target]!
      if (this.hasCalls && engine.targets[target]!.isSynchronous)
        engine.callNamed(target, arrivals.name0, arrivals.name1)
      else if (script.takesAway && script.refuses(target)) script.refused++
      else engine.acceptNamed(target, arrivals.name0, arrivals.name1)
      arrivals.advance()
    }
  }
}
