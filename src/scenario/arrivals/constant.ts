import { ArrivalSource } from './source.ts'

/** Events at equal distances: the k-th, from 0, at `fromMs` + k / rate, so that no rounding adds up. */
export class ConstantSource extends ArrivalSource {
  private readonly fromMs: number
  private readonly untilMs: number
  private readonly ratePerMs: number
  private count = 0

  /** @param window `ratePerMs` 0 or more: at rate 0 there is no event, not even the first */
  constructor(
    name0: number,
    name1: number,
    window: { readonly ratePerMs: number; readonly fromMs: number; readonly untilMs: number },
  ) {
    super(name0, name1)
    this.fromMs = window.fromMs
    this.untilMs = window.untilMs
    this.ratePerMs = window.ratePerMs
    this.nextMs = this.timeMs()
  }

  override advance(): void {
    this.nextName()
    this.count++
    this.nextMs = this.timeMs()
  }

  private timeMs(): number {
    // At rate 0 this is 0 / 0, which is not a number and so not below the end.
    const timeMs = this.fromMs + this.count / this.ratePerMs
    return timeMs < this.untilMs ? timeMs : Number.POSITIVE_INFINITY
  }
}
