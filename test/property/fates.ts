import type { EngineView } from '../../src/engine/ports.ts'
import { SilentObserver } from '../../src/engine/silent-observer.ts'
import { takeScenario } from '../../src/scenario/read.ts'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'
import { Simulation } from '../../src/scenario/simulation.ts'

/** How each attempt went, by the event's name and the number of the try. */
class Fates extends SilentObserver {
  readonly byTry = new Map<string, string>()
  private engine!: EngineView

  override attach(engine: EngineView): void {
    this.engine = engine
  }

  override ended(event: number, attempt: number): void {
    const { attempts, events } = this.engine
    const name = `${events.name0(event)} ${events.name1(event)} ${events.tries(event)}`
    const fate = `${attempts.version(attempt)} ${attempts.outcome(attempt)} ${attempts.durationMs(attempt)}`
    this.byTry.set(name, fate)
  }
}

/** How every attempt of the events of a scenario goes. */
export async function fatesOf(input: ScenarioInput): Promise<ReadonlyMap<string, string>> {
  const { scenario } = await takeScenario(input)
  const fates = new Fates()
  new Simulation(scenario, { observers: [fates], metrics: false }).run()
  return fates.byTry
}
