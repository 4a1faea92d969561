import { type Interval, intervalAround } from './interval.ts'

/**
 * Number, mean and variance of values that are told one after the other and not kept. Depends on their order in the last
 * bits only: who wants the same bytes tells them in the same order. Source: Welford 1962.
 */
export class Moments {
  count = 0
  mean = 0
  private squares = 0

  add(value: number): void {
    this.count++
    const before = value - this.mean
    this.mean += before / this.count
    this.squares += before * (value - this.mean)
  }

  /** Variance of the values, with one less than their number below the line; 0 where there are fewer than two. */
  get variance(): number {
    return this.count > 1 ? this.squares / (this.count - 1) : 0
  }

  /** The mean and where the truth may lie, if the values are independent and alike. Undefined for fewer than two. */
  interval(): Interval | undefined {
    if (this.count < 2) return undefined
    return intervalAround(this.mean, Math.sqrt(this.variance / this.count), this.count - 1)
  }
}
