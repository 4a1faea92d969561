import type { Glyphs } from './style.ts'

/**
 * A bar for a share (0 to 1) of `columns` cells. It is as long as the share to the nearest part of a cell, and not
 * empty unless the share is 0.
 */
export function bar(share: number, columns: number, { full, parts }: Glyphs): string {
  if (share <= 0) return ''
  const stepsACell = parts.length + 1
  const steps = Math.max(1, Math.round(Math.min(1, share) * columns * stepsACell))
  const rest = steps % stepsACell
  return full.repeat(Math.floor(steps / stepsACell)) + (rest > 0 ? parts[rest - 1]! : '')
}
