import type { TimeSeries } from '../measure/time-series.ts'
import type { RunResult } from '../scenario/result.ts'
import type { Scenario } from '../scenario/scenario.ts'

/** All that a report is made from. */
export interface Report {
  readonly result: RunResult
  readonly scenario: Scenario
  readonly series: TimeSeries
  /** How many messages waited in each queue, by ARN: the column `backlog`. Default: nobody looked. */
  readonly depths?: ReadonlyMap<string, TimeSeries>
  /** Real time that the run took, in ms; left out, the report is the same for the same seed. */
  readonly elapsedMs?: number
  /** The scenario's file as the commands to try next name it. Default: `FILE`. */
  readonly file?: string
  /** Words of the command line that made this run another one than the file says: `--seed`, `7`. Default: none. */
  readonly changes?: readonly string[]
  /** Functions that the file itself names, whose settings can be changed from outside. Default: all. */
  readonly named?: ReadonlySet<string>
}
