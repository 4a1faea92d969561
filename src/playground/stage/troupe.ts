import type { Whereabout } from '../../measure/whereabouts.ts'
import type { Playback } from '../playback/playback.ts'
import { Density } from './density.ts'
import { cellOf, type EndPlace, middle, type Point, retryLanes, type StageMap, waitingAt } from './map.ts'
import { distance, Sprite } from './sprite.ts'
import { backOffShare, retryLane, retryShare } from './wait-scale.ts'

/** Events in flight up to which each is a dot. */
export const MOST_DOTS = 1_200
/** Events whose ends are shown one by one within a frame: of more, nobody could tell. */
const MOST_ENDS_A_FRAME = 40
const MOST_LINGERING = 300
/** Real time for which an ended event lingers; `Sprite` fades within it. */
const LINGER_MS = 1_600
/** Frames for which a density is shown before it is counted anew. */
const KEPT_FRAMES = 6
/** Cells of the queue and of running attempts at least, so that few events stand as many would. */
const LEAST_CELLS = 12

/** All dots of the stage: follows the run from frame to frame. */
export class Troupe {
  /** In flight, by number. */
  readonly sprites = new Map<number, Sprite>()
  /** Ended, as long as they are seen. */
  lingering: Sprite[] = []
  /** In the place of dots, where there are too many; else undefined. */
  density: Density | undefined
  /** Radius of a dot, in units of the map. */
  radius = 9
  private map: StageMap
  private playback: Playback | undefined
  private readonly told = new WeakSet<Whereabout>()
  private lastEndMs = 0
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
   * @param passedMs real time since the last frame; Infinity: everything is where it belongs at once
   * @param slots attempts that may run at once
   * @returns whether anything moved
   */
  follow(playback: Playback, passedMs: number, slots: number): boolean {
    const isAnew = playback !== this.playback
    if (isAnew) this.begin(playback)
    const { whereabouts, nowMs } = playback
    const { size } = whereabouts
    const wasDense = this.density !== undefined
    this.density = size > MOST_DOTS ? this.densityOf(playback, isAnew) : undefined
    if (this.density) this.sprites.clear()
    else if (wasDense) this.sprites.clear()
    this.radius = radiusFor(size)
    this.takeEnds(playback, isAnew)
    if (!this.density) this.takeEvents(playback, isAnew || wasDense)
    this.lastEndMs = nowMs
    let moved = this.density !== undefined || isAnew
    if (!this.density)
      moved = this.place(playback, isAnew || wasDense ? Number.POSITIVE_INFINITY : passedMs, slots) || moved
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
    if (this.density && !isAnew && ++this.frames < KEPT_FRAMES) return this.density
    this.frames = 0
    return new Density(playback)
  }

  private begin(playback: Playback): void {
    this.playback = playback
    this.sprites.clear()
    this.lingering = []
    this.lastEndMs = playback.nowMs
    for (const ended of playback.whereabouts.lately) this.told.add(ended)
  }

  private takeEvents({ whereabouts }: Playback, atOnce: boolean): void {
    const { map } = this
    for (const event of whereabouts.events) {
      const spot = event.place!
      const sprite = this.sprites.get(event.number)
      if (!sprite) this.sprites.set(event.number, this.entering(event, atOnce))
      else if (sprite.spot !== spot) sprite.send(spot, map.entries[spot] ?? [])
    }
    // What is in flight no more has been taken by its end.
    for (const [number, { event }] of this.sprites) if (event.place === undefined) this.sprites.delete(number)
  }

  private entering(event: Whereabout, atOnce: boolean): Sprite {
    const spot = event.place!
    const { boxes, arrivals, entries } = this.map
    const sprite = new Sprite(event, spot, atOnce ? middle(boxes[spot]) : arrivals)
    if (!atOnce) sprite.send(spot, [middle(boxes.queue), ...(entries[spot] ?? [])])
    return sprite
  }

