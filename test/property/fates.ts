import type { EngineView, Observer } from '../../src/engine/ports.ts'
import { takeScenario } from '../../src/scenario/read.ts'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'
import { Simulation } from '../../src/scenario/simulation.ts'

/** How each attempt went, by the event's name and the number of the try. */
class Fates implements Observer {
  readonly byTry = new Map<string, string>()
  private engine!: EngineView

  attach(engine: EngineView): void {
    this.engine = engine
  }

  ended(event: number, attempt: number): void {
    const { attempts, events } = this.engine
    const name = `${events.name0(event)} ${events.name1(event)} ${events.tries(event)}`
    const fate = `${attempts.version(attempt)} ${attempts.outcome(attempt)} ${attempts.durationMs(attempt)}`
    this.byTry.set(name, fate)
  }

  accepted(): void {}
  throttled(): void {}
  missed(): void {}
  started(): void {}
  queued(): void {}
  waiting(): void {}
  finished(): void {}
  delivered(): void {}
  deliveryFailed(): void {}
  discarded(): void {}
}

/** How every attempt of the events of a scenario goes. */
export async function fatesOf(input: ScenarioInput): Promise<ReadonlyMap<string, string>> {
  const { scenario } = await takeScenario(input)
  const fates = new Fates()
  new Simulation(scenario, { observers: [fates], metrics: false }).run()
  return fates.byTry
}
