import type { Row } from './rows.ts'
import type { Workload } from './workloads.ts'

/** One child process that is to be run. */
export interface Run {
  /** Counted from 1. */
  readonly round: number
  readonly workload: Workload
  readonly row: Row
  readonly events: number
}

export interface PlanOptions {
  readonly rounds: number
  /** Factor on every number of events. */
  readonly eventsScale: number
}

/**
 * The order of the runs. Rows are interleaved within a workload, A B C A B C …, so that whatever else the machine does
 * meets all of them alike; only then do their ratios mean something.
 */
export function planRuns(workloads: readonly Workload[], rows: readonly Row[], options: PlanOptions): Run[] {
  return workloads.flatMap((workload) =>
    Array.from({ length: options.rounds }, (_, index) => index + 1).flatMap((round) =>
      rows
        .filter((row) => row.workloads?.includes(workload.name) ?? true)
        .filter((row) => round <= (row.rounds ?? Infinity))
        .map((row) => ({ round, workload, row, events: eventsOf(row, workload, options.eventsScale) })),
    ),
  )
}

function eventsOf({ events = { share: 1 } }: Row, workload: Workload, scale: number): number {
  const unscaled = typeof events === 'number' ? events : events.share * workload.events
  return Math.max(1, Math.round(unscaled * scale))
}
