import type { Timeline } from '../measure/timeline.ts'
import { Timelines } from '../measure/timelines.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { Simulation } from '../scenario/simulation.ts'

/** An event of the scenario's own run to be followed, as plain data. */
export interface FollowTask {
  readonly scenario: Scenario
  /** Its number, from 1 in order of acceptance. */
  readonly event: number
}

/**
 * The timeline of one event. The scenario runs until the event has ended, or to its end where messages may still go out
 * later.
 *
 * @returns undefined where no event has that number
 */
export function followEvent({ scenario, event }: FollowTask): Timeline | undefined {
  const timelines = new Timelines([event])
  const { observers, onRedrive } = timelines
  const simulation = new Simulation(scenario, { observers, onRedrive, metrics: false })
  while (!simulation.isDone && (mayGoOn(scenario) || !timelines.areEnded)) simulation.step()
  return timelines.of(event, simulation.engine.choices)
}

/** Whether things happen to an event after its end: a delivery that failed is tried again, or a queue sends it back. */
export function mayGoOn({ options, destinations }: Scenario): boolean {
  return options.deliveryRetries > 0 || destinations.some(({ queue }) => queue && queue.redrives.length > 0)
}
