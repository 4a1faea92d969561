import type { Timeline } from '../measure/timeline.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { type FollowTask, followEvent } from './followed-event.ts'
import { type Replication, type ReplicationTask, replicationOf } from './replication.ts'
import { type TypicalEvent, typicalEventsOf } from './typical-events.ts'

/** Where a worker writes how far it is, 0 to 1, so that others can look while it works. */
export interface ProgressSlot {
  readonly shares: Float64Array<SharedArrayBuffer>
  readonly slot: number
}

/** What worker threads do, by name. A module of its own, since each thread loads it. */
export function replicate({ task, progress }: { task: ReplicationTask; progress: ProgressSlot }): Replication {
  return replicationOf(task, (share) => {
    progress.shares[progress.slot] = share
  })
}

/** Typical events of a scenario's own run. */
export function typical({ scenario }: { scenario: Scenario }): TypicalEvent[] {
  return typicalEventsOf(scenario)
}

export function follow({ task }: { task: FollowTask }): Timeline | undefined {
  return followEvent(task)
}
