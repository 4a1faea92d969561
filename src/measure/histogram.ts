import { HistogramBank } from './histogram-bank.ts'

/** One histogram: of a bank, or of its own. What it promises stands at `HistogramBank`. */
export class Histogram {
  private readonly bank: HistogramBank
  private readonly index: number

  /** @param bank default: one for this histogram alone */
  constructor(bank: HistogramBank = new HistogramBank(1), index = 0) {
    this.bank = bank
    this.index = index
  }

  record(value: number): void {
    this.bank.record(this.index, value)
  }

  /** Values in all. */
  get count(): number {
    return this.bank.count(this.index)
  }

  get sum(): number {
    return this.bank.sum(this.index)
  }

  /** 0 where there are no values. */
  get mean(): number {
    return this.sum / (this.count || 1)
  }

  /** The smallest value, Infinity where there are none. */
  get min(): number {
    return this.bank.min(this.index)
  }

  /** The largest value, 0 where there are none. */
  get max(): number {
    return this.bank.max(this.index)
  }

  /** The value that a share `p` (0 to 1) of the values does not exceed; 0 where there are none. */
  quantile(p: number): number {
    return this.quantiles([p])[0]!
  }

  /** The same for several shares, in ascending order. */
  quantiles(shares: readonly number[]): number[] {
    return this.bank.quantiles(this.index, shares)
  }

  /** Shows where its values lie, in ascending order: a value, within 0.8 % of the exact ones, and how many are there. */
  visit(show: (value: number, count: number) => void): void {
    this.bank.visit(this.index, show)
  }

  /** Adds the values of another histogram to this one. */
  add(other: Histogram): void {
    this.bank.add(this.index, other.bank, other.index)
  }
}
