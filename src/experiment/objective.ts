import { Moments } from './moments.ts'
import type { SweepRow } from './sweep-row.ts'

/** What one would rather have less of. */
export const OBJECTIVES = ['loss', 'cost'] as const
export type Objective = (typeof OBJECTIVES)[number]

/**
 * What a run comes to: `cost` in US dollars; `loss` is the share, 0 to 1, of its events that were dropped and of its calls
 * that were refused, among all events and calls.
 */
export function objectivesOf({ figures: { total } }: SweepRow): Readonly<Record<Objective, number>> {
  const { received = 0, dropped = 0, 'synchronous.calls': calls = 0, 'synchronous.throttles': refused = 0 } = total
  const sent = received + calls
  return { loss: sent === 0 ? 0 : (dropped + refused) / sent, cost: total['cost.usd']! }
}

/** The point with the least of an objective. */
export interface Best {
  /** Its number. Of equal ones that with less of the other objective, then the first. */
  readonly point: number
  /** Other points that may be as good: the interval of what they have more, run by run under the same draws, has 0 in it. */
  readonly asGood: readonly number[]
}

/** Values of each objective over the replications of a point, in order. */
export interface Standing {
  readonly point: number
  readonly values: Readonly<Record<Objective, readonly number[]>>
}

/** @param standings one or more */
export function bestOf(standings: readonly Standing[], objective: Objective): Best {
  const other = objective === 'cost' ? 'loss' : 'cost'
  const [best] = standings.toSorted(
    (a, b) => mean(a, objective) - mean(b, objective) || mean(a, other) - mean(b, other) || a.point - b.point,
  )
  const isAsGood = (standing: Standing) => standing !== best && !isSurelyMore(standing, best!, objective)
  return { point: best!.point, asGood: standings.filter(isAsGood).map(({ point }) => point) }
}

/**
 * The points than which no other has less of one objective and not more of the other, by their means; of points that are
 * alike in both the first. The cheapest comes first.
 */
export function frontOf(standings: readonly Standing[]): number[] {
  const ordered = standings
    .map((standing) => ({ point: standing.point, cost: mean(standing, 'cost'), loss: mean(standing, 'loss') }))
    .sort((a, b) => a.cost - b.cost || a.loss - b.loss || a.point - b.point)
  const front: number[] = []
  let least = Number.POSITIVE_INFINITY
  for (const { point, loss } of ordered) {
    if (loss >= least) continue
    least = loss
    front.push(point)
  }
  return front
}

function mean({ values }: Standing, objective: Objective): number {
  const all = values[objective]
  return all.reduce((sum, value) => sum + value, 0) / all.length
}

/** Paired by replication: the draws are the same. */
function isSurelyMore(standing: Standing, best: Standing, objective: Objective): boolean {
  const [values, least] = [standing.values[objective], best.values[objective]]
  const differences = new Moments()
  for (let place = 0; place < Math.min(values.length, least.length); place++)
    differences.add(values[place]! - least[place]!)
  return (differences.interval()?.low ?? differences.mean) > 0
}
