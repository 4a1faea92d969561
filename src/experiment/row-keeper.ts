import type { Figure } from './figure.ts'
import type { Replication } from './replication.ts'
import { replicationSeed } from './replication-seed.ts'
import { type RowKeeping, type RunRow, rowFigures, valuesOfRow } from './run-row.ts'

/** Keeps the rows of settings that are run replication by replication, each under the seed of the others. */
export class RowKeeper {
  /** Replications that are there already, of each setting. */
  readonly known: readonly (readonly Replication[])[]
  private readonly settings: readonly RunRow['values'][]
  private readonly seed: number
  private readonly onRow: ((row: RunRow) => void) | undefined
  private told = 0

  /**
   * @param settings what each of them changes, by path
   * @param keeping whose rows are in order of replications, then of settings; what is left of the last one is not used
   */
  constructor(settings: readonly RunRow['values'][], seed: number, { rows = [], onRow }: RowKeeping) {
    this.settings = settings
    this.seed = seed
    this.onRow = onRow
    const runs = Array.from(rows, (row) => ({ values: valuesOfRow(row), met: row.met }))
    this.known = Array.from({ length: Math.floor(runs.length / settings.length) }, (_, place) =>
      runs.slice(place * settings.length, (place + 1) * settings.length),
    )
  }

  /** Takes the next replication of each setting, and tells of it if it is a new one. @param figures of each setting */
  take(replications: readonly Replication[], figures: readonly (readonly Figure[])[]): void {
    const replication = ++this.told
    if (replication <= this.known.length) return
    for (const [place, { values, met }] of replications.entries())
      this.onRow?.({
        point: place + 1,
        replication,
        seed: replicationSeed(this.seed, replication),
        values: this.settings[place]!,
        met,
        figures: rowFigures(figures[place]!, values),
      })
  }
}
