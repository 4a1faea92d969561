import type { Distribution } from './distribution.ts'
import { requireNonNegative } from './parameter.ts'

/** Always the same value; takes no word of the stream. */
export class Constant implements Distribution {
  readonly mean: number
  readonly variance = 0

  /**
   * @param value 0 or more
   * @throws RangeError where `value` is negative or not finite
   */
  constructor(value: number) {
    requireNonNegative('Constant: value', value)
    this.mean = value
  }

  sample(): number {
    return this.mean
  }
}
