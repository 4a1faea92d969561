import type { ComparisonResult } from '../experiment/comparison.ts'
import type { Scenario } from '../scenario/scenario.ts'

/** All that the report of a comparison is made from. */
export interface ComparisonReport {
  readonly result: ComparisonResult
  /** Of each setting, in the order of the result's. */
  readonly scenarios: readonly Scenario[]
  /** The scenario's file as the commands to try next name it. */
  readonly file: string
  /** Words of the command line that hold for all settings: `--seed`, `7`. */
  readonly changes: readonly string[]
  /** Share of runs that may have what no replication had, with 95 % confidence. */
  readonly unseenShare: number
  /** Real time that it took, in ms; left out, the report is the same for the same seed. */
  readonly elapsedMs?: number
}
