import type { Whereabout } from '../../measure/whereabouts.ts'
import type { Point, Spot } from './map.ts'

/** Real time that a dot takes from one place to another. */
const TRAVEL_MS = 420
/** Real time that an event which has ended is still seen. */
const LINGER_MS = 1_600

/** An event on the stage: a dot on its way, or where it is. */
export class Sprite {
  readonly event: Whereabout
  spot: Spot
  at: Point
  /** Place among those of its spot, kept as long as it is there; -1: none. */
  cell = -1
  /** Real time since it came to an end, in ms. */
  endedForMs = 0
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

  /** Sends it somewhere else. @param over points on the way */
  send(spot: Spot, over: readonly Point[]): void {
    this.spot = spot
    this.cell = -1
    this.way = [this.at, ...over]
    this.share = 0
  }

  /** Where it is to be, which may move while it is on its way. */
  aim(target: Point, isMoved: boolean): void {
    // Within a place it changes to another cell: a way of its own.
    if (this.share >= 1 && isMoved) {
      this.way = [this.at]
      this.share = 0
    }
    this.target = target
  }

  /** @param passedMs real time, Infinity where it is there at once @returns whether it moved */
  move(passedMs: number): boolean {
    const before = this.at
    this.share = Math.min(1, this.share + passedMs / TRAVEL_MS)
    this.at = this.share >= 1 ? this.target : along([...this.way, this.target], eased(this.share))
    return before.x !== this.at.x || before.y !== this.at.y
  }

  /** How much of it is left to be seen, 0 to 1. */
  get presence(): number {
    if (this.event.place !== undefined) return 1
    return Math.max(0, Math.min(1, (2 * (LINGER_MS - this.endedForMs)) / LINGER_MS))
  }
}

function eased(share: number): number {
  return share < 0.5 ? 2 * share * share : 1 - 2 * (1 - share) ** 2
}

/** A point of a way through some points. */
function along(points: readonly Point[], share: number): Point {
  const lengths = points.slice(1).map((point, place) => distance(points[place]!, point))
  let left = share * lengths.reduce((sum, length) => sum + length, 0)
  for (const [place, length] of lengths.entries()) {
    if (left <= length && length > 0) {
      const [from, to] = [points[place]!, points[place + 1]!]
      return { x: from.x + ((to.x - from.x) * left) / length, y: from.y + ((to.y - from.y) * left) / length }
    }
    left -= length
  }
  return points.at(-1)!
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}
