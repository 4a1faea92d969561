import { COMPARE } from '../scenario/expectation.ts'
import { Box } from './box.ts'
import type { Candidate } from './candidate.ts'
import type { Candidates, Spent, Tryable } from './candidates.ts'
import { type Dominance, meanOf } from './dominance.ts'
import { type Front, frontOf } from './front.ts'

/** Share of the budget that goes to settings not tried yet; the rest decides what is close. */
export const EXPLORING = 0.75

/** Cuts the space of settings into boxes as long as they may hide something. */
export class Explorer {
  private readonly space: Tryable
  private readonly candidates: Candidates
  private readonly dominance: Dominance
  private boxes: readonly Box[]

  constructor(space: Tryable, candidates: Candidates, dominance: Dominance) {
    this.space = space
    this.candidates = candidates
    this.dominance = dominance
    const sizes = space.grid.axes.map(({ size }) => size)
    this.boxes = [
      new Box(
        sizes.map(() => 0),
        sizes.map((size) => size - 1),
      ),
    ]
  }

  async explore(): Promise<Spent> {
    while (this.boxes.length > 0) {
      const corners = this.boxes.flatMap((box) => box.corners)
      const tried = await this.candidates.tryAll(corners, EXPLORING)
      const spent = tried === 'all' ? await this.lookAgain() : tried
      if (spent !== 'all') return spent
      this.boxes = this.boxes.filter((box) => this.mayHide(box)).flatMap(({ halves }) => halves)
    }
    return 'all'
  }

  /** How many settings are in boxes that may hide something and have not been cut to the end. */
  get openCount(): number {
    const untried = ({ corners }: Box) => corners.filter((places) => !this.candidates.at(places)).length
    return this.boxes.filter((box) => this.mayHide(box)).reduce((sum, box) => sum + box.innerCount + untried(box), 0)
  }

  /** Gives more runs to the corners of boxes that means would leave out, as long as they cost less than what is in the boxes. */
  private async lookAgain(): Promise<Spent> {
    const { looks } = this.space
    for (const look of looks) {
      frontAmong(this.candidates.all, this.space, this.dominance)
      const concerned = this.boxes.flatMap((box) => {
        if (!this.mayHide(box)) return []
        const group = this.closeAt(box).filter(({ count }) => count < look)
        const runs = group.reduce((sum, { count }) => sum + look - count, 0)
        return runs <= box.innerCount * looks[0]! ? group : []
      })
      const spent = await this.candidates.goOn([...new Set(concerned)], look, EXPLORING)
      if (spent !== 'all') return spent
    }
    frontAmong(this.candidates.all, this.space, this.dominance)
    return 'all'
  }

  private mayHide(box: Box): boolean {
    const corners = box.corners.map((places) => this.candidates.at(places))
    if (corners.includes(undefined)) return true
    if (box.innerCount === 0) return false
    const tried = corners as Candidate[]
    const isUnmet = this.space.terms.some(
      (_, index) => this.isBeyond(tried, index) && tried.every(({ verdicts }) => verdicts[index] === 'unmet'),
    )
    return !isUnmet && !this.rivals.some((rival) => this.isNoMore(rival, tried))
  }

  /** Whether a term does not hold by the means of all corners, which lie on the same side of its bound. */
  private isBeyond(corners: readonly Candidate[], index: number): boolean {
    const { bound, comparison } = this.space.terms[index]!
    const means = corners.map((corner) => corner.meanOfTerm(index))
    const [side] = means.map((mean) => Math.sign(mean - bound))
    return means.every((mean) => Math.sign(mean - bound) === side && !COMPARE[comparison](mean, bound))
  }

  /** Settings that suffice and are beaten by none so far. */
  private get rivals(): Candidate[] {
    return this.candidates.all.filter(({ isKept, isOpen }) => isKept && !isOpen)
  }

  /** Whether it has surely no more of anything than all corners. */
  private isNoMore(rival: Candidate, corners: readonly Candidate[]): boolean {
    return this.space.objectives.every(({ name }) =>
      corners.every((corner) => ['less', 'same'].includes(this.dominance.side(rival, corner, name))),
    )
  }

  /** What more runs would have to be made of, so that the box can be left out, if means are right; else nothing. */
  private closeAt(box: Box): Candidate[] {
    const corners = box.corners.map((places) => this.candidates.at(places)!)
    if (this.space.terms.some((_, index) => this.isBeyond(corners, index))) return corners
    const isLess = (rival: Candidate) =>
      this.space.objectives.every(({ name }) => corners.every((corner) => meanOf(rival, name) <= meanOf(corner, name)))
    const rival = this.rivals.find(isLess)
    return rival ? [rival, ...corners] : []
  }
}

/** The front of what was tried; what was seen to be beaten stays so. */
export function frontAmong(tried: readonly Candidate[], { objectives }: Tryable, dominance: Dominance): Front {
  const kept = tried.filter(({ isKept }) => isKept)
  const front = frontOf(kept, objectives[0]!.name, dominance)
  for (const candidate of kept) candidate.isBeaten ||= !front.points.includes(candidate.point)
  return front
}
