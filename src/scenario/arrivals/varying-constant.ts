import type { OperationalTime } from './operational-time.ts'
import { ArrivalSource } from './source.ts'

/**
 * Events at equal distances in operational time: between one and the next the area under the rate is 1. The first comes
 * at the start, or as soon as the rate is not 0.
 */
export class VaryingConstantSource extends ArrivalSource {
  private readonly time: OperationalTime

  constructor(name0: number, name1: number, time: OperationalTime) {
    super(name0, name1)
    this.time = time
    this.nextMs = time.moveOn(0)
  }

  override advance(): void {
    this.nextName()
    this.nextMs = this.time.moveOn(1)
  }
}
