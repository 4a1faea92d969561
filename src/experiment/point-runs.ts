import type { Scenario } from '../scenario/scenario.ts'
import type { Replication } from './replication.ts'
import type { End } from './replications.ts'
import type { Runner } from './workers.ts'

/** Runs that may wait for one before them, so that memory does not follow the grid. */
const MOST_WAITING = 1_000
/** Real time between two looks at how far the workers are. */
const LOOK_MS = 100

/** Points of which each is run some times, and who is told of it. */
export interface PointRuns {
  readonly size: number
  /** Is asked as soon as a run of the point begins. @param point from 1 */
  readonly scenarioOf: (point: number) => Promise<Scenario>
  /** Replications that a point gets at least, with those that it has. */
  readonly fewest: number
  /** Replications that a point has from the first on, of which nobody need be told. Default: none. */
  readonly before?: (point: number) => number
  /**
   * Is told of each run in order, point by point, whatever the order in which they are made.
   *
   * @returns how many replications the point needs, as far as can be said now; it has enough once that many are told
   */
  readonly onReplication: (point: number, replication: number, made: Replication) => number
  /** Runs that were made and told before, in order from the first of point 1, with what `onReplication` would give for each. */
  readonly known?: Iterable<{ readonly point: number; readonly needed: number }>
  /** Is told now and then, with the share of points that are whole. */
  readonly onProgress?: ((share: number) => void) | undefined
  /** Ends it early; what is whole by then has been told. */
  readonly signal?: AbortSignal | undefined
}

interface PointState {
  begun: number
  told: number
  needed: number
  scenario?: Promise<Scenario>
}

/**
 * Makes the runs of many points on all workers at once: while the last runs of a point are being made, those of the next
 * ones begin. What is told depends on the scenarios alone: runs that were begun in vain are forgotten.
 */
export async function replicatePoints(runner: Runner, runs: PointRuns): Promise<Exclude<End, 'enough'>> {
  const { size, fewest, signal, onProgress } = runs
  const states = new Map<number, PointState>()
  const made = new Map<string, Replication>()
  const finished = Promise.withResolvers<void>()
  let current = 1
  let running = 0

  const stateOf = (point: number): PointState => {
    let state = states.get(point)
    if (!state) {
      const told = runs.before?.(point) ?? 0
      state = { begun: told, told, needed: fewest }
      states.set(point, state)
    }
    return state
  }
  const count = (state: PointState, needed: number) => {
    state.told++
    state.begun = Math.max(state.begun, state.told)
    state.needed = needed
    if (state.told >= needed) states.delete(current++)
  }
  for (const { point, needed } of runs.known ?? []) {
    if (point !== current) throw new RangeError(`expected a run of point ${current} next, got one of point ${point}`)
    count(stateOf(current), needed)
  }

  const next = (): { point: number; replication: number; state: PointState } | undefined => {
    for (let point = current; point <= size; point++) {
      if (point > current && made.size >= MOST_WAITING) return undefined
      const state = stateOf(point)
      if (state.begun < state.needed) return { point, replication: ++state.begun, state }
    }
    return undefined
  }
  const tell = () => {
    while (current <= size && !signal?.aborted) {
      const state = stateOf(current)
      const key = `${current} ${state.told + 1}`
      const replication = made.get(key)
      if (!replication) return
      made.delete(key)
      const point = current
      count(state, runs.onReplication(point, state.told + 1, replication))
      if (current > point)
        for (let extra = state.told + 1; extra <= state.begun; extra++) made.delete(`${point} ${extra}`)
    }
  }
  const run = async ({ point, replication, state }: NonNullable<ReturnType<typeof next>>) => {
    state.scenario ??= runs.scenarioOf(point)
    const scenario = await state.scenario
    const task = { scenario, replication, withResult: replication === 1, withEnds: false }
    const done = await runner.replicate(task)
    running--
    if (signal?.aborted) return
    if (point >= current) made.set(`${point} ${replication}`, done)
    tell()
    fill()
    // Not before those begun in vain are over: whoever asked may have more to do for the workers.
    if (current > size && running === 0) finished.resolve()
  }
  const fill = () => {
    while (running < runner.size && current <= size && !signal?.aborted) {
      const begin = next()
      if (!begin) return
      running++
      // After an end that was asked for, runs that are being made may fail: whoever asked has closed the runner.
      run(begin).catch((error) => (signal?.aborted ? undefined : finished.reject(error)))
    }
  }

  const look = () => {
    const { told = 0, needed = fewest } = states.get(current) ?? {}
    onProgress?.(Math.min(1, (current - 1 + (told + made.size + runner.underWay) / needed) / size))
  }
  const timer = onProgress && setInterval(look, LOOK_MS)
  const abort = () => finished.resolve()
  signal?.addEventListener('abort', abort)
  try {
    if (current > size || signal?.aborted) finished.resolve()
    fill()
    await finished.promise
  } finally {
    clearInterval(timer)
    signal?.removeEventListener('abort', abort)
  }
  return current > size ? 'all' : 'interrupted'
}
