import type uPlot from 'uplot'
import type { RunMark } from '../controls/mark.ts'

/** Draws stretches as hatched bands and moments as dashed lines, each with its sign above. */
export function drawMarks(plot: uPlot, marks: readonly RunMark[], colourOf: (name: string) => string): void {
  const { ctx, bbox } = plot
  const ratio = devicePixelRatio
  const { top, height, left, width } = bbox
  ctx.save()
  ctx.font = `600 ${11 * ratio}px ${getComputedStyle(document.documentElement).fontFamily}`
  ctx.textAlign = 'center'
  for (const { sign, from, to } of marks) {
    const start = Math.max(left, plot.valToPos(from, 'x', true))
    const end = Math.min(left + width, plot.valToPos(to, 'x', true))
    if (start > left + width) continue
    if (from === to) {
      ctx.strokeStyle = colourOf(sign === '' ? 'rule' : 'quiet')
      ctx.lineWidth = ratio
      ctx.setLineDash([2 * ratio, 3 * ratio])
      ctx.beginPath()
      ctx.moveTo(start, top)
      ctx.lineTo(start, top + height)
      ctx.stroke()
    } else {
      ctx.globalAlpha = 0.16
      ctx.fillStyle = colourOf('retry')
      ctx.fillRect(start, top, Math.max(ratio, end - start), height)
      ctx.globalAlpha = 0.5
      ctx.fillStyle = hatchOf(ctx, colourOf('retry'), ratio)
      ctx.fillRect(start, top, Math.max(ratio, end - start), height)
      ctx.globalAlpha = 1
    }
    ctx.fillStyle = colourOf('ink')
    ctx.fillText(sign, (start + end) / 2, top - 3 * ratio)
  }
  ctx.restore()
}

/** Slanted lines: a band is one without its colour, too. */
function hatchOf(ctx: CanvasRenderingContext2D, colour: string, ratio: number): CanvasPattern {
  const hatch = Object.assign(document.createElement('canvas'), { width: 8 * ratio, height: 8 * ratio })
  const pen = hatch.getContext('2d')!
  pen.strokeStyle = colour
  pen.lineWidth = ratio
  for (const shift of [-8, 0, 8]) {
    pen.moveTo((shift - 1) * ratio, 9 * ratio)
    pen.lineTo((shift + 9) * ratio, -ratio)
  }
  pen.stroke()
  return ctx.createPattern(hatch, 'repeat')!
}
