import type { Scenario } from '../scenario/scenario.ts'
import { type Axis, valueAt } from './axis.ts'
import { Estimates } from './estimates.ts'
import { figuresOf } from './figure.ts'
import type { TrialResult } from './find-result.ts'
import { replicate } from './replications.ts'
import { carriersDoubt, Judge, looksUpTo, type RequiredTerm, together, type Verdict } from './requirement.ts'
import type { Runner } from './workers.ts'

/** Whether the terms are met at one value. */
export interface Trial {
  readonly place: number
  /** Of each term. */
  readonly verdicts: readonly Verdict[]
  /** What speaks against terms that are met, in sentences. */
  readonly doubts: readonly string[]
  readonly result: TrialResult
}

/** Values that can be tried. */
export interface Tried {
  readonly axis: Axis
  readonly terms: readonly RequiredTerm[]
  /** Makes the scenario of a value, by its place. */
  readonly scenarioAt: (place: number) => Promise<Scenario>
  /** Most replications of a value. */
  readonly most: number
}

/** Tries values, each as long as it takes to decide, and keeps what came. */
export class Trials {
  private readonly runner: Runner
  private readonly tried: Tried
  private readonly signal: AbortSignal | undefined
  private readonly onProgress: ((made: number) => void) | undefined
  private readonly byPlace = new Map<number, Trial>()

  /** @param onProgress is told now and then how many replications of the present value are made */
  constructor(runner: Runner, tried: Tried, signal?: AbortSignal, onProgress?: (made: number) => void) {
    this.runner = runner
    this.tried = tried
    this.signal = signal
    this.onProgress = onProgress
  }

  /** In the order of the values. */
  get all(): Trial[] {
    return [...this.byPlace.values()].sort((a, b) => a.place - b.place)
  }

  get count(): number {
    return this.byPlace.size
  }

  /**
   * Tries a value until each of the terms is decided, or there have been the most replications.
   *
   * @param enough indices of terms of which one that is unmet is enough; default: of none
   * @returns undefined where it was interrupted before
   */
  async at(place: number, enough: readonly number[] = []): Promise<Trial | undefined> {
    const known = this.byPlace.get(place)
    if (known && isDecided(known.verdicts, enough)) return known
    if (known?.result.replications === this.tried.most) return known
    const scenario = await this.tried.scenarioAt(place)
    const judge = new Judge(this.tried.terms, looksUpTo(this.tried.most))
    let estimates: Estimates | undefined
    let verdicts: readonly Verdict[] = []
    const end = await replicate(this.runner, {
      scenarios: [scenario],
      most: this.tried.most,
      signal: this.signal,
      onProgress: this.onProgress,
      onReplication([replication]) {
        estimates ??= new Estimates(figuresOf(replication!.result!))
        estimates.add(replication!.values)
        verdicts = judge.look(estimates, replication!.values)
        return isDecided(verdicts, enough)
      },
    })
    if (end === 'interrupted') return undefined
    const doubts = this.tried.terms.flatMap((term, index) => {
      const estimator = estimates!.at(estimates!.placeOf(term.figure)!)
      return carriersDoubt(term, verdicts[index]!, estimator) ?? []
    })
    const trial = { place, verdicts, doubts, result: this.resultOf(place, estimates!, verdicts) }
    this.byPlace.set(place, trial)
    return trial
  }

  private resultOf(place: number, estimates: Estimates, verdicts: readonly Verdict[]): TrialResult {
    const { axis, terms } = this.tried
    const estimateOf = (figure: RequiredTerm['figure']) => estimates.estimate(estimates.placeOf(figure)!)
    return {
      value: valueAt(axis, place),
      turn: this.byPlace.get(place)?.result.turn ?? this.count + 1,
      replications: estimates.count,
      verdict: together(verdicts),
      terms: terms.map(({ text, figure }, index) => ({
        term: text,
        verdict: verdicts[index]!,
        estimate: estimateOf(figure),
      })),
      cost: estimateOf({ subject: 'total', name: 'total', metric: 'cost.usd' }),
    }
  }
}

function isDecided(verdicts: readonly Verdict[], enough: readonly number[]): boolean {
  return enough.some((index) => verdicts[index] === 'unmet') || !verdicts.includes('undecided')
}
