import type { Scenario } from '../scenario/scenario.ts'
import { Candidate, type Judged } from './candidate.ts'
import type { Conduct } from './effort.ts'
import type { Grid } from './grid.ts'
import { replicatePoints } from './point-runs.ts'
import { FLAWLESS_RUNS, needsManyRuns } from './requirement.ts'
import type { Runner } from './workers.ts'

/** Why no more runs were made: all that were asked for are there, the budget is spent, or somebody asked. */
export type Spent = 'all' | 'budget' | 'interrupted'

/** Settings that can be tried. */
export interface Tryable extends Judged {
  readonly grid: Grid
  /** Makes the scenario of a setting, by the number of its point. */
  readonly scenarioAt: (point: number) => Promise<Scenario>
  /** Most runs of all settings together. */
  readonly budget: number
}

/** Tries settings within a budget of runs, and keeps what came. */
export class Candidates {
  private readonly runner: Runner
  private readonly tryable: Tryable
  private readonly conduct: Omit<Conduct, 'workers'>
  private readonly byPoint = new Map<number, Candidate>()
  private made = 0

  constructor(runner: Runner, tryable: Tryable, conduct: Omit<Conduct, 'workers'> = {}) {
    this.runner = runner
    this.tryable = tryable
    this.conduct = conduct
  }

  /** Those that have runs enough to say something, in order of their points. */
  get all(): Candidate[] {
    const [first] = this.tryable.looks
    return [...this.byPoint.values()].filter(({ count }) => count >= first!).sort((a, b) => a.point - b.point)
  }

  /** Runs that were made. */
  get runs(): number {
    return this.made
  }

  /** Undefined where it was not tried, or was not tried to its first look. */
  at(places: readonly number[]): Candidate | undefined {
    const candidate = this.byPoint.get(this.tryable.grid.numberAt(places))
    return candidate && candidate.count >= this.tryable.looks[0]! ? candidate : undefined
  }

  /** Runs that it takes to try a setting: more where a term needs many to be met. */
  static runsToTry({ looks, terms }: Judged): number {
    const fewest = terms.some(needsManyRuns) ? FLAWLESS_RUNS : 0
    return looks.find((look) => look >= fewest) ?? looks.at(-1)!
  }

  /**
   * Tries settings that were not tried, in order.
   *
   * @param share of the budget that may be spent by the end of it
   */
  tryAll(settings: readonly (readonly number[])[], share: number): Promise<Spent> {
    const { grid, looks } = this.tryable
    const fresh = new Map<number, Candidate>()
    for (const places of settings) {
      const point = grid.numberAt(places)
      if (this.byPoint.has(point)) continue
      fresh.set(point, new Candidate(point, places, this.tryable))
    }
    const goal = Candidates.runsToTry(this.tryable)
    return this.replicate([...fresh.values()], [looks[0]!, goal], share * this.tryable.budget)
  }

  /** Gives candidates more runs, up to a look. @param share of the budget, as above */
  goOn(candidates: readonly Candidate[], look: number, share = 1): Promise<Spent> {
    const fewer = candidates.filter(({ count }) => count < look)
    return this.replicate(fewer, [look, look], share * this.tryable.budget)
  }

  /** @param fewest which runs each gets, and which it gets unless it is unmet before */
  private async replicate(
    candidates: readonly Candidate[],
    [fewest, goal]: readonly [number, number],
    limit: number,
  ): Promise<Spent> {
    let rest = candidates
    while (rest.length > 0) {
      let room = limit - this.made
      const end = rest.findIndex(({ count }) => {
        room -= goal - count
        return room < 0
      })
      const batch = end < 0 ? rest : rest.slice(0, end)
      if (batch.length === 0) return 'budget'
      if ((await this.replicateBatch(batch, fewest, goal)) === 'interrupted') return 'interrupted'
      rest = rest.slice(batch.length)
    }
    return this.conduct.signal?.aborted ? 'interrupted' : 'all'
  }

  private replicateBatch(batch: readonly Candidate[], fewest: number, goal: number) {
    const { budget, scenarioAt } = this.tryable
    const { signal, onProgress } = this.conduct
    return replicatePoints(this.runner, {
      size: batch.length,
      fewest,
      before: (place) => batch[place - 1]!.count,
      scenarioOf: (place) => scenarioAt(batch[place - 1]!.point),
      onReplication: (place, _, replication) => {
        const candidate = batch[place - 1]!
        candidate.add(replication)
        this.byPoint.set(candidate.point, candidate)
        this.made++
        if (candidate.count < fewest) return fewest
        return candidate.verdict === 'unmet' ? candidate.count : goal
      },
      onProgress: onProgress && (() => onProgress(Math.min(1, (this.made + this.runner.underWay) / budget))),
      signal,
    })
  }
}
