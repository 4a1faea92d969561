import type { ColourName } from '../../report/timeline-colour.ts'
import { BINS } from './density.ts'
import { type Box, cellOf, retryLanes, type StageMap, waitingAt } from './map.ts'
import type { Palette, Scene } from './scene.ts'
import { MOST_SLOTS } from './seats.ts'

/** Draws what is not dots: the slots, and how full the places are. */
export class PlacePainter {
  private readonly context: CanvasRenderingContext2D
  private readonly palette: Palette

  constructor(context: CanvasRenderingContext2D, palette: Palette) {
    this.context = context
    this.palette = palette
  }

  paint(scene: Scene): void {
    if (scene.troupe.density) this.density(scene)
    if (scene.slots <= MOST_SLOTS) this.slots(scene)
    else this.level(scene)
  }

  /** A place for each slot; where running attempts are no dots, as many are filled. */
  private slots({ map, slots, troupe }: Scene): void {
    const { context, palette } = this
    const { density, sprites } = troupe
    const cells = [...sprites.values()].map(({ cell, spot }) => (spot === 'running' ? cell + 1 : 0))
    const most = Math.max(1, slots, ...cells)
    context.lineWidth = 1
    for (let slot = 0; slot < slots; slot++) {
      const isTaken = density !== undefined && slot < Math.round(density.running)
      const { x, y, width, height } = cellOf(map.boxes.running, most, slot)
      const side = Math.min(width, height, 40) - 4
      context.fillStyle = palette.running
      context.strokeStyle = isTaken ? palette.running : palette.rule
      context.beginPath()
      context.roundRect(x + (width - side) / 2, y + (height - side) / 2, side, side, side / 4)
      if (isTaken) context.fill()
      context.stroke()
    }
  }

  /** How much of a limit is in use that is too large for slots: a bar along the lower edge. */
  private level({ map, slots, troupe }: Scene): void {
    const { context, palette } = this
    const { x, y, width, height } = map.boxes.running
    const dots = [...troupe.sprites.values()].filter(({ spot }) => spot === 'running').length
    const running = troupe.density?.running ?? dots
    const [length, top] = [width - 16, y + height - 12]
    const bar = (share: number, colour: string) => {
      context.fillStyle = colour
      context.beginPath()
      context.roundRect(x + 8, top, Math.max(share > 0 ? 4 : 0, length * Math.min(1, share)), 5, 2.5)
      context.fill()
    }
    bar(1, palette.rule)
    bar(running / slots, palette.running)
  }

  /** Where there are too many events for dots: how full each place is, and how the waits are spread. */
  private density({ map, troupe, slots }: Scene): void {
    const { queue, running, lanes } = troupe.density!
    this.fill(map.boxes.queue, Math.log10(1 + queue) / 6, 'quiet')
    if (slots > MOST_SLOTS) this.fill(map.boxes.running, running / slots, 'running')
    const [first, second] = retryLanes(map)
    this.columns(map, first, lanes[0], 'retry')
    this.columns(map, second, lanes[1], 'retry')
    this.columns(map, map.boxes.backOff, lanes[2], 'backoff')
  }

  private fill({ x, y, width, height }: Box, share: number, colour: ColourName): void {
    const { context, palette } = this
    const filled = height * Math.min(1, share)
    context.globalAlpha = 0.3
    context.fillStyle = palette[colour]
    context.beginPath()
    context.roundRect(x, y + height - filled, width, filled, Math.min(10, filled / 2))
    context.fill()
    context.globalAlpha = 1
  }

  private columns(map: StageMap, lane: Box, counts: Float32Array, colour: ColourName): void {
    const { context, palette } = this
    const most = Math.max(...counts)
    if (most < 0.5) return
    context.fillStyle = palette[colour]
    for (const [bin, count] of counts.entries()) {
      if (count < 0.1) continue
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
