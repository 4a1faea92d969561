import type { Whereabout } from '../../measure/whereabouts.ts'
import type { ColourName } from '../../report/timeline-colour.ts'
import { BINS } from './density.ts'
import { type Box, cellOf, type EndPlace, retryLanes, type Spot, type StageMap, waitingAt } from './map.ts'
import type { Sprite } from './sprite.ts'
import type { Troupe } from './troupe.ts'

export type Palette = Readonly<Record<ColourName, string>>

/** Share of the age limit from which on the ring warns. */
const OLD = 0.8
const TURN = 2 * Math.PI
/** Dots below this radius have no pips, and no ring. */
const SMALLEST_WITH_PIPS = 7
/** Events up to which each dot is named by its number. */
const MOST_NAMED = 12
/** Slots up to which each is drawn. */
const MOST_SLOTS = 100

const COLOURS: Readonly<Record<Spot, ColourName>> = {
  queue: 'quiet',
  running: 'running',
  retryWait: 'retry',
  backOff: 'backoff',
  succeeded: 'good',
  onSuccess: 'good',
  onFailure: 'bad',
  deadLetter: 'bad',
  discarded: 'quiet',
}

/** What is drawn at one moment. */
export interface Scene {
  readonly troupe: Troupe
  readonly map: StageMap
  readonly nowMs: number
  readonly slots: number
  readonly chosen: number | undefined
  /** The event that the keyboard is at. */
  readonly focused: number | undefined
}

/** Draws the dots of the stage. */
export class Painter {
  private readonly context: CanvasRenderingContext2D
  private readonly palette: Palette

  constructor(context: CanvasRenderingContext2D, palette: Palette) {
    this.context = context
    this.palette = palette
  }

  /** @param scale device pixels a unit of the map */
  paint(scene: Scene, scale: number): void {
    const { context } = this
    const { map, troupe } = scene
    context.setTransform(scale, 0, 0, scale, 0, 0)
    context.clearRect(0, 0, map.width, map.height)
    if (scene.slots <= MOST_SLOTS) this.slots(scene)
    if (troupe.density) this.density(scene)
    const isNamed = troupe.sprites.size <= MOST_NAMED
    for (const sprite of troupe.sprites.values()) this.dot(sprite, scene, isNamed)
    for (const sprite of troupe.lingering) this.dot(sprite, scene, isNamed)
  }

  private slots({ map, slots, troupe }: Scene): void {
    const { context, palette } = this
    context.strokeStyle = palette.rule
    context.lineWidth = 1
    const most = troupe.density
      ? slots
      : Math.max(slots, ...[...troupe.sprites.values()].map(({ cell, spot }) => (spot === 'running' ? cell + 1 : 0)))
    for (let slot = 0; slot < slots; slot++) {
      const { x, y, width, height } = cellOf(map.boxes.running, Math.max(1, most), slot)
      const side = Math.min(width, height, 40) - 4
      context.beginPath()
      context.roundRect(x + (width - side) / 2, y + (height - side) / 2, side, side, side / 4)
      context.stroke()
    }
  }

  private dot(sprite: Sprite, scene: Scene, isNamed: boolean): void {
    const { context, palette } = this
    const { at, spot, event } = sprite
    const { radius } = scene.troupe
    context.globalAlpha = sprite.presence
    context.fillStyle = palette[COLOURS[spot]]
    context.strokeStyle = palette[COLOURS[spot]]
    context.lineWidth = 1.5
    this.shape(spot, at.x, at.y, radius, event)
    if (event.place !== undefined) {
      const isOld = scene.nowMs - event.acceptedMs >= OLD * event.maximumAgeMs
      if (radius >= SMALLEST_WITH_PIPS || isOld) this.ring(event, at.x, at.y, radius + 3.5, scene.nowMs)
      if (radius >= SMALLEST_WITH_PIPS) this.pips(event, at.x, at.y, radius)
    }
    if (event.number === scene.chosen || event.number === scene.focused) this.halo(sprite, scene)
    else if (isNamed && event.place !== undefined) this.name(event.number, at.x, at.y - radius - 8)
    context.globalAlpha = 1
  }

  /** Colour says the place, and so does the shape. */
  private shape(spot: Spot, x: number, y: number, radius: number, event: Whereabout): void {
    const { context } = this
    context.beginPath()
    if (spot === 'retryWait') polygon(context, x, y, radius * 1.2, 4, 0)
    else if (spot === 'backOff') polygon(context, x, y, radius * 1.2, 4, TURN / 8)
    else context.arc(x, y, radius, 0, TURN)
    if (spot === 'queue') context.stroke()
    else if (event.place !== undefined) context.fill()
    else this.mark(spot as EndPlace, x, y, radius)
  }

