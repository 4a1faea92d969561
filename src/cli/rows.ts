import type { RowKeeping } from '../experiment/run-row.ts'
import { RowFile } from './row-file.ts'
import type { RowHead } from './row-head.ts'
import { UsageError } from './usage-error.ts'

/** How rows are asked for. */
export interface RowOptions {
  readonly out?: string
  readonly resume?: boolean
}

/** Where the runs of an experiment are written, a row each, in order. */
export interface Rows {
  /** What an experiment keeps its rows by. */
  readonly keeping: Required<RowKeeping>
  /** Ends it when all are told. @returns what went wrong, for whoever has a result to print first */
  commit(): UsageError | undefined
  close(): void
}

/** @throws UsageError for a name that is none of rows, and for nothing to go on with */
export function checkRowOptions({ out, resume = false }: RowOptions): void {
  if (resume && out === undefined) throw new UsageError('--resume: expected --out FILE, the file to go on with')
  if (out !== undefined && !/\.(?:jsonl|parquet)$/.test(out))
    throw new UsageError(`--out ${out}: expected a name that ends in .jsonl or .parquet`)
  if (resume && isParquet(out))
    throw new UsageError(
      `--resume: expected --out with a name that ends in .jsonl, got ${out}: nothing can be added to a file of Parquet`,
    )
}

/**
 * The file of `--out`; undefined where there is none. A file that is there already is one to go on with: so this is not called
 * before there is somebody to make the runs.
 *
 * @throws UsageError where it cannot be the one of these rows
 */
export async function openRows({ out, resume = false }: RowOptions, head: RowHead): Promise<Rows | undefined> {
  if (out === undefined) return undefined
  if (!isParquet(out)) return new RowFile(out, head, resume)
  const { RowParquet } = await import('./parquet/row-parquet.ts')
  return new RowParquet(out, head)
}

/** What became of the rows of an interrupted experiment, and how it goes on, for the end of a line. */
export function resumeWords({ out }: RowOptions): string {
  if (out === undefined) return ''
  return isParquet(out) ? `; ${out} has their runs` : `; --out ${out} --resume goes on`
}

function isParquet(out: string | undefined): boolean {
  return out?.endsWith('.parquet') === true
}
