/** Columns that a label and the gap after it take at least. */
const LABEL_COLUMNS = 7

const UNITS = [
  { name: 'ms', unitMs: 1, steps: [1, 2, 5, 10, 20, 50, 100, 200, 500] },
  { name: 's', unitMs: 1_000, steps: [1, 2, 5, 10, 15, 30] },
  { name: 'm', unitMs: 60_000, steps: [1, 2, 5, 10, 15, 30] },
  { name: 'h', unitMs: 3_600_000, steps: [1, 2, 3, 6, 12] },
  { name: 'd', unitMs: 86_400_000, steps: [1, 2, 7, 14, 30, 60, 180, 365, 3_650, 36_500] },
] as const

/** A moment on an axis of time, with its label: `12h`. */
export interface Tick {
  readonly atMs: number
  readonly text: string
}

/** Moments from 0 to `spanMs` at round distances, which are as short as `isEnough` allows. None where none is long enough. */
function ticksWhere(spanMs: number, isEnough: (stepMs: number) => boolean): Tick[] {
  if (spanMs <= 0) return []
  for (const { name, unitMs, steps } of UNITS) {
    const step = steps.find((each) => isEnough(each * unitMs))
    if (step === undefined) continue
    const count = Math.floor(spanMs / (step * unitMs)) + 1
    return Array.from({ length: count }, (_, place) => ({
      atMs: place * step * unitMs,
      text: `${place * step}${name}`,
    }))
  }
  return []
}

/** Moments from 0 to `spanMs` at round distances, at most so many beside the first one. */
export function timeTicks(spanMs: number, most: number): Tick[] {
  return ticksWhere(spanMs, (stepMs) => spanMs / stepMs <= most)
}

/**
 * The line under a chart of time from 0 to `spanMs`: `0h      6h      12h     18h`, each label where its moment is.
 *
 * @param room columns that the line may take; labels beyond are left out
 */
export function axis(spanMs: number, columns: number, room = Number.POSITIVE_INFINITY): string {
  let line = ''
  for (const { atMs, text } of ticksWhere(spanMs, (stepMs) => (stepMs / spanMs) * columns >= LABEL_COLUMNS)) {
    const longer = line.padEnd(Math.round((atMs / spanMs) * columns)) + text
    if (longer.length > room) break
    line = longer
  }
  return line
}
