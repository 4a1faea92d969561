import { ArrivalSource } from './source.ts'

/** Events at given times. */
export class AtSource extends ArrivalSource {
  private readonly timesMs: readonly number[]
  private place = 0

  /** @param timesMs ascending */
  constructor(name0: number, name1: number, timesMs: readonly number[]) {
    super(name0, name1)
    this.timesMs = timesMs
    this.nextMs = timesMs[0] ?? Number.POSITIVE_INFINITY
  }

  override advance(): void {
    this.nextName()
    this.place++
    this.nextMs = this.timesMs[this.place] ?? Number.POSITIVE_INFINITY
  }
}
