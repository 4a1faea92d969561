import type { Standing } from './dominance.ts'
import type { Estimate } from './estimate.ts'
import { Estimator } from './estimate.ts'
import { Estimates } from './estimates.ts'
import { figuresOf } from './figure.ts'
import type { TermResult } from './find-result.ts'
import type { Objective } from './objective.ts'
import type { Replication } from './replication.ts'
import { carriersDoubt, Judge, type RequiredTerm, together, type Verdict } from './requirement.ts'

/** What settings are judged by. */
export interface Judged {
  readonly objectives: readonly Objective[]
  /** None where all settings will do. */
  readonly terms: readonly RequiredTerm[]
  /** Numbers of replications at which something may be decided. */
  readonly looks: readonly number[]
}

/** A setting that is tried, and what its runs say so far. */
export class Candidate implements Standing {
  readonly point: number
  readonly places: readonly number[]
  readonly values: Readonly<Record<string, number[]>>
  /** A setting that was seen to be better, or the same: as long as that one may be chosen, this one gets no more runs. */
  beatenBy: Candidate | undefined
  /** Whether another setting, or a part of the space, was left out because of it. */
  hasBeaten = false
  private readonly judged: Judged
  private readonly judge: Judge
  private readonly estimators: readonly Estimator[]
  private estimates: Estimates | undefined
  private lastVerdicts: readonly Verdict[]

  constructor(point: number, places: readonly number[], judged: Judged) {
    const { objectives, terms, looks } = judged
    this.point = point
    this.places = places
    this.judged = judged
    this.judge = new Judge(terms, looks)
    this.values = Object.fromEntries(objectives.map(({ name }) => [name, []]))
    this.estimators = objectives.map(() => new Estimator())
    this.lastVerdicts = terms.map(() => 'undecided')
  }

  /** Takes its next replication. */
  add({ result, values }: Replication): void {
    this.estimates ??= new Estimates(figuresOf(result!))
    const { estimates } = this
    estimates.add(values)
    for (const [index, { name, of }] of this.judged.objectives.entries()) {
      const value = of((figure) => {
        const place = estimates.placeOf(figure)
        return place === undefined ? undefined : values[place]
      })
      this.values[name]!.push(value)
      this.estimators[index]!.add(value)
    }
    this.lastVerdicts = this.judge.look(estimates, values)
  }

  /** Replications so far. */
  get count(): number {
    return this.estimates?.count ?? 0
  }

  /** Of each term. */
  get verdicts(): readonly Verdict[] {
    return this.lastVerdicts
  }

  get verdict(): Verdict {
    return together(this.lastVerdicts)
  }

  get isOpen(): boolean {
    return this.verdict === 'undecided'
  }

  get isBeaten(): boolean {
    return this.beatenBy !== undefined && this.beatenBy.verdict !== 'unmet'
  }

  /** Whether something was left out because of it, and it does not suffice after all: `==` may break in a late run. */
  get isRefuted(): boolean {
    return this.hasBeaten && this.verdict === 'unmet'
  }

  /** Whether it may be one of those that are sought. */
  get isKept(): boolean {
    return !this.isBeaten && this.verdict !== 'unmet'
  }

  get objectives(): Readonly<Record<string, Estimate>> {
    return Object.fromEntries(
      this.judged.objectives.map(({ name }, index) => [name, this.estimators[index]!.estimate()]),
    )
  }

  /** Mean of the figure of a term. */
  meanOfTerm(index: number): number {
    const estimates = this.estimates!
    return estimates.at(estimates.placeOf(this.judged.terms[index]!.figure)!).mean
  }

  /** What speaks against terms that are met, in sentences. */
  get doubts(): string[] {
    return this.judged.terms.flatMap((term, index) => {
      const estimates = this.estimates!
      return carriersDoubt(term, this.lastVerdicts[index]!, estimates.at(estimates.placeOf(term.figure)!)) ?? []
    })
  }

  get terms(): TermResult[] {
    return this.judged.terms.map(({ text, figure }, index) => ({
      term: text,
      verdict: this.lastVerdicts[index]!,
      estimate: this.estimates!.estimate(this.estimates!.placeOf(figure)!),
    }))
  }
}
