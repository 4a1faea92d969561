import type { Expectation } from '../scenario/expectation.ts'
import type { Standing } from './dominance.ts'
import type { Stop } from './effort.ts'
import { Estimator } from './estimate.ts'
import { Estimates } from './estimates.ts'
import { byFigure, type Figure } from './figure.ts'
import { OBJECTIVES, type Objective, type ObjectiveName } from './objective.ts'
import { headlinesOf, meansSought, type Precision } from './precision.ts'
import { figuresOfRow, type RunRow, valuesOfRow } from './run-row.ts'
import type { PointResult } from './sweep-result.ts'

/** What the rows of one point say together. */
export class PointEstimates {
  private readonly first: RunRow
  private readonly expectations: readonly Expectation[]
  private readonly estimates: Estimates
  private readonly headlines: readonly number[]
  private readonly met: number[]
  private readonly values: Record<ObjectiveName, number[]> = { loss: [], cost: [] }
  private readonly estimators: Record<ObjectiveName, Estimator> = { loss: new Estimator(), cost: new Estimator() }

  private readonly most: number
  private readonly precision: Precision | undefined
  private needed: number
  private isPrecise = false

  /**
   * @param first the row of its first replication, which `add` is told of all the same
   * @param most replications, without a precision as many as there are to be
   */
  constructor(first: RunRow, expectations: readonly Expectation[], most: number, precision: Precision | undefined) {
    this.first = first
    this.expectations = expectations
    this.estimates = new Estimates(figuresOfRow(first))
    this.headlines = headlinesOf(this.estimates.figures, expectations)
    this.met = expectations.map(() => 0)
    this.most = most
    this.precision = precision
    this.needed = most
  }

  get seed(): number {
    return this.first.seed
  }

  get figures(): readonly Figure[] {
    return this.estimates.figures
  }

  get standing(): Standing {
    return { point: this.first.point, values: this.values }
  }

  /** @returns how many replications it needs, going by those so far: it is whole once it has them */
  add(row: RunRow): number {
    const { estimates, precision, most } = this
    estimates.add(valuesOfRow(row))
    for (const [place, isMet] of row.met.entries()) if (isMet) this.met[place]!++
    for (const [objective, { of }] of Object.entries(OBJECTIVES) as [ObjectiveName, Objective][]) {
      const value = of(({ metric }) => row.figures.total[metric])
      this.values[objective].push(value)
      this.estimators[objective].add(value)
    }
    if (!precision) return most
    const sought = meansSought(estimates, this.headlines)
    const { count } = estimates
    this.isPrecise = precision.isReached(sought, count, estimates.isWithoutChance)
    this.needed = this.isPrecise
      ? count
      : Math.min(most, Math.max(count + 1, precision.replicationsNeeded(sought, count, estimates.isWithoutChance)))
    return this.needed
  }

  result(): PointResult {
    const { estimates, estimators, first } = this
    return {
      point: first.point,
      values: first.values,
      replications: estimates.count,
      stopped: this.stop,
      objectives: { loss: estimators.loss.estimate(), cost: estimators.cost.estimate() },
      figures: byFigure(estimates.figures, (_, place) => estimates.estimate(place)),
      expectations: this.expectations.map(({ text }, place) => ({ expectation: text, met: this.met[place]! })),
    }
  }

  private get stop(): Stop {
    if (this.estimates.count < this.needed) return 'interrupted'
    if (!this.precision) return 'count'
    return this.isPrecise ? 'precise' : 'maximum'
  }
}