  private takeEnds({ whereabouts }: Playback, isAnew: boolean): void {
    if (isAnew) return
    let left = MOST_ENDS_A_FRAME
    for (const event of [...whereabouts.lately].reverse()) {
      if (event.sinceMs < this.lastEndMs || left === 0) break
      if (this.told.has(event)) continue
      this.told.add(event)
      left--
      for (const end of endPlaces(event)) this.linger(event, end)
    }
  }

  private linger(event: Whereabout, end: EndPlace): void {
    const { boxes } = this.map
    const from = this.sprites.get(event.number)?.at ?? middle(boxes.running)
    const sprite = new Sprite(event, 'running', from)
    sprite.send(end, [])
    const { x, y, width, height } = boxes[end]
    const right = x + width - 18 - 3 * this.radius * (this.lingering.filter(({ spot }) => spot === end).length % 4)
    sprite.aim({ x: Math.max(x + 10, right), y: y + height - 18 }, false)
    this.lingering.push(sprite)
    if (this.lingering.length > MOST_LINGERING) this.lingering.shift()
  }

  private place({ whereabouts, nowMs }: Playback, passedMs: number, slots: number): boolean {
    const { map } = this
    const queued = Math.max(LEAST_CELLS, powerOfTwo(whereabouts.count('queue')))
    const running = whereabouts.count('running')
    const cells = slots <= 100 ? Math.max(slots, running, 1) : Math.max(LEAST_CELLS, powerOfTwo(running))
    const taken = new Set<number>()
    for (const { spot, cell } of this.sprites.values()) if (spot === 'running' && cell >= 0) taken.add(cell)
    let [free, queue, moved] = [0, 0, false]
    for (const sprite of this.sprites.values()) {
      const target = (): readonly [Point, boolean] => {
        const { event, cell } = sprite
        const leftMs = event.untilMs === undefined ? 0 : event.untilMs - nowMs
        switch (sprite.spot) {
          case 'queue': {
            const own = queue++
            sprite.cell = own
            return [middle(cellOf(map.boxes.queue, queued, own)), cell >= 0 && cell !== own]
          }
          case 'running': {
            if (cell < 0) {
              while (taken.has(free)) free++
              taken.add(free)
              sprite.cell = free
            }
            return [middle(cellOf(map.boxes.running, cells, sprite.cell)), false]
          }
          case 'retryWait': {
            const lane = retryLane(event)
            return [waitingAt(map, retryLanes(map)[lane], retryShare(leftMs, lane), across(event.number, 5)), false]
          }
          default:
            return [waitingAt(map, map.boxes.backOff, backOffShare(leftMs), across(event.number, 9)), false]
        }
      }
      sprite.aim(...target())
      moved = sprite.move(passedMs) || moved
    }
    return moved
  }

  private fade(passedMs: number): boolean {
    if (this.lingering.length === 0) return false
    for (const sprite of this.lingering) {
      sprite.move(passedMs)
      sprite.endedForMs += Math.min(passedMs, LINGER_MS)
    }
    this.lingering = this.lingering.filter(({ endedForMs }) => endedForMs < LINGER_MS)
    return true
  }
}

/** Where an event that has ended is seen to go: to each that took something of it. */
export function endPlaces({ condition, taken, discarded }: Whereabout): EndPlace[] {
  const sides = taken.map(({ side }): EndPlace => side)
  if (condition === 'Success') return sides.length > 0 ? sides : ['succeeded']
  return discarded || sides.length === 0 ? ['discarded'] : sides
}

/** Across a lane, so that events that are due together do not hide each other. */
function across(number: number, rows: number): number {
  return ((((number - 1) * 2) % rows) + 1) / (rows + 1)
}

function radiusFor(size: number): number {
  if (size <= 8) return 12
  if (size <= 30) return 9
  if (size <= 100) return 7
  return size <= 250 ? 5 : 3.5
}

function powerOfTwo(count: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, count)))
}
