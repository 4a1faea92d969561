import { PURPOSE } from '../../engine/purpose.ts'
import { standardExponential } from '../../kernel/distributions/index.ts'
import type { Draws } from '../../kernel/draws.ts'
import type { OperationalTime } from './operational-time.ts'
import { ArrivalSource } from './source.ts'

/**
 * A Poisson process whose rate varies: exponential gaps of mean 1 in operational time. They are the gaps of
 * `PoissonSources`, from the same draws: a rate that never changes gives the same events but for rounding.
 */
export class VaryingPoissonSource extends ArrivalSource {
  private readonly time: OperationalTime
  private readonly draws: Draws
  private secondGap = 0
  private isSecond = false

  constructor(name0: number, name1: number, time: OperationalTime, draws: Draws) {
    super(name0, name1)
    this.time = time
    this.draws = draws
    this.moveOn()
  }

  override advance(): void {
    this.nextName()
    this.moveOn()
  }

  private moveOn(): void {
    this.isSecond = !this.isSecond
    let gap = this.secondGap
    if (this.isSecond) {
      const { draws } = this
      // Both at once: the rate may be random itself, and its draws come between.
      draws.at(this.name0, this.name1, PURPOSE.arrival, 0)
      gap = standardExponential(draws)
      this.secondGap = standardExponential(draws)
    }
    this.nextMs = this.time.moveOn(gap)
  }
}
