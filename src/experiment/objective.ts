import type { ExpectationTerm } from '../scenario/expectation.ts'
import { METRICS, QUEUE_METRICS, type Unit } from '../scenario/metric.ts'
import { type FigureName, figureOf } from './figure.ts'

/** What one would rather have less of. */
export interface Objective {
  /** `cost`, `loss`, or the words of expectations for a figure: `checkout.eventAge.p99`. */
  readonly name: string
  readonly unit: Unit | 'share' | 'money'
  /** @param figure gives what a figure of the run came to; of one that the run does not have, undefined */
  readonly of: (figure: (name: FigureName) => number | undefined) => number
}

const total = (metric: string): FigureName => ({ subject: 'total', name: 'total', metric })

/** US dollars of a run. */
const COST: Objective = { name: 'cost', unit: 'money', of: (figure) => figure(total('cost.usd'))! }

/** The share, 0 to 1, of a run's events that were dropped and of its calls that were refused, among all events and calls. */
const LOSS: Objective = {
  name: 'loss',
  unit: 'share',
  of(figure) {
    const [received, dropped, calls, refused] = [
      'received',
      'dropped',
      'synchronous.calls',
      'synchronous.throttles',
    ].map((metric) => figure(total(metric)) ?? 0) as [number, number, number, number]
    const sent = received + calls
    return sent === 0 ? 0 : (dropped + refused) / sent
  },
}

/** Objectives that have a word of their own. Sweeps have both. */
export const OBJECTIVES = { loss: LOSS, cost: COST } as const
export type ObjectiveName = keyof typeof OBJECTIVES

/** A metric without a name is that of the total: what `--minimize` says in the words of expectations. */
export function figureWords(text: string): string {
  return text in METRICS ? `total.${text}` : text
}

/** The figure that a term of an expectation speaks of as an objective. */
export function objectiveOf(name: string, term: ExpectationTerm): Objective {
  const { metric, isTarget } = term
  const isMoney = metric === 'cost.usd'
  const isShare = metric === 'synchronous.throttledShare'
  const unit = isMoney ? 'money' : isShare ? 'share' : (isTarget ? QUEUE_METRICS : METRICS)[metric]!
  return { name, unit, of: (figure) => figure(figureOf(term))! }
}
