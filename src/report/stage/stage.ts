import type { ConditionCounts } from '../../measure/condition-counts.ts'
import type { Decisions } from '../../measure/decisions.ts'
import type { Slots } from '../../measure/slots.ts'
import type { TimeSeries } from '../../measure/time-series.ts'
import type { Whereabouts } from '../../measure/whereabouts.ts'
import type { ExplainedRun } from '../explanation.ts'

/** A run at one moment, as somebody watches it. Times are simulated milliseconds from 0. */
export interface Stage {
  readonly scenario: ExplainedRun
  readonly nowMs: number
  /** When something happens next; Infinity where nothing will. */
  readonly nextMs: number
  /** Whether every event has ended, and no more come. */
  readonly isOver: boolean
  readonly isPlaying: boolean
  /** Simulated seconds a second. */
  readonly speed: number
  /** Whether the machine is slower than that. */
  readonly isBehind: boolean
  /** Whether somebody can press keys. */
  readonly hasKeys: boolean
  readonly whereabouts: Whereabouts
  readonly conditions: ConditionCounts
  readonly slots: readonly Slots[]
  /** Brought up to now. */
  readonly series: TimeSeries
  readonly decisions: Decisions
}

/** Of a screen. */
export interface Size {
  readonly columns: number
  readonly rows: number
}

/** Events accepted so far. */
export function acceptedOf({ whereabouts }: Stage): number {
  return whereabouts.size + endedOf({ whereabouts })
}

/** Events that have ended. */
export function endedOf({ whereabouts: { ends } }: Pick<Stage, 'whereabouts'>): number {
  return ends.succeeded + ends.dropped
}
