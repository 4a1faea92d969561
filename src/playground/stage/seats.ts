import type { Playback } from '../playback/playback.ts'
import { type Box, cellOf, middle, retryLanes, type StageMap, waitingAt } from './map.ts'
import type { Sprite } from './sprite.ts'
import { backOffShare, retryLane, retryShare } from './wait-scale.ts'

/** Cells of the queue and of running attempts at least, so that few events stand as many would. */
const LEAST_CELLS = 12
/** Limit of concurrency up to which each slot has a place of its own. */
export const MOST_SLOTS = 100

/** Where each dot belongs within its place, at one frame. */
export class Seats {
  private readonly map: StageMap
  private readonly nowMs: number
  private readonly radius: number
  private readonly queueCells: number
  private readonly slotCells: number
  private readonly taken = new Set<number>()
  private free = 0
  private queued = 0

  /**
   * @param slots attempts that may run at once
   * @param dots all of them, with their radius
   */
  constructor(
    map: StageMap,
    { whereabouts, nowMs }: Playback,
    slots: number,
    { sprites, radius }: { readonly sprites: ReadonlyMap<number, Sprite>; readonly radius: number },
  ) {
    this.map = map
    this.nowMs = nowMs
    this.radius = radius
    this.queueCells = Math.max(LEAST_CELLS, powerOfTwo(whereabouts.count('queue')))
    const running = whereabouts.count('running')
    this.slotCells = slots <= MOST_SLOTS ? Math.max(slots, running, 1) : Math.max(LEAST_CELLS, powerOfTwo(running))
    for (const { spot, cell } of sprites.values()) if (spot === 'running' && cell >= 0) this.taken.add(cell)
  }

  /** Tells a dot where it belongs. Call it for each, in order of acceptance. */
  seat(sprite: Sprite): void {
    const { boxes } = this.map
    const { event, cell, spot } = sprite
    const leftMs = event.untilMs === undefined ? 0 : event.untilMs - this.nowMs
    if (spot === 'queue') {
      sprite.cell = this.queued++
      sprite.aim(middle(cellOf(boxes.queue, this.queueCells, sprite.cell)), cell >= 0 && cell !== sprite.cell)
    } else if (spot === 'running') {
      if (cell < 0) sprite.cell = this.freeSlot()
      sprite.aim(middle(cellOf(boxes.running, this.slotCells, sprite.cell)), false)
    } else if (spot === 'retryWait') {
      const lane = retryLane(event)
      this.seatIn(retryLanes(this.map)[lane], retryShare(leftMs, lane), sprite)
    } else this.seatIn(boxes.backOff, backOffShare(leftMs), sprite)
  }

  private freeSlot(): number {
    while (this.taken.has(this.free)) this.free++
    this.taken.add(this.free)
    return this.free
  }

  /** In a waiting room, in one of its rows: events that are due together do not hide each other. */
  private seatIn(lane: Box, share: number, sprite: Sprite): void {
    const thickness = this.map.isUpright ? lane.width : lane.height
    const fitting = Math.max(1, Math.floor(thickness / (2.4 * this.radius)))
    // Numbers two apart meet every row of an odd number of them.
    const rows = fitting - ((fitting + 1) % 2)
    const row = ((sprite.event.number - 1) * 2) % rows
    sprite.aim(waitingAt(this.map, lane, share, (row + 1) / (rows + 1)), false)
  }
}

function powerOfTwo(count: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, count)))
}
