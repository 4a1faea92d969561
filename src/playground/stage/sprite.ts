import type { Whereabout } from '../../measure/whereabouts.ts'
import type { Point, Spot } from './map.ts'

/** Units of the map that a dot runs in a millisecond of real time. */
const SPEED = 0.7
/** Real time that a dot takes from one place to another, whatever the way: who is far behind must not fall back further. */
const [LEAST_MS, MOST_MS] = [260, 900]
/** Real time for which an event that has ended is still seen when it has come to where it ended. */
const LINGER_MS = 1_200

/** An event on the stage: a dot on its way, or where it is. */
export class Sprite {
  readonly event: Whereabout
  spot: Spot
  at: Point
  /** Place among those of its spot, kept as long as it is there; -1: none. */
  cell = -1
  private endedForMs = 0
  private way: readonly Point[]
  private target: Point
  /** Share of the way that is behind it. */
  private share = 1

  constructor(event: Whereabout, spot: Spot, at: Point) {
    this.event = event
    this.spot = spot
    this.at = at
    this.way = [at]
    this.target = at
  }

  /** The same event once more, on the same way: it leaves something at two places. */
  copy(): Sprite {
    const copy = new Sprite(this.event, this.spot, this.at)
    copy.way = this.way
    copy.target = this.target
    copy.share = this.share
    return copy
  }

  /** Sends it somewhere else; what lies ahead of it comes first. @param over corners of the way */
  send(spot: Spot, over: readonly Point[]): void {
    this.spot = spot
    this.cell = -1
    this.begin([...this.ahead(), ...over])
  }

  /** Where it is to be, which may move while it is on its way. */
  aim(target: Point, isMoved: boolean): void {
    // Within a place it changes to another cell: a way of its own.
    if (this.share >= 1 && isMoved) this.begin([])
    this.target = target
  }

  /** @param passedMs real time, Infinity where it is there at once @returns whether it moved */
  move(passedMs: number): boolean {
    const before = this.at
    if (this.share < 1) {
      const points = [...this.way, this.target]
      const lengths = lengthsOf(points)
      const length = lengths.reduce((sum, each) => sum + each, 0)
      const takesMs = Math.max(LEAST_MS, Math.min(MOST_MS, length / SPEED))
      this.share = Math.min(1, this.share + passedMs / takesMs)
      this.at = along(points, lengths, eased(this.share) * length)
    } else this.at = this.target
    return before.x !== this.at.x || before.y !== this.at.y
  }

  /** What has ended is seen less and less once it is there. @param passedMs real time */
  fade(passedMs: number): void {
    if (this.share >= 1) this.endedForMs += passedMs
  }

  /** How much of it is left to be seen, 0 to 1. */
  get presence(): number {
    return Math.max(0, Math.min(1, (2 * (LINGER_MS - this.endedForMs)) / LINGER_MS))
  }

  private begin(over: readonly Point[]): void {
    this.way = [this.at, ...over]
    this.share = 0
  }

  /** Corners that it has not passed yet. */
  private ahead(): Point[] {
    if (this.share >= 1) return []
    const lengths = lengthsOf([...this.way, this.target])
    let left = eased(this.share) * lengths.reduce((sum, each) => sum + each, 0)
    return this.way.slice(1).filter((_, place) => {
      left -= lengths[place]!
      return left < 0
    })
  }
}

function eased(share: number): number {
  return share < 0.5 ? 2 * share * share : 1 - 2 * (1 - share) ** 2
}

function lengthsOf(points: readonly Point[]): number[] {
  return points.slice(1).map((point, place) => distance(points[place]!, point))
}

/** A point of a way through some points. @param length from its beginning */
function along(points: readonly Point[], lengths: readonly number[], length: number): Point {
  let left = length
  for (const [place, each] of lengths.entries()) {
    if (left <= each && each > 0) {
      const [from, to] = [points[place]!, points[place + 1]!]
      return { x: from.x + ((to.x - from.x) * left) / each, y: from.y + ((to.y - from.y) * left) / each }
    }
    left -= each
  }
  return points.at(-1)!
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}
