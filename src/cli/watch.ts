import { mayGoOn } from '../experiment/followed-event.ts'
import type { Timelines } from '../measure/timelines.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { Simulation, type SimulationOptions } from '../scenario/simulation.ts'
import { drive } from './drive.ts'
import type { Interruption } from './interruption.ts'
import { ProgressBar } from './progress-bar.ts'
import { styleFor } from './terminal.ts'

/** Runs of one scenario, with a bar, which somebody may interrupt. */
export class Watch {
  private readonly scenario: Scenario
  private readonly interruption: Interruption

  constructor(scenario: Scenario, interruption: Interruption) {
    this.scenario = scenario
    this.interruption = interruption
  }

  /** Runs until timelines are complete: the rest is left out. @returns undefined after an interruption */
  follow(timelines: Timelines): Promise<Simulation | undefined> {
    const { observers, onRedrive } = timelines
    const goesOn = mayGoOn(this.scenario)
    return this.run({ observers, onRedrive }, () => !goesOn && timelines.areEnded)
  }

  /** @returns undefined after an interruption */
  async run(options: SimulationOptions, isEnough = () => false): Promise<Simulation | undefined> {
    const bar = new ProgressBar(process.stderr, styleFor(process.stderr, process.env).glyphs.full === '█')
    const simulation = new Simulation(this.scenario, { ...options, metrics: false })
    try {
      await drive(simulation, this.interruption, bar, isEnough)
    } finally {
      bar.close()
    }
    return this.interruption.exitCode === undefined ? simulation : undefined
  }
}
