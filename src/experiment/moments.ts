import { type Interval, intervalAround } from './interval.ts'

/**
 * Number, mean, variance and skewness of values that are told one after the other and not kept. Depends on their order in the last
 * bits only: who wants the same bytes tells them in the same order. Source: Welford 1962,
 * and for the third moment Pébay, "Formulas for Robust, One-Pass Parallel Computation of … Statistical Moments", 2008.
 */
export class Moments {
  count = 0
  mean = 0
  private squares = 0
  private cubes = 0

  add(value: number): void {
    this.count++
    const before = value - this.mean
    const step = before / this.count
    const square = before * step * (this.count - 1)
    this.cubes += square * step * (this.count - 2) - 3 * step * this.squares
    this.mean += step
    this.squares += before * (value - this.mean)
  }

  /** Variance of the values, with one less than their number below the line; 0 where there are fewer than two. */
  get variance(): number {
    return this.count > 1 ? this.squares / (this.count - 1) : 0
  }

  /** Skewness of the values; 0 where they are all alike. */
  get skewness(): number {
    return this.squares > 0 ? (Math.sqrt(this.count) * this.cubes) / this.squares ** 1.5 : 0
  }

  /** The mean and where the truth may lie, if the values are independent and alike. Undefined for fewer than two. */
  interval(): Interval | undefined {
    if (this.count < 2) return undefined
    return intervalAround(this.mean, Math.sqrt(this.variance / this.count), this.count - 1)
  }
}
