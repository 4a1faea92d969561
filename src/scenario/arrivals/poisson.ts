import { PURPOSE } from '../../engine/purpose.ts'
import { standardExponential } from '../../kernel/distributions/index.ts'
import type { Draws } from '../../kernel/draws.ts'
import { ArrivalSource } from './source.ts'

// A constant of this module, not of another: the compiler folds only those, and every event reads it.
const { arrival: ARRIVAL } = PURPOSE

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
    this.nextMs = window.fromMs
    this.moveOn()
  }

  override advance(): void {
    this.nextName()
    this.moveOn()
  }

  /** Adds the gap before the event that is named. */
  private moveOn(): void {
    this.isSecond = !this.isSecond
    let gap = this.secondGap
    if (this.isSecond) {
      const { draws } = this
      draws.at(this.name0, this.name1, ARRIVAL, 0)
      gap = standardExponential(draws)
      this.secondGap = standardExponential(draws)
    }
    const timeMs = this.nextMs + this.meanGapMs * gap
    this.nextMs = timeMs < this.untilMs ? timeMs : Number.POSITIVE_INFINITY
  }
}
