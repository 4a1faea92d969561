import { Dominance, meanOf, type Standing } from './dominance.ts'

/** The point with the least of an objective. */
export interface Best {
  /** Its number. Of equal ones that with less of the other objectives, then the first. */
  readonly point: number
  /** Other points that may be as good: the interval of what they have more, run by run under the same draws, has 0 in it. */
  readonly asGood: readonly number[]
}

/** The points that no other one beats: the Pareto front, as far as runs tell. */
export interface Front {
  /** Their numbers, that with the least mean of the first objective first. Of points that are alike in all only the first. */
  readonly points: readonly number[]
  /** Those of them that another one of them may beat, or that may not be chosen: more runs would decide it. */
  readonly undecided: readonly number[]
}

/** @param standings one or more */
export function bestOf(standings: readonly Standing[], objective: string, dominance = new Dominance()): Best {
  const [best] = byMean(standings, objective).map(({ standing }) => standing)
  const isAsGood = (standing: Standing) => standing !== best && dominance.side(standing, best!, objective) !== 'more'
  return { point: best!.point, asGood: standings.filter(isAsGood).map(({ point }) => point) }
}

/**
 * @param first the objective by which the points of the front are put in order
 * @param onBeaten is told of each point that is left out, and of one that beats it or takes its place
 */
export function frontOf<Point extends Standing>(
  standings: readonly Point[],
  first: string,
  dominance = new Dominance(),
  onBeaten?: (beaten: Point, by: Point) => void,
): Front {
  const ordered = byMean(standings, first)
  const kept: Point[] = []
  for (const { standing, means } of ordered) {
    const better = ordered.find(
      (other) =>
        other.standing !== standing &&
        // Most points are far from beating most others, and their means say so at once.
        other.means.every((mean, place) => mean <= means[place]!) &&
        (dominance.beats(other.standing, standing) || takesThePlaceOf(other.standing, standing, dominance)),
    )
    if (better) onBeaten?.(standing, better.standing)
    else kept.push(standing)
  }
  const isUndecided = (standing: Standing) =>
    standing.isOpen || kept.some((other) => other !== standing && dominance.mayBeat(other, standing))
  return { points: kept.map(({ point }) => point), undecided: kept.filter(isUndecided).map(({ point }) => point) }
}

function takesThePlaceOf(one: Standing, other: Standing, dominance: Dominance): boolean {
  return !one.isOpen && one.point < other.point && dominance.areAlike(one, other)
}

/** In order of their means, those of one objective before those of the others, then of their numbers. */
function byMean<Point extends Standing>(standings: readonly Point[], first: string) {
  const objectives = Object.keys(standings[0]?.values ?? {})
  const order = [first, ...objectives.filter((each) => each !== first)]
  return standings
    .map((standing) => ({ standing, means: order.map((objective) => meanOf(standing, objective)) }))
    .sort((a, b) => {
      const place = a.means.findIndex((mean, index) => mean !== b.means[index])
      return place < 0 ? a.standing.point - b.standing.point : a.means[place]! - b.means[place]!
    })
}
