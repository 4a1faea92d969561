import { documentHead } from '../scenario/document-head.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { valueAt } from './axis.ts'
import type { Candidate } from './candidate.ts'
import { Candidates, type Spent, type Tryable } from './candidates.ts'
import { Dominance } from './dominance.ts'
import type { Conduct } from './effort.ts'
import { EXPLORING, Explorer, frontAmong } from './explorer.ts'
import type { FrontResult } from './front-result.ts'
import { CONFIDENCE } from './interval.ts'
import { turnsOf } from './one-way.ts'
import type { Runner } from './workers.ts'

/** What is sought, and where. */
export interface FrontSearch extends Tryable {
  /** The scenario as it is. */
  readonly base: Scenario
  /** As it was written; null where there is none. */
  readonly requirement: string | null
}

/**
 * Finds the settings that no other one beats, with runs made by somebody else. Supposes that each figure gets larger or
 * smaller all the way along each axis, wherever the others stand. Then the least that a box of settings can have of an
 * objective is at one of its corners: a box can be left out where one setting is at least as good as all its corners in
 * every objective, or where one term is unmet at all of them. All other boxes are cut in two, until there is nothing in them
 * but corners. What is close is given more runs at last.
 *
 * @returns undefined where it was ended before one setting was tried
 */
export async function searchFrontWith(
  runner: Runner,
  search: FrontSearch,
  conduct: Omit<Conduct, 'workers'> = {},
): Promise<FrontResult | undefined> {
  const { grid, base, terms, objectives, looks } = search
  const candidates = new Candidates(runner, search, conduct)
  const lookRuns = looks.reduce((sum, look) => sum + look, 0)
  // As with terms: looks share the error in proportion to their runs, objectives equally.
  const dominance = new Dominance((runs) => ((1 - CONFIDENCE) / objectives.length) * Math.min(1, runs / lookRuns))
  const explorer = new Explorer(search, candidates, dominance)
  const refuted = () => candidates.all.filter(({ isRefuted }) => isRefuted).length
  let decided: Spent
  let share = EXPLORING
  let before: number
  do {
    const explored = await explorer.explore(share)
    before = refuted()
    decided = explored === 'interrupted' ? explored : await decide(search, candidates, dominance)
    share = 1
    // What was left out because of a setting that does not suffice after all has its turn now.
  } while (decided === 'all' && refuted() > before)
  const tried = candidates.all
  if (tried.length === 0) return undefined
  const { points: front, undecided } = frontAmong(tried, search, dominance)
  const isFound = tried.some(({ verdict, isBeaten }) => verdict === 'met' && !isBeaten)
  return {
    ...documentHead(base),
    requirement: search.requirement,
    objectives: objectives.map(({ name, unit }) => ({ name, unit })),
    axes: grid.axes.map((axis) => ({
      path: axis.name,
      low: valueAt(axis, 0),
      high: valueAt(axis, axis.size - 1),
      size: axis.size,
    })),
    size: grid.size,
    confidence: CONFIDENCE,
    replications: looks.at(-1)!,
    budget: search.budget,
    runs: candidates.runs,
    outcome: decided === 'interrupted' ? 'interrupted' : isFound ? 'found' : 'none',
    open: explorer.openCount,
    front,
    undecided,
    binding: isFound || decided === 'interrupted' ? [] : bindingOf(tried, search),
    doubts: [
      ...new Set(tried.filter(({ point }) => front.includes(point)).flatMap(({ doubts }) => doubts)),
      ...turnsOf(tried, { axes: grid.axes, terms, objectives }, dominance),
    ],
    points: tried.map((candidate) => ({
      point: candidate.point,
      values: grid.point(candidate.point).values,
      replications: candidate.count,
      verdict: candidate.verdict,
      objectives: candidate.objectives,
      terms: candidate.terms,
    })),
  }
}

/** Gives more runs to what is close, and to what it is close to. */
async function decide(search: FrontSearch, candidates: Candidates, dominance: Dominance): Promise<Spent> {
  for (const look of search.looks) {
    const undecided = new Set(frontAmong(candidates.all, search, dominance).undecided)
    const kept = candidates.all.filter(({ isKept }) => isKept)
    const isConcerned = (candidate: Candidate) =>
      undecided.has(candidate.point) ||
      kept.some((other) => other !== candidate && undecided.has(other.point) && dominance.mayBeat(candidate, other))
    const spent = await candidates.goOn(kept.filter(isConcerned), look)
    if (spent !== 'all') return spent
  }
  return level(search, candidates, dominance)
}

/** Gives all of the front the same runs, where the budget has room for it: means over other runs differ by more than the settings. */
async function level(search: FrontSearch, candidates: Candidates, dominance: Dominance): Promise<Spent> {
  frontAmong(candidates.all, search, dominance)
  const front = candidates.all.filter(({ isKept }) => isKept)
  const most = Math.max(0, ...front.map(({ count }) => count))
  const missing = front.reduce((sum, { count }) => sum + most - count, 0)
  return candidates.runs + missing > search.budget ? 'budget' : candidates.goOn(front, most)
}

/** Terms that nothing meets; where each is met by something, those that something does not meet. */
function bindingOf(tried: readonly Candidate[], { terms }: FrontSearch): string[] {
  const isMet = (index: number) => tried.map(({ verdicts }) => verdicts[index] === 'met')
  const unmet = terms.filter((_, index) => !isMet(index).includes(true))
  // A setting that one term rules out gets no more runs, so that the others may be open at all of them.
  const refuted = unmet.filter((term) => tried.some(({ verdicts }) => verdicts[terms.indexOf(term)] === 'unmet'))
  const never = refuted.length > 0 ? refuted : unmet
  const binding = never.length > 0 ? never : terms.filter((_, index) => isMet(index).includes(false))
  return binding.map(({ text }) => text)
}
