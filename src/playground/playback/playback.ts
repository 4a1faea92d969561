import { Journal } from '../../measure/journal.ts'
import type { Timeline } from '../../measure/timeline.ts'
import { Timelines } from '../../measure/timelines.ts'
import { TransitionSeries } from '../../measure/transition-series.ts'
import { Whereabouts } from '../../measure/whereabouts.ts'
import type { Problem } from '../../scenario/problem.ts'
import { takeScenario } from '../../scenario/read.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { Simulation } from '../../scenario/simulation.ts'
import { type Setup, scenarioOf } from '../setup/setup.ts'
import { DecisionLog } from './decision-log.ts'

/** Moments at which something happens, between two looks at the clock: far less than a millisecond of work. */
const STRETCH = 500
/** Transitions that are kept for whoever wants to have them, the first ones: all of a lesson's. */
const MOST_KEPT = 20_000

/** One run of a setup, from its start on, with all that a face shows of it. It only goes forwards. */
export class Playback {
  readonly setup: Setup
  readonly scenario: Scenario
  /** What is odd about the scenario. */
  readonly warnings: readonly Problem[]
  readonly simulation: Simulation
  readonly whereabouts = new Whereabouts()
  readonly series = new TransitionSeries()
  readonly log: DecisionLog
  /** What has happened, in order, as plain data: the first 20,000 transitions. */
  readonly journal = new Journal({ limit: MOST_KEPT })
  /** Number of the event whose timeline is kept; undefined for none. */
  readonly event: number | undefined
  private readonly timelines: Timelines

  private constructor(setup: Setup, scenario: Scenario, warnings: readonly Problem[], event: number | undefined) {
    this.setup = setup
    this.scenario = scenario
    this.warnings = warnings
    this.event = event
    this.timelines = new Timelines(event === undefined ? [] : [event])
    this.log = new DecisionLog()
    const { onRedrive } = this.timelines
    this.simulation = new Simulation(scenario, {
      observers: [this.whereabouts, this.series, this.log, this.journal, ...this.timelines.observers],
      onRedrive,
    })
  }

  /**
   * Begins a run at time 0.
   *
   * @param event number of the event whose timeline is to be kept
   * @throws ScenarioError with every problem at once
   */
  static async begin(setup: Setup, event?: number): Promise<Playback> {
    const { scenario, warnings } = await takeScenario(scenarioOf(setup))
    return new Playback(setup, scenario, warnings, event)
  }

  get nowMs(): number {
    return this.simulation.engine.nowMs
  }

  /** When something happens next; Infinity where nothing will. */
  get nextMs(): number {
    return this.simulation.isDone ? Number.POSITIVE_INFINITY : this.simulation.nextMs
  }

  /** Whether every event has ended, and no more come. */
  get isOver(): boolean {
    return this.simulation.isDone
  }

  /** The chosen event's timeline so far; undefined where none is chosen, or it has not come yet. */
  get timeline(): Timeline | undefined {
    return this.event === undefined ? undefined : this.timelines.of(this.event, this.simulation.engine.choices)
  }

  /**
   * Goes on until a time, or until somebody says that it was enough.
   *
   * @param isEnough is asked now and then
   * @returns whether it got there
   */
  advance(untilMs: number, isEnough: () => boolean = () => false): boolean {
    while (!this.simulation.advance(untilMs, STRETCH)) if (isEnough()) return false
    return true
  }
}
