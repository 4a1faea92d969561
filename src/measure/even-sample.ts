import { grown } from '../kernel/column.ts'

/** An event as far as the choice of a typical one looks at it. */
export interface SampledEvent {
  readonly number: number
  /** Attempts, or throttles. */
  readonly steps: number
  /** Age at its end, in milliseconds. */
  readonly ageMs: number
}

/** Events that are held at most: quantiles of as many are as good as those of all. */
const CAPACITY = 65_536

/**
 * A sample at equal distances in bounded memory: every event until it is full, then every second, every fourth and so
 * on, also of those that are in it already. Nothing in it is left to chance.
 */
export class EvenSample {
  private readonly capacity: number
  private stride = 1
  private seen = 0
  private size = 0
  private numbers = new Int32Array(64)
  private steps = new Int32Array(64)
  private ages = new Float64Array(64)

  /** @param capacity an even number */
  constructor(capacity = CAPACITY) {
    this.capacity = capacity
  }

  add({ number, steps, ageMs }: SampledEvent): void {
    if (this.seen++ % this.stride !== 0) return
    // What came when it was full has an even place, and so is one of those that stay.
    if (this.size === this.capacity) this.thin()
    if (this.size === this.numbers.length) this.grow()
    this.numbers[this.size] = number
    this.steps[this.size] = steps
    this.ages[this.size] = ageMs
    this.size++
  }

  /** The events in the sample, in the order in which they came. */
  events(): SampledEvent[] {
    return Array.from({ length: this.size }, (_, place) => ({
      number: this.numbers[place]!,
      steps: this.steps[place]!,
      ageMs: this.ages[place]!,
    }))
  }

  /** Keeps every second one. */
  private thin(): void {
    this.stride *= 2
    this.size /= 2
    for (let place = 0; place < this.size; place++) {
      this.numbers[place] = this.numbers[place * 2]!
      this.steps[place] = this.steps[place * 2]!
      this.ages[place] = this.ages[place * 2]!
    }
  }

  private grow(): void {
    const length = this.numbers.length * 2
    this.numbers = grown(this.numbers, length)
    this.steps = grown(this.steps, length)
    this.ages = grown(this.ages, length)
  }
}
