import type { Axis } from './axis.ts'
import type { Candidate, Judged } from './candidate.ts'
import type { Dominance } from './dominance.ts'

/** What speaks against the supposition that figures go one way along each axis, in sentences. */
export function turnsOf(
  tried: readonly Candidate[],
  { axes, terms, objectives }: Pick<Judged, 'terms' | 'objectives'> & { readonly axes: readonly Axis[] },
  dominance: Dominance,
): string[] {
  return axes.flatMap(({ name }, axis) => {
    const lines = linesAlong(tried, axis)
    const turning = [
      ...objectives.filter((objective) => lines.some((line) => doesTurn(line, objective.name, dominance))),
      ...terms.filter((_, index) => lines.some((line) => doVerdictsTurn(line, index))),
    ]
    return turning.map(
      (what) =>
        `${'text' in what ? what.text : what.name}: does not go one way along ${name}, so that a setting between those that were tried may be better.`,
    )
  })
}

/** Settings that differ in one value only, in its order. */
function linesAlong(tried: readonly Candidate[], axis: number): Candidate[][] {
  const lines = Map.groupBy(tried, ({ places }) => places.toSpliced(axis, 1).join(' '))
  return [...lines.values()].map((line) => line.sort((a, b) => a.places[axis]! - b.places[axis]!))
}

function doesTurn(line: readonly Candidate[], objective: string, dominance: Dominance): boolean {
  const sides = line.slice(1).map((candidate, place) => dominance.side(candidate, line[place]!, objective))
  return sides.includes('less') && sides.includes('more')
}

/** Met, then not, and then met again, or the other way round. */
function doVerdictsTurn(line: readonly Candidate[], index: number): boolean {
  const decided = line.map(({ verdicts }) => verdicts[index]!).filter((verdict) => verdict !== 'undecided')
  return decided.filter((verdict, place) => place > 0 && verdict !== decided[place - 1]).length > 1
}
