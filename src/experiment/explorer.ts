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
  /** Boxes that were left out, and the setting that nothing in them can beat. */
  private leftOut: readonly { readonly box: Box; readonly rival: Candidate }[] = []

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

  /** @param share of the budget that may be spent by the end of it */
  async explore(share: number): Promise<Spent> {
    this.reopen()
    while (this.boxes.length > 0) {
      const corners = this.boxes.flatMap((box) => box.corners)
      const tried = await this.candidates.tryAll(corners, share)
      const spent = tried === 'all' ? await this.lookAgain(share) : tried
      if (spent !== 'all') return spent
      this.leaveOut()
      this.boxes = this.boxes.filter((box) => this.mayHide(box)).flatMap(({ halves }) => halves)
      this.reopen()
    }
    return 'all'
  }

  /** Takes back boxes that were left out because of a setting that turned out not to suffice. */
  private reopen(): void {
    const back = this.leftOut.filter(({ rival }) => rival.isRefuted)
    this.leftOut = this.leftOut.filter(({ rival }) => !rival.isRefuted)
    this.boxes = [...this.boxes, ...back.map(({ box }) => box)]
  }

  /** Keeps the boxes that a rival leaves out, with that rival: it may yet turn out not to suffice. */
  private leaveOut(): void {
    const left = this.boxes.flatMap((box) => {
      const rival = box.innerCount > 0 ? this.rivalOf(this.cornersOf(box)) : undefined
      return rival ? [{ box, rival }] : []
    })
    for (const { rival } of left) rival.hasBeaten = true
    this.leftOut = [...this.leftOut, ...left]
  }

  /** How many settings are in boxes that may hide something and have not been cut to the end. */
  get openCount(): number {
    const untried = ({ corners }: Box) => corners.filter((places) => !this.candidates.at(places)).length
    this.reopen()
    return this.boxes.filter((box) => this.mayHide(box)).reduce((sum, box) => sum + box.innerCount + untried(box), 0)
  }

  /** Gives more runs to the corners of boxes that means would leave out, as long as they cost less than what is in the boxes. */
  private async lookAgain(share: number): Promise<Spent> {
    const { looks } = this.space
    for (const look of looks) {
      frontAmong(this.candidates.all, this.space, this.dominance)
      const concerned = this.boxes.flatMap((box) => {
        if (!this.mayHide(box)) return []
        const group = this.closeAt(box).filter(({ count }) => count < look)
        const runs = group.reduce((sum, { count }) => sum + look - count, 0)
        return runs <= box.innerCount * looks[0]! ? group : []
      })
      const spent = await this.candidates.goOn([...new Set(concerned)], look, share)
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
    return !isUnmet && !this.rivalOf(tried)
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

  /** The rival that nothing between such corners can beat. */
  private rivalOf(corners: readonly Candidate[]): Candidate | undefined {
    return this.rivals.find((rival) => this.isNoMore(rival, corners))
  }

  /** Of a box all of whose corners were tried. */
  private cornersOf(box: Box): Candidate[] {
    return box.corners.map((places) => this.candidates.at(places)!)
  }

  /** Whether it has surely no more of anything than all corners. */
  private isNoMore(rival: Candidate, corners: readonly Candidate[]): boolean {
    return this.space.objectives.every(({ name }) =>
      corners.every((corner) => ['less', 'same'].includes(this.dominance.side(rival, corner, name))),
    )
  }

  /** What more runs would have to be made of, so that the box can be left out, if means are right; else nothing. */
  private closeAt(box: Box): Candidate[] {
    const corners = this.cornersOf(box)
    if (this.space.terms.some((_, index) => this.isBeyond(corners, index))) return corners
    const isLess = (rival: Candidate) =>
      this.space.objectives.every(({ name }) => corners.every((corner) => meanOf(rival, name) <= meanOf(corner, name)))
    const rival = this.rivals.find(isLess)
    return rival ? [rival, ...corners] : []
  }
}

/** The front of what was tried; what was seen to be beaten stays so, unless what beat it turns out not to suffice. */
export function frontAmong(tried: readonly Candidate[], { objectives }: Tryable, dominance: Dominance): Front {
  const kept = tried.filter(({ isKept }) => isKept)
  return frontOf(kept, objectives[0]!.name, dominance, (beaten, by) => {
    beaten.beatenBy = by
    by.hasBeaten = true
  })
}
