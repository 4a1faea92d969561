import type { Whereabout } from '../../measure/whereabouts.ts'
import type { Playback } from '../playback/playback.ts'
import { Density } from './density.ts'
import { type EndPlace, middle, type Point, type StageMap, wayBetween } from './map.ts'
import { Pace } from './pace.ts'
import { Seats } from './seats.ts'
import { distance, Sprite } from './sprite.ts'

/** Events in flight up to which each is a dot. */
export const MOST_DOTS = 1_200
/** Ends that are shown one by one within a frame, and in all: of more, nobody could tell. */
const MOST_ENDS_A_FRAME = 12
const MOST_LINGERING = 400
/** The same beside a density. */
const MOST_ENDS_BESIDE = 2
const MOST_LINGERING_BESIDE = 120
/** Frames for which a density is shown before it is counted anew. */
const KEPT_FRAMES = 6

/** All dots of the stage: follows the run from frame to frame. */
export class Troupe {
  /** In flight, by number. */
  readonly sprites = new Map<number, Sprite>()
  /** Ended, as long as they are seen. */
  lingering: Sprite[] = []
  /** In the place of dots, where there are too many or they are too fast; else undefined. */
  density: Density | undefined
  /** Radius of a dot, in units of the map. */
  radius = 9
  /** Whether dots change places at once, and do not run. */
  isCalm = false
  private map: StageMap
  private playback: Playback | undefined
  private readonly told = new WeakSet<Whereabout>()
  private readonly pace = new Pace()
  private lastMs = 0
  /** Frames for which the density has been shown. */
  private frames = 0

  constructor(map: StageMap) {
    this.map = map
  }

  /** Lays everything out on another map, at once. */
  layOut(map: StageMap): void {
    this.map = map
    this.playback = undefined
  }

  /**
   * Follows the run.
   *
   * @param passedMs real time since the last frame
   * @param slots attempts that may run at once
   * @returns whether anything moved
   */
  follow(playback: Playback, passedMs: number, slots: number): boolean {
    const isAnew = playback !== this.playback
    if (isAnew) this.begin(playback)
    const { whereabouts, nowMs, log } = playback
    const { size } = whereabouts
    const isFast = this.pace.isTooFast(log.total)
    this.radius = radiusFor(size, this.map)
    const wasDense = this.density !== undefined
    this.density = size > MOST_DOTS || isFast ? this.densityOf(playback, isAnew) : undefined
    if (!isAnew) this.takeEnds(playback)
    let moved = this.density !== undefined || isAnew
    if (this.density) this.sprites.clear()
    else {
      const atOnce = isAnew || wasDense
      this.takeEvents(playback, atOnce)
      moved = this.place(playback, atOnce || this.isCalm ? Number.POSITIVE_INFINITY : passedMs, slots) || moved
    }
    this.lastMs = nowMs
    return this.fade(passedMs) || moved
  }

  /** The dot nearest to a point, within reach. */
  at(point: Point, reach: number): Sprite | undefined {
    let [nearest, least]: [Sprite | undefined, number] = [undefined, reach]
    for (const sprite of [...this.sprites.values(), ...this.lingering]) {
      const away = distance(sprite.at, point)
      if (away <= least) [nearest, least] = [sprite, away]
    }
    return nearest
  }

  /** Counting costs a look at each event: it is done some ten times a second. */
  private densityOf(playback: Playback, isAnew: boolean): Density {
    const before = this.density
    if (before && !isAnew && ++this.frames < KEPT_FRAMES) return before
    this.frames = 0
    const density = new Density(playback)
    if (before && !isAnew && playback.nowMs !== this.lastMs) density.soften(before)
    return density
  }

  private begin(playback: Playback): void {
    this.playback = playback
    this.sprites.clear()
    this.lingering = []
    this.lastMs = playback.nowMs
    this.pace.begin(playback.log.total)
    for (const ended of playback.whereabouts.lately) this.told.add(ended)
  }

