import { type Course, courseOf } from '../measure/course.ts'
import { TransitionSeries } from '../measure/transition-series.ts'
import type { RunResult } from '../scenario/result.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { Simulation } from '../scenario/simulation.ts'
import { type EndColumns, EventEnds } from './event-ends.ts'
import { figuresOf, valuesOf } from './figure.ts'
import { replicationSeed } from './replication-seed.ts'

/** One run to be made, as plain data: any worker can make it. */
export interface ReplicationTask {
  readonly scenario: Scenario
  /** From 1, which is the run of the scenario's own seed. */
  readonly replication: number
  /** Whether the result itself is wanted. */
  readonly withResult: boolean
  /** Whether it is wanted how each event ended. */
  readonly withEnds: boolean
  /** Whether it is wanted how the run went over time. Default: no. */
  readonly withCourse?: boolean
}

/** What is kept of a run, as plain data. */
export interface Replication {
  /** In the order of `figuresOf`. */
  readonly values: Float64Array
  /** Of each expectation, whether it was met. */
  readonly met: readonly boolean[]
  readonly result?: RunResult
  readonly ends?: EndColumns
  readonly course?: Course
}

/**
 * Makes the run. The same task gives the same bytes, wherever it is made.
 *
 * @param onProgress is told now and then how far it is, 0 to 1
 */
export function replicationOf(task: ReplicationTask, onProgress: (share: number) => void = () => {}): Replication {
  const { withResult, withEnds, withCourse } = task
  const seed = replicationSeed(task.scenario.seed, task.replication)
  const ends = withEnds ? new EventEnds(task.scenario.warmUpMs) : undefined
  const transitions = withCourse ? new TransitionSeries(task.scenario.warmUpMs) : undefined
  const observers = [...(ends ? [ends] : []), ...(transitions ? [transitions] : [])]
  const simulation = new Simulation({ ...task.scenario, seed }, { observers })
  while (!simulation.isDone) {
    simulation.step()
    onProgress(simulation.progress)
  }
  const result = simulation.result()
  return {
    values: valuesOf(result, figuresOf(result)),
    met: result.expectations.map(({ met }) => met),
    ...(withResult && { result }),
    ...(ends && { ends: ends.columns() }),
    ...(transitions && { course: courseOf(simulation.metrics, transitions) }),
  }
}