  /** A tick, or a cross. */
  private mark(end: EndPlace, x: number, y: number, radius: number): void {
    const { context, palette } = this
    if (end === 'discarded') context.stroke()
    else context.fill()
    if (end !== 'discarded') context.strokeStyle = palette.ground
    context.lineWidth = Math.max(1.2, radius / 4)
    const arm = radius * 0.45
    context.beginPath()
    if (end === 'succeeded' || end === 'onSuccess') {
      context.moveTo(x - arm, y)
      context.lineTo(x - arm / 4, y + arm * 0.8)
      context.lineTo(x + arm, y - arm * 0.8)
    } else {
      context.moveTo(x - arm, y - arm)
      context.lineTo(x + arm, y + arm)
      context.moveTo(x + arm, y - arm)
      context.lineTo(x - arm, y + arm)
    }
    context.stroke()
  }

  /** How much of its age limit an event has used; paler, how much it will have at its next dispatch. */
  private ring(
    { acceptedMs, untilMs, maximumAgeMs }: Whereabout,
    x: number,
    y: number,
    radius: number,
    nowMs: number,
  ): void {
    const { context, palette } = this
    const share = (ms: number) => Math.min(1, (ms - acceptedMs) / maximumAgeMs)
    const arc = (from: number, to: number) => {
      context.beginPath()
      context.arc(x, y, radius, from * TURN - TURN / 4, to * TURN - TURN / 4)
      context.stroke()
    }
    context.lineWidth = 2.5
    context.strokeStyle = palette.rule
    arc(0, 1)
    context.globalAlpha = 0.45
    context.strokeStyle = palette.quiet
    if (untilMs !== undefined) arc(share(nowMs), share(untilMs))
    context.globalAlpha = 1
    context.strokeStyle = share(nowMs) >= OLD ? palette.bad : palette.ink
    arc(0, share(nowMs))
  }

  private pips({ attempts, place }: Whereabout, x: number, y: number, radius: number): void {
    const { context, palette } = this
    context.fillStyle = place === 'queue' ? palette.quiet : palette.ground
    const shown = Math.min(attempts, 4)
    const gap = radius * 0.55
    for (let pip = 0; pip < shown; pip++) {
      context.beginPath()
      context.arc(x + (pip - (shown - 1) / 2) * gap, y, radius * 0.19, 0, TURN)
      context.fill()
    }
  }

  private halo({ at, event }: Sprite, { troupe, chosen }: Scene): void {
    const { context, palette } = this
    context.strokeStyle = palette.ink
    context.lineWidth = event.number === chosen ? 2.5 : 1.5
    if (event.number !== chosen) context.setLineDash([4, 3])
    context.beginPath()
    context.arc(at.x, at.y, troupe.radius + 8, 0, TURN)
    context.stroke()
    context.setLineDash([])
    this.name(event.number, at.x, at.y - troupe.radius - 13)
  }

  private name(number: number, x: number, y: number): void {
    const { context, palette } = this
    context.font = '600 11px system-ui, sans-serif'
    context.textAlign = 'center'
    context.fillStyle = palette.ink
    context.fillText(String(number), x, y)
  }

  /** Where there are too many events for dots: how full each place is, and how the waits are spread. */
  private density({ map, troupe, slots }: Scene): void {
    const { queue, running, lanes } = troupe.density!
    this.fill(map.boxes.queue, Math.min(1, Math.log10(1 + queue) / 6), 'quiet', map.isUpright)
    this.fill(map.boxes.running, running / Math.max(1, slots), 'running', map.isUpright)
    const [first, second] = retryLanes(map)
    this.columns(map, first, lanes[0], 'retry')
    this.columns(map, second, lanes[1], 'retry')
    this.columns(map, map.boxes.backOff, lanes[2], 'backoff')
  }

  private fill({ x, y, width, height }: Box, share: number, colour: ColourName, isUpright: boolean): void {
    const { context, palette } = this
    context.globalAlpha = 0.75
    context.fillStyle = palette[colour]
    context.beginPath()
    if (isUpright) context.roundRect(x, y + height * (1 - share), width, height * share, 6)
    else context.roundRect(x, y + height * (1 - share), width, height * share, 6)
    context.fill()
    context.globalAlpha = 1
  }

  private columns(map: StageMap, lane: Box, counts: Uint32Array, colour: ColourName): void {
    const { context, palette } = this
    const most = Math.max(...counts)
    if (most === 0) return
    context.fillStyle = palette[colour]
    for (const [bin, count] of counts.entries()) {
      if (count === 0) continue
      const share = Math.sqrt(count / most)
      const from = waitingAt(map, lane, bin / BINS, 0.5)
      const to = waitingAt(map, lane, (bin + 1) / BINS, 0.5)
      const [across, along] = [(map.isUpright ? lane.width : lane.height) * 0.42 * share, 0.5]
      context.beginPath()
      if (map.isUpright) context.rect(from.x - across, from.y + along, 2 * across, to.y - from.y - 2 * along)
      else context.rect(from.x + along, from.y - across, to.x - from.x - 2 * along, 2 * across)
      context.fill()
    }
  }
}

function polygon(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  corners: number,
  turn: number,
) {
  for (let corner = 0; corner <= corners; corner++) {
    const angle = turn + (corner * TURN) / corners
    context.lineTo(x + radius * Math.cos(angle), y + radius * Math.sin(angle))
  }
}
