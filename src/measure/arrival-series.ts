/** Most periods that are kept; when they are full, periods are merged. Each of `FACTORS` divides it. */
const PERIODS = 2_040
const FIRST_PERIOD_MS = 1_000
/** How many periods become one at each merger, again and again from the last one: 1 s, 2, 4, 12, 60 s, 2 min, 4, 12, 1 h. */
const FACTORS = [2, 2, 3, 5] as const

/**
 * When events of some kinds were accepted: counts in at most 2,040 periods of equal length, longer as the run grows.
 * Every length divides a minute or is a whole number of minutes, so that what lies between two moments that people
 * name is counted and not guessed.
 */
export class ArrivalSeries {
  /** Length of a period. */
  periodMs = FIRST_PERIOD_MS
  private mergers = 0
  private readonly byKind: Float64Array[] = []

  /** Counts an event of some kind (a small whole number) in the period of its acceptance. */
  count(kind: number, acceptedMs: number): void {
    while (this.byKind.length <= kind) this.byKind.push(new Float64Array(PERIODS))
    while (acceptedMs >= PERIODS * this.periodMs) this.merge()
    this.byKind[kind]![Math.floor(acceptedMs / this.periodMs)]!++
  }

  /** Events of a kind by the period of their acceptance. */
  of(kind: number): Float64Array {
    return this.byKind[kind] ?? new Float64Array(PERIODS)
  }

  /** Events of a kind in periods of the same kind that are at least so long: shorter ones tell more of chance than of time. */
  inPeriodsOf(leastMs: number, kind: number): { readonly periodMs: number; readonly counts: Float64Array } {
    const counts = this.of(kind).slice()
    let { periodMs } = this
    for (let mergers = this.mergers; periodMs < leastMs; mergers++) {
      const factor = FACTORS[mergers % FACTORS.length]!
      join(counts, factor)
      periodMs *= factor
    }
    return { periodMs, counts }
  }

  private merge(): void {
    const factor = FACTORS[this.mergers++ % FACTORS.length]!
    for (const counts of this.byKind) join(counts, factor)
    this.periodMs *= factor
  }
}

/** Makes some periods one. */
function join(counts: Float64Array, factor: number): void {
  for (let place = 0; place < PERIODS / factor; place++) {
    let sum = 0
    for (let part = 0; part < factor; part++) sum += counts[place * factor + part]!
    counts[place] = sum
  }
  counts.fill(0, PERIODS / factor)
}
