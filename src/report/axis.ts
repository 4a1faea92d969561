/** Columns that a label and the gap after it take at least. */
const LABEL_COLUMNS = 7

const UNITS = [
  { name: 'ms', unitMs: 1, steps: [1, 2, 5, 10, 20, 50, 100, 200, 500] },
  { name: 's', unitMs: 1_000, steps: [1, 2, 5, 10, 15, 30] },
  { name: 'm', unitMs: 60_000, steps: [1, 2, 5, 10, 15, 30] },
  { name: 'h', unitMs: 3_600_000, steps: [1, 2, 3, 6, 12] },
  { name: 'd', unitMs: 86_400_000, steps: [1, 2, 7, 14, 30, 60, 180, 365, 3_650, 36_500] },
] as const

/**
 * The line under a chart of time from 0 to `spanMs`: `0h      6h      12h     18h`, each label where its moment is.
 *
 * @param room columns that the line may take; labels beyond are left out
 */
export function axis(spanMs: number, columns: number, room = Number.POSITIVE_INFINITY): string {
  if (spanMs <= 0) return ''
  for (const { name, unitMs, steps } of UNITS) {
    for (const step of steps) {
      if (((step * unitMs) / spanMs) * columns >= LABEL_COLUMNS) {
        return labels(step, unitMs, name, spanMs, columns, room)
      }
    }
  }
  return ''
}

function labels(step: number, unitMs: number, name: string, spanMs: number, columns: number, room: number): string {
  let line = ''
  for (let count = 0; count * unitMs <= spanMs; count += step) {
    const longer = line.padEnd(Math.round(((count * unitMs) / spanMs) * columns)) + count + name
    if (longer.length > room) break
    line = longer
  }
  return line
}
