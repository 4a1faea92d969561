import type { FollowTask } from '../followed-event.ts'
import type { ReplicationTask } from '../replication.ts'
import type { Workers } from '../workers.ts'

/** What a worker can be asked for. */
export interface Tasks {
  readonly replicate: ReplicationTask
  readonly follow: FollowTask
  readonly typical: Pick<ReplicationTask, 'scenario'>
}

export type Kind = keyof Tasks

/** A task as it travels: whole numbers and words, with the scenario named by its digest. */
export interface Order {
  readonly kind: Kind
  readonly scenario: string
  /** The task without its scenario. */
  readonly rest: object
}

/** Does a task. @param signal gives it up */
export function done<K extends Kind>(workers: Workers, kind: K, task: Tasks[K], signal: AbortSignal): Promise<unknown> {
  const ways: { readonly [Each in Kind]: (task: Tasks[Each]) => Promise<unknown> } = {
    replicate: (replication) => workers.replicate(replication, signal),
    follow: (event) => workers.follow(event, signal),
    typical: ({ scenario }) => workers.typical(scenario, signal),
  }
  return ways[kind](task)
}
