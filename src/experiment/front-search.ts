import { documentHead } from '../scenario/document-head.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { valueAt } from './axis.ts'
import { Box } from './box.ts'
import type { Candidate } from './candidate.ts'
import { Candidates, type Spent, type Tryable } from './candidates.ts'
import { Dominance } from './dominance.ts'
import type { Conduct } from './effort.ts'
import { frontOf } from './front.ts'
import type { FrontResult } from './front-result.ts'
import { CONFIDENCE } from './interval.ts'
import { turnsOf } from './one-way.ts'
import type { Runner } from './workers.ts'

/** Share of the budget that goes to settings not tried yet; the rest decides what is close. */
export const EXPLORING = 0.75

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
  const spent = await explorer.explore()
  const decided = spent === 'interrupted' ? spent : await decide(search, candidates, dominance)
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
    doubts: turnsOf(tried, { axes: grid.axes, terms, objectives }, dominance),
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

/** Cuts the space of settings into boxes as long as they may hide something. */
class Explorer {
  private readonly search: FrontSearch
  private readonly candidates: Candidates
  private readonly dominance: Dominance
  private boxes: readonly Box[]

  constructor(search: FrontSearch, candidates: Candidates, dominance: Dominance) {
    this.search = search
    this.candidates = candidates
    this.dominance = dominance
    const sizes = search.grid.axes.map(({ size }) => size)
    this.boxes = [
      new Box(
        sizes.map(() => 0),
        sizes.map((size) => size - 1),
      ),
    ]
  }

  async explore(): Promise<Spent> {
    while (this.boxes.length > 0) {
      const spent = await this.candidates.tryAll(
        this.boxes.flatMap(({ corners }) => corners),
        EXPLORING,
      )
      frontAmong(this.candidates.all, this.search, this.dominance)
      if (spent !== 'all') return spent
      this.boxes = this.boxes.filter((box) => this.mayHide(box)).flatMap(({ halves }) => halves)
    }
    return 'all'
  }

  /** How many settings are in boxes that may hide something and have not been cut to the end. */
  get openCount(): number {
    return this.boxes
      .filter((box) => this.mayHide(box))
      .reduce(
        (sum, box) => sum + box.innerCount + box.corners.filter((places) => !this.candidates.at(places)).length,
        0,
      )
  }

  private mayHide(box: Box): boolean {
    const corners = box.corners.map((places) => this.candidates.at(places))
    if (corners.includes(undefined)) return true
    if (box.innerCount === 0) return false
    const tried = corners as Candidate[]
    return !this.isUnmet(tried) && !this.isNoBetter(tried)
  }

  /** Whether one term is unmet at all corners, on the same side of its bound. */
  private isUnmet(corners: readonly Candidate[]): boolean {
    return this.search.terms.some(({ bound }, index) => {
      const sides = corners.map((corner) => Math.sign(corner.terms[index]!.estimate.mean - bound))
      return corners.every(({ verdicts }) => verdicts[index] === 'unmet') && sides.every((side) => side === sides[0])
    })
  }

  /** Whether there is a setting that suffices and has surely no more of anything than all corners. */
  private isNoBetter(corners: readonly Candidate[]): boolean {
    return this.candidates.all.some(
      (rival) =>
        rival.isKept &&
        !rival.isOpen &&
        this.search.objectives.every(({ name }) =>
          corners.every((corner) => ['less', 'same'].includes(this.dominance.side(rival, corner, name))),
        ),
    )
  }
}

/** The front of what was tried; what was seen to be beaten stays so. */
function frontAmong(tried: readonly Candidate[], { objectives }: FrontSearch, dominance: Dominance) {
  const kept = tried.filter(({ isKept }) => isKept)
  const front = frontOf(kept, objectives[0]!.name, dominance)
  for (const candidate of kept) candidate.isBeaten ||= !front.points.includes(candidate.point)
  return front
}

/** Gives more runs to what is close, and to what it is close to. */
async function decide(search: FrontSearch, candidates: Candidates, dominance: Dominance): Promise<Spent> {
  for (const look of search.looks) {
    const undecided = new Set(frontAmong(candidates.all, search, dominance).undecided)
    const kept = candidates.all.filter(({ isKept }) => isKept)
    const isConcerned = (candidate: Candidate) =>
      undecided.has(candidate.point) ||
      kept.some((other) => other !== candidate && undecided.has(other.point) && dominance.mayBeat(candidate, other))
    const spent = await candidates.goOn(
      kept.filter((candidate) => candidate.count < look && isConcerned(candidate)),
      look,
    )
    if (spent !== 'all') return spent
  }
  return 'all'
}

/** Terms that nothing meets; where each is met by something, those that something does not meet. */
function bindingOf(tried: readonly Candidate[], { terms }: FrontSearch): string[] {
  const isMet = (index: number) => tried.map(({ verdicts }) => verdicts[index] === 'met')
  const never = terms.filter((_, index) => !isMet(index).includes(true))
  const binding = never.length > 0 ? never : terms.filter((_, index) => isMet(index).includes(false))
  return binding.map(({ text }) => text)
}
