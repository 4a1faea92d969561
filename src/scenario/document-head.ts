import type { Scenario } from './scenario.ts'

/** How each document begins that tells of a scenario. Times are milliseconds. */
export interface DocumentHead {
  readonly version: 1
  readonly name: string
  readonly seed: number
  /** Arrivals stop here. */
  readonly runLength: number
  /** Events accepted before this time are left out of every figure; 0 where all count. */
  readonly warmUp: number
}

export function documentHead({ name, seed, runLengthMs, warmUpMs }: Scenario): DocumentHead {
  return { version: 1, name, seed, runLength: runLengthMs, warmUp: warmUpMs }
}
