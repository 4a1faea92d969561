import { type Doubt, type Estimate, Estimator, isTail } from './estimate.ts'
import { type Figure, type FigureName, keyOf } from './figure.ts'

/** The shares of the quantiles that results have. */
const QUANTILES: Readonly<Record<string, number>> = { p50: 0.5, p90: 0.9, p99: 0.99 }

/** Of what the quantiles of a spread are: the sum of these counts of the same subject. */
const SAMPLES: Readonly<Record<string, readonly string[]>> = {
  eventAge: ['attempts', 'throttles', 'systemErrors'],
  completion: ['received'],
  duration: ['attempts'],
  'synchronous.duration': ['synchronous.succeeded', 'synchronous.errors'],
  'synchronous.response': ['synchronous.succeeded', 'synchronous.errors'],
}

/** Counts that are the most at one moment, and not how often something came. */
const PEAK = /\.max$|^depth\.end$/

/** All figures of one setting over its replications. */
export class Estimates {
  readonly figures: readonly Figure[]
  private readonly estimators: readonly Estimator[]
  private readonly places: ReadonlyMap<string, number>

  constructor(figures: readonly Figure[]) {
    this.figures = figures
    this.estimators = figures.map(() => new Estimator())
    this.places = new Map(figures.map((figure, place) => [keyOf(figure), place]))
  }

  /** Replications so far. */
  get count(): number {
    return this.estimators[0]?.count ?? 0
  }

  /** Takes the values of one replication, in the order of the figures. */
  add(values: Float64Array): void {
    if (values.length !== this.estimators.length) throw new Error('expected the same figures of every replication')
    for (const [place, estimator] of this.estimators.entries()) estimator.add(values[place]!)
  }

  /** Undefined where the result does not have it. */
  placeOf(figure: FigureName): number | undefined {
    return this.places.get(keyOf(figure))
  }

  at(place: number): Estimator {
    return this.estimators[place]!
  }

  /** Whether nothing at all varied: a scenario without chance, where one run says everything. */
  get isWithoutChance(): boolean {
    return this.estimators.every(({ variance }) => variance === 0)
  }

  estimate(place: number): Estimate {
    return this.at(place).estimate(this.doubt(place))
  }

  /** Why the interval of a figure means nothing; undefined where it does. */
  doubt(place: number): Doubt | undefined {
    const figure = this.figures[place]!
    const cut = figure.metric.lastIndexOf('.')
    const quantile = QUANTILES[figure.metric.slice(cut + 1)]
    const samples = SAMPLES[figure.metric.slice(0, cut)]
    if (quantile !== undefined && samples) {
      const values = samples.reduce((sum, metric) => sum + this.mean({ ...figure, metric }), 0)
      return isTail(quantile, values) ? 'tail' : undefined
    }
    return figure.unit === 'count' && !PEAK.test(figure.metric) ? this.at(place).rarity : undefined
  }

  private mean(figure: Figure): number {
    const place = this.placeOf(figure)
    return place === undefined ? 0 : this.at(place).mean
  }
}