  private takeEvents({ whereabouts }: Playback, atOnce: boolean): void {
    for (const event of whereabouts.events) {
      const spot = event.place!
      const sprite = this.sprites.get(event.number)
      if (!sprite) this.sprites.set(event.number, this.entering(event, atOnce))
      else if (sprite.spot !== spot) sprite.send(spot, wayBetween(this.map, sprite.spot, spot))
    }
    // What is in flight no more has been taken by its end.
    for (const [number, { event }] of this.sprites) if (event.place === undefined) this.sprites.delete(number)
  }

  private entering(event: Whereabout, atOnce: boolean): Sprite {
    const spot = event.place!
    const { boxes, rails } = this.map
    const sprite = new Sprite(event, spot, atOnce ? middle(boxes[spot]) : rails.arrival[0]!)
    if (!atOnce) sprite.send(spot, wayBetween(this.map, undefined, spot))
    return sprite
  }

  private takeEnds({ whereabouts }: Playback): void {
    const isDense = this.density !== undefined
    const most = isDense ? MOST_LINGERING_BESIDE : MOST_LINGERING
    let left = Math.min(isDense ? MOST_ENDS_BESIDE : MOST_ENDS_A_FRAME, most - this.lingering.length)
    for (const event of [...whereabouts.lately].reverse()) {
      if (event.sinceMs < this.lastMs || left <= 0) break
      if (this.told.has(event)) continue
      this.told.add(event)
      left--
      for (const end of endPlaces(event)) this.linger(event, end)
    }
  }

  private linger(event: Whereabout, end: EndPlace): void {
    const { map } = this
    const sprite = this.sprites.get(event.number)?.copy() ?? this.unseen(event)
    const others = this.lingering.filter(({ spot }) => spot === end).length
    sprite.send(end, wayBetween(map, sprite.spot, end))
    const { x, y, width, height } = map.boxes[end]
    const gap = 3 * this.radius
    const columns = Math.max(1, Math.min(4, Math.floor((width - 80) / gap)))
    sprite.aim({ x: x + width - 18 - gap * (others % columns), y: y + height - 20 }, false)
    this.lingering.push(sprite)
  }

  /** One that came and ended between two frames, or was no dot: where it would have been last. */
  private unseen(event: Whereabout): Sprite {
    const { rails } = this.map
    const hasJustCome = this.density === undefined && event.acceptedMs >= this.lastMs
    if (!hasJustCome) return new Sprite(event, 'running', rails.onFailure[0]!)
    const sprite = new Sprite(event, 'queue', rails.arrival[0]!)
    sprite.send(event.attempts > 0 ? 'running' : 'queue', rails.arrival)
    return sprite
  }

  private place(playback: Playback, passedMs: number, slots: number): boolean {
    const seats = new Seats(this.map, playback, slots, this)
    let moved = false
    for (const sprite of this.sprites.values()) {
      seats.seat(sprite)
      moved = sprite.move(passedMs) || moved
    }
    return moved
  }

  private fade(passedMs: number): boolean {
    if (this.lingering.length === 0) return false
    for (const sprite of this.lingering) {
      sprite.move(this.isCalm ? Number.POSITIVE_INFINITY : passedMs)
      sprite.fade(passedMs)
    }
    this.lingering = this.lingering.filter(({ presence }) => presence > 0)
    return true
  }
}

/** Where an event that has ended is seen to go: to each that took something of it. */
export function endPlaces({ condition, taken, discarded }: Whereabout): EndPlace[] {
  const sides = taken.map(({ side }): EndPlace => side)
  if (condition === 'Success') return sides.length > 0 ? sides : ['succeeded']
  return discarded || sides.length === 0 ? ['discarded'] : sides
}

function radiusFor(size: number, { isUpright }: StageMap): number {
  const [large, medium, small, tiny] = isUpright ? [0, 16, 60, 120] : [8, 40, 120, 400]
  if (size <= large) return 12
  if (size <= medium) return 9
  if (size <= small) return 7
  return size <= tiny ? 5 : 3.5
}
