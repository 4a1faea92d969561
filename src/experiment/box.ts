/** All settings between two of them, both with. A setting is the place of a value on each axis. */
export class Box {
  readonly low: readonly number[]
  readonly high: readonly number[]

  constructor(low: readonly number[], high: readonly number[]) {
    this.low = low
    this.high = high
  }

  /** The settings that are at one end of each axis; each once. */
  get corners(): number[][] {
    return this.low.reduce<number[][]>(
      (corners, low, axis) => {
        const ends = low === this.high[axis]! ? [low] : [low, this.high[axis]!]
        return corners.flatMap((corner) => ends.map((end) => [...corner, end]))
      },
      [[]],
    )
  }

  /** How many of its settings are no corners. */
  get innerCount(): number {
    return this.low.reduce((count, low, axis) => count * (this.high[axis]! - low + 1), 1) - this.corners.length
  }

  /** Cut across its longest side, the first of equal ones; the settings of the cut belong to both halves. */
  get halves(): readonly [Box, Box] {
    const lengths = this.low.map((low, axis) => this.high[axis]! - low)
    const axis = lengths.indexOf(Math.max(...lengths))
    const middle = this.low[axis]! + Math.floor(lengths[axis]! / 2)
    return [new Box(this.low, this.high.with(axis, middle)), new Box(this.low.with(axis, middle), this.high)]
  }
}
