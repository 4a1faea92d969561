const ARITY_SHIFT = 2

/**
 * Which source comes next: a 4-ary heap of the numbers of all sources by the time of their next event; equal times by
 * number. A source never leaves; the first one takes a later time and sinks to its new place.
 */
export class SourceHeap {
  private readonly numbers: Uint32Array
  private readonly timesMs: Float64Array

  /** @param nextMs time of the next event of each source, by number; at least one */
  constructor(nextMs: readonly number[]) {
    this.numbers = Uint32Array.from(nextMs.keys())
    this.timesMs = Float64Array.from(nextMs)
    for (let place = (nextMs.length - 2) >> ARITY_SHIFT; place >= 0; place--) {
      this.sink(place, this.timesMs[place]!, this.numbers[place]!)
    }
  }

  get first(): number {
    return this.numbers[0]!
  }

  get firstMs(): number {
    return this.timesMs[0]!
  }

  /** The first source has a new time, not earlier than before. */
  delayFirst(timeMs: number): void {
    this.sink(0, timeMs, this.numbers[0]!)
  }

  private sink(from: number, timeMs: number, number: number): void {
    const { numbers, timesMs } = this
    const size = numbers.length
    let place = from
    for (;;) {
      const begin = (place << ARITY_SHIFT) + 1
      if (begin >= size) break
      const end = Math.min(begin + 4, size)
      let least = begin
      let leastMs = timesMs[begin]!
      for (let child = begin + 1; child < end; child++) {
        const childMs = timesMs[child]!
        if (childMs < leastMs || (childMs === leastMs && numbers[child]! < numbers[least]!)) {
          least = child
          leastMs = childMs
        }
      }
      if (timeMs < leastMs || (timeMs === leastMs && number <= numbers[least]!)) break
      timesMs[place] = leastMs
      numbers[place] = numbers[least]!
      place = least
    }
    timesMs[place] = timeMs
    numbers[place] = number
  }
}
