import type { Fate } from '../measure/fates.ts'
import type { Timeline } from '../measure/timeline.ts'
import type { Scenario } from '../scenario/scenario.ts'

/** What was asked by a fate, and how many events met it. */
export interface Question {
  readonly fate: Fate
  /** Events that met it. */
  readonly met: number
  /** Events that ended. */
  readonly total: number
  /** The only function that was looked at; undefined for all. */
  readonly functionName: string | undefined
  /** The fates that events met, and how many. */
  readonly others: readonly { readonly fate: Fate; readonly count: number }[]
}

/** What is asked of the run that the events belong to: of a scenario, or of whatever else had them. */
export type ExplainedRun = Pick<Scenario, 'name' | 'seed' | 'startMs' | 'runLengthMs' | 'functions' | 'dependencies'>

/** All that the explanation of some events is made from. */
export interface Explanation {
  readonly scenario: ExplainedRun
  readonly timelines: readonly Timeline[]
  /** Whether the run's name and seed stand above them. Default: true. */
  readonly isTitled?: boolean
  /** Undefined where an event was asked for by its number. */
  readonly question: Question | undefined
}
