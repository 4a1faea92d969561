import { Threefry } from './threefry.ts'

const TWO_POW_32 = 4_294_967_296
/** Turns an integer of 0 to 2³² − 1 into the middle of its interval, so that neither 0 nor 1 can come out. */
const UNIFORM_SCALE = 1 / TWO_POW_32
const UNIFORM_OFFSET = 0.5 / TWO_POW_32

/**
 * Random draws, each a pure function of (seed, name, purpose, occasion): the order in which they are asked for
 * changes nothing. `at` chooses the stream; `word`, `uniform` and the distributions then take from it in order.
 *
 * A name is 64 bits in two words. A purpose is 0 to 15, an occasion (such as an attempt number) 0 to 65,535; a
 * stream holds 512 words, more than any rejection method has ever needed.
 */
export class Draws {
  private readonly threefry = new Threefry()
  private readonly key0: number
  private readonly key1: number
  private name0 = 0
  private name1 = 0
  private tag = 0
  private spare = 0
  private hasSpare = false

  /** @param seed whole number, 0 to 2⁵³ − 1 */
  constructor(seed: number) {
    this.threefry.block(seed | 0, Math.floor(seed / TWO_POW_32) | 0, 0x6173796e, 0x63696e76)
    this.key0 = this.threefry.x0
    this.key1 = this.threefry.x1
  }

  /** Chooses the stream that the next draws are taken from. */
  at(name0: number, name1: number, purpose: number, occasion: number): void {
    this.name0 = name0
    this.name1 = name1
    this.tag = (purpose << 24) | (occasion << 8)
    this.hasSpare = false
  }

  /** The next word of the stream, a signed 32-bit integer. */
  word(): number {
    if (this.hasSpare) {
      this.hasSpare = false
      return this.spare
    }
    const threefry = this.threefry
    threefry.block(this.name0, this.name1, this.key0 ^ this.tag, this.key1)
    this.tag++
    this.spare = threefry.x1
    this.hasSpare = true
    return threefry.x0
  }

  /** Uniform over (0, 1), both ends excluded, in steps of 2⁻³². */
  uniform(): number {
    return (this.word() >>> 0) * UNIFORM_SCALE + UNIFORM_OFFSET
  }
}
