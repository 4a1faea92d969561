/** Values of a slider, in rising order: where something reads well, and closer together where it is small. */
export const STEPS = {
  /** Seconds. */
  age: [60, 90, 120, 180, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600],
  concurrency: [0, 1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 900],
  errors: [0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 1],
  /** Milliseconds. */
  duration: [0, 10, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000, 900_000],
  /** Events a second. */
  rate: [0, 0.01, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000],
} as const

/** Place of a value among rising steps: of one between two, that of the nearer. */
export function stepPlace(steps: readonly number[], value: number): number {
  const distances = steps.map((step) => Math.abs(step - value))
  return distances.indexOf(Math.min(...distances))
}
