import { COLOUR } from '../../report/timeline-colour.ts'
import type { Session } from '../session.ts'
import { slotCount } from './concurrency.ts'
import { type StageMap, WIDE_MAP } from './map.ts'
import { Painter } from './painter.ts'
import type { Palette } from './scene.ts'
import { Troupe } from './troupe.ts'

/** Draws the stage at each frame at which something has moved. */
export class StageLoop {
  /** The event that the keyboard is at. */
  focused: number | undefined
  private readonly canvas: HTMLCanvasElement
  private readonly session: Session
  private readonly troupe = new Troupe(WIDE_MAP)
  private readonly calm = matchMedia('(prefers-reduced-motion: reduce)')
  private readonly dark = matchMedia('(prefers-color-scheme: dark)')
  private map: StageMap = WIDE_MAP
  private painter: Painter
  private scale = 1
  private widthPx = 0
  private lastMs: number | undefined
  private shown = ''
  private isStopped = false

  constructor(canvas: HTMLCanvasElement, session: Session) {
    this.canvas = canvas
    this.session = session
    this.painter = this.newPainter()
    this.dark.addEventListener('change', this.recolour)
    requestAnimationFrame(this.tick)
  }

  /** Takes another size. @param widthPx of the stage in CSS pixels */
  fit(map: StageMap, widthPx: number): void {
    if (map !== this.map) this.troupe.layOut(map)
    this.map = map
    this.widthPx = widthPx
    this.scale = (widthPx / map.width) * devicePixelRatio
    this.canvas.width = Math.round(map.width * this.scale)
    this.canvas.height = Math.round(map.height * this.scale)
    this.shown = ''
  }

  /** Number of the event at a point, in CSS pixels from the stage's corner. */
  hit(x: number, y: number, reachPx: number): number | undefined {
    const unitsAPx = this.map.width / this.widthPx
    return this.troupe.at({ x: x * unitsAPx, y: y * unitsAPx }, reachPx * unitsAPx)?.event.number
  }

  stop(): void {
    this.isStopped = true
    this.dark.removeEventListener('change', this.recolour)
  }

  private readonly tick = (realMs: number): void => {
    if (this.isStopped) return
    requestAnimationFrame(this.tick)
    const playback = this.session.player.value?.playback
    if (!playback || this.widthPx === 0) return
    const passedMs = realMs - (this.lastMs ?? realMs)
    this.lastMs = realMs
    const slots = slotCount(playback)
    this.troupe.isCalm = this.calm.matches
    const moved = this.troupe.follow(playback, passedMs, slots)
    const state = `${playback.nowMs} ${playback.event} ${this.focused} ${slots}`
    if (!moved && state === this.shown) return
    this.shown = state
    const { map, troupe, focused } = this
    this.painter.paint({ troupe, map, nowMs: playback.nowMs, slots, chosen: playback.event, focused }, this.scale)
  }

  private readonly recolour = (): void => {
    this.painter = this.newPainter()
    this.shown = ''
  }

  private newPainter(): Painter {
    const style = getComputedStyle(document.documentElement)
    const palette = Object.fromEntries(
      Object.keys(COLOUR).map((name) => [name, style.getPropertyValue(`--${name}`).trim()]),
    )
    return new Painter(this.canvas.getContext('2d')!, palette as Palette)
  }
}
