import { PURPOSE } from '../../engine/purpose.ts'
import { standardExponential } from '../../kernel/distributions/index.ts'
import type { Draws } from '../../kernel/draws.ts'
import { ArrivalSource } from './source.ts'

/**
 * A Poisson process: exponential gaps. Two gaps are taken from one stream, that of the first of the two events, because
 * a block of the generator yields two words and a gap seldom needs more than one.
 */
export class PoissonSource extends ArrivalSource {
  private readonly meanGapMs: number
  private readonly untilMs: number
  private readonly draws: Draws
  private secondGap = 0
  private isSecond = false

  /** @param window `ratePerMs` 0 or more; the first gap begins at `fromMs`: the process has no memory */
  constructor(
    name0: number,
    name1: number,
    window: { readonly ratePerMs: number; readonly fromMs: number; readonly untilMs: number },
    draws: Draws,
  ) {
    super(name0, name1)
    this.meanGapMs = 1 / window.ratePerMs
    this.untilMs = window.untilMs
    this.draws = draws
    this.nextMs = this.after(window.fromMs)
  }

  override advance(): void {
    this.nextName()
    this.nextMs = this.after(this.nextMs)
  }

  private after(beforeMs: number): number {
    const timeMs = beforeMs + this.meanGapMs * this.gap()
    return timeMs < this.untilMs ? timeMs : Number.POSITIVE_INFINITY
  }

  /** The gap before the event that is named, in means. */
  private gap(): number {
    this.isSecond = !this.isSecond
    if (!this.isSecond) return this.secondGap
    const { draws } = this
    draws.at(this.name0, this.name1, PURPOSE.arrival, 0)
    const gap = standardExponential(draws)
    this.secondGap = standardExponential(draws)
    return gap
  }
}
