import type { EngineView } from '../engine/ports.ts'

/** The copies of a recorded event have names 2⁴⁸ apart: so much in the upper word of the two. */
export const COPY_STRIDE_HIGH = 2 ** 16
const TWO_POW_32 = 2 ** 32

/** A source of recorded events, and what it says of them, by row. */
export interface RecordedSource {
  /** The source's name, in two words, the lower one first. */
  readonly name0: number
  readonly name1: number
  /** Names of the source: rows times the number of times that they are played. */
  readonly names: number
  readonly rows: number
  /** How long each event's attempts run, in ms; undefined where that is not recorded, or not to be used. */
  readonly durationsMs: Float64Array | undefined
  /** How many attempts of each event end in a function error before one may succeed; undefined likewise. */
  readonly failures: Uint8Array | undefined
}

/** Finds what was recorded of an event by its name, which says the row: nothing has to be kept for an event in flight. */
export class Recording {
  private readonly sources: readonly RecordedSource[]
  /** Of the event that was found last. `NaN`: its duration is not recorded. */
  durationMs = Number.NaN
  failures = 0

  constructor(sources: readonly RecordedSource[]) {
    this.sources = sources
  }

  /** Looks up an event in flight, a duplicate under the name of what it is a copy of. */
  find(engine: Pick<EngineView, 'originalName'>, event: number): this {
    const [name0, name1] = engine.originalName(event)
    this.durationMs = Number.NaN
    this.failures = 0
    for (const source of this.sources) {
      const row = rowOf(source, name0, name1)
      if (row < 0) continue
      this.durationMs = source.durationsMs?.[row] ?? Number.NaN
      this.failures = source.failures?.[row] ?? 0
      break
    }
    return this
  }
}

/** The row behind a name, or -1 where it is not one of the source's. */
function rowOf(source: RecordedSource, name0: number, name1: number): number {
  const low = (name0 >>> 0) - (source.name0 >>> 0)
  const high = (name1 - source.name1 - (low < 0 ? 1 : 0)) >>> 0
  const index = (high % COPY_STRIDE_HIGH) * TWO_POW_32 + (low >>> 0)
  return index < source.names ? index % source.rows : -1
}
