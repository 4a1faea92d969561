import type { Histogram } from './histogram.ts'

const [SECOND_MS, MINUTE_MS, HOUR_MS] = [1_000, 60_000, 3_600_000]

/** Where classes of lengths of time end, in milliseconds, the end excluded: round numbers of units that people say. */
const ENDS_MS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 20, 30].map((seconds) => seconds * SECOND_MS),
  ...[1, 2, 3, 5, 10, 20, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12, 24].map((hours) => hours * HOUR_MS),
]

/** Classes of lengths of time, in ascending order: `fromMs` included, `toMs` excluded. The first one is nothing at all. */
export const DURATION_CLASSES: readonly { readonly fromMs: number; readonly toMs: number }[] = [
  { fromMs: 0, toMs: 0 },
  ...[...ENDS_MS, Number.POSITIVE_INFINITY].map((toMs, place) => ({ fromMs: ENDS_MS[place - 1] ?? 0, toMs })),
]

/** How many values lie in each class. Values within 0.8 % of a border may count on its other side. */
export function classified(histogram: Histogram): Float64Array {
  const counts = new Float64Array(DURATION_CLASSES.length)
  let place = 1
  histogram.visit((value, count) => {
    while (value >= DURATION_CLASSES[place]!.toMs) place++
    counts[value === 0 ? 0 : place]! += count
  })
  return counts
}
