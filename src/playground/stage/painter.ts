import type { Whereabout } from '../../measure/whereabouts.ts'
import type { ColourName } from '../../report/timeline-colour.ts'
import type { EndPlace, Spot } from './map.ts'
import { PlacePainter } from './place-painter.ts'
import type { Palette, Scene } from './scene.ts'
import type { Sprite } from './sprite.ts'

/** Share of the age limit from which on the ring warns. */
const OLD = 0.8
const TURN = 2 * Math.PI
/** Radius of a dot from which on its ring has a track, */
const SMALLEST_WITH_TRACK = 9
/** it has pips and tells its age at its next dispatch, */
const SMALLEST_WITH_PIPS = 7
/** and it has a ring at all, though it be young. */
const SMALLEST_WITH_RING = 5
/** Events up to which each dot is named by its number. */
const MOST_NAMED = 12

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

/** Draws the dots of the stage. */
export class Painter {
  private readonly context: CanvasRenderingContext2D
  private readonly palette: Palette
  private readonly places: PlacePainter

  constructor(context: CanvasRenderingContext2D, palette: Palette) {
    this.context = context
    this.palette = palette
    this.places = new PlacePainter(context, palette)
  }

  /** @param scale device pixels a unit of the map */
  paint(scene: Scene, scale: number): void {
    const { context } = this
    const { map, troupe } = scene
    context.setTransform(scale, 0, 0, scale, 0, 0)
    context.clearRect(0, 0, map.width, map.height)
    this.places.paint(scene)
    const isNamed = troupe.sprites.size <= MOST_NAMED && !map.isUpright
    for (const sprite of troupe.sprites.values()) this.dot(sprite, scene, isNamed)
    for (const sprite of troupe.lingering) this.dot(sprite, scene, isNamed)
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
      if (radius >= SMALLEST_WITH_RING || isOld) this.ring(event, at.x, at.y, radius, scene.nowMs)
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
    dot: number,
    nowMs: number,
  ): void {
    const { context, palette } = this
    const share = (ms: number) => Math.min(1, (ms - acceptedMs) / maximumAgeMs)
    const away = dot + (dot < SMALLEST_WITH_PIPS ? 2.5 : 3.5)
    const arc = (from: number, to: number) => {
      context.beginPath()
      context.arc(x, y, away, from * TURN - TURN / 4, to * TURN - TURN / 4)
      context.stroke()
    }
    context.lineWidth = dot < SMALLEST_WITH_PIPS ? 1.5 : 2.5
    if (dot >= SMALLEST_WITH_TRACK) {
      context.strokeStyle = palette.rule
      context.beginPath()
      context.arc(x, y, away, 0, TURN)
      context.stroke()
    }
    if (untilMs !== undefined && dot >= SMALLEST_WITH_PIPS) {
      context.globalAlpha = 0.45
      context.strokeStyle = palette.quiet
      arc(share(nowMs), share(untilMs))
      context.globalAlpha = 1
    }
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
