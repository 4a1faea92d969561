import type { Scenario } from '../scenario/scenario.ts'
import type { Replication } from './replication.ts'
import type { Runner } from './workers.ts'

/** Why it ended: whoever was told had enough, all were made, or somebody asked. */
export type End = 'enough' | 'all' | 'interrupted'

/** What is to be made, and who is told of it. */
export interface Replicating {
  /** Settings that are run under the same seeds; one or more. */
  readonly scenarios: readonly Scenario[]
  /** Most replications of each. */
  readonly most: number
  /**
   * Replications that were made and told before, from the first on, one `Replication` a setting. They are told again and not made
   * again, but for those of which more is wanted than values.
   */
  readonly known?: readonly (readonly Replication[])[]
  /** Of which replication it is wanted how each event ended: it takes memory. Default: of none. */
  readonly endsOf?: number
  /** Of how many replications, from the first one, it is wanted how they went over time. Default: of none. */
  readonly coursesOf?: number
  /**
   * Is told of each replication in order, whatever the order in which they are made: one `Replication` a setting.
   *
   * @returns whether these are enough
   */
  readonly onReplication: (replications: readonly Replication[]) => boolean
  /** Is told now and then, with the replications that are whole and the parts of those under way. */
  readonly onProgress?: ((replications: number) => void) | undefined
  /** Ends it early; what is whole by then has been told. */
  readonly signal?: AbortSignal | undefined
}

/** Real time between two looks at how far the workers are. */
const LOOK_MS = 100

/**
 * Makes replications until there are enough. What is told depends on the scenarios alone, and not on the number of
 * workers or their speed: results that come early wait for their turn, and those beyond the last one are forgotten.
 */
export async function replicate(runner: Runner, replicating: Replicating): Promise<End> {
  const { scenarios, most, known = [], endsOf, coursesOf = 0, onReplication, onProgress, signal } = replicating
  const width = scenarios.length
  /** Runs that are made and have not been told, by their place in order: setting by setting of each replication. */
  const made = new Map<number, Replication>()
  const finished = Promise.withResolvers<void>()
  let begun = 0
  let running = 0
  let told = 0
  let isEnough = false

  const tell = () => {
    while (!isEnough) {
      const places = scenarios.map((_, setting) => told * width + setting)
      if (!places.every((place) => made.has(place))) return
      told++
      isEnough = onReplication(places.map((place) => made.get(place)!))
      for (const place of places) made.delete(place)
    }
  }
  const run = async (place: number) => {
    const replication = Math.floor(place / width) + 1
    const task = {
      scenario: scenarios[place % width]!,
      replication,
      withResult: replication === 1,
      withEnds: replication === endsOf,
      withCourse: replication <= coursesOf,
    }
    const isForMore = task.withResult || task.withEnds || task.withCourse
    const there = isForMore ? undefined : known[replication - 1]?.[place % width]
    made.set(place, await (there ?? runner.replicate(task)))
    running--
    if (signal?.aborted) return finished.resolve()
    tell()
    fill()
    // Not before those begun in vain are over: whoever asked may have more to do for the workers.
    if (running === 0) finished.resolve()
  }
  const fill = () => {
    while (running < runner.size && begun < most * width && !isEnough && !signal?.aborted) {
      running++
      // After an end that was asked for, runs that are being made may fail: whoever asked has closed the runner.
      run(begun++).catch((error) => (signal?.aborted ? undefined : finished.reject(error)))
    }
  }

  const look = () => onProgress?.(told + (made.size + runner.underWay) / width)
  const timer = onProgress && setInterval(look, LOOK_MS)
  const abort = () => finished.resolve()
  signal?.addEventListener('abort', abort)
  try {
    if (signal?.aborted) finished.resolve()
    else fill()
    await finished.promise
  } finally {
    clearInterval(timer)
    signal?.removeEventListener('abort', abort)
  }
  if (isEnough) return 'enough'
  return told < most ? 'interrupted' : 'all'
}
