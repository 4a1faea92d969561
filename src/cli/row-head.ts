import type { RunRow } from '../experiment/run-row.ts'
import { scenarioDigest } from '../experiment/scenario-digest.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { programVersion } from './program-version.ts'

/** What makes rows those of one experiment: the first line of their file. */
export interface RowHead extends RowHeadParts {
  /** The command that wrote it. */
  readonly asyncinvoke: 'run' | 'compare' | 'sweep'
  readonly version: 1
  /** Version of this program: another one may draw otherwise. */
  readonly program: string
  readonly name: string
  readonly seed: number
  /** SHA-256 of the scenario as it is, its seed apart. */
  readonly scenario: string
}

/** What not every command has. */
interface RowHeadParts {
  /** Of a comparison: the scenario as it is first. */
  readonly settings?: readonly { readonly with: string; readonly scenario: string }[]
  /** Of a sweep, as what follows: points have their replications one after the other. */
  readonly axes?: readonly { readonly path: string; readonly values: readonly unknown[] }[]
  readonly replications?: number
  /** Null where none was asked for. */
  readonly precision?: number | null
}

/** What the parts of a head are called, in the order in which they are told. */
const WORDS: Readonly<Partial<Record<keyof RowHead, string>>> = {
  program: 'version of asyncinvoke',
  seed: 'seed',
  scenario: 'scenario',
  settings: 'alternatives',
  axes: 'grid',
  replications: 'number of replications',
  precision: 'precision',
}

/** @param base the scenario as it is */
export function rowHead(asyncinvoke: RowHead['asyncinvoke'], base: Scenario, parts: RowHeadParts = {}): RowHead {
  const { name, seed } = base
  return { asyncinvoke, version: 1, program: programVersion(), name, seed, scenario: scenarioDigest(base), ...parts }
}

/** What is not the same in the head of a file, in words: `the same seed: there it is 7, here 8`. */
export function headDifferences(there: Partial<RowHead>, here: RowHead): string[] {
  return (Object.keys(WORDS) as (keyof RowHead)[])
    .filter((key) => JSON.stringify(there[key]) !== JSON.stringify(here[key]))
    .map((key) => {
      const isLong = key === 'axes' || key === 'scenario' || key === 'settings'
      return `the same ${WORDS[key]}${isLong ? ', and it is another one' : `: there it is ${there[key]}, here ${here[key]}`}`
    })
}

/** Rows that are told together, or not at all: a replication of each setting that is compared. */
export function rowsTogether({ settings }: RowHead): number {
  return settings?.length ?? 1
}

/** Whether a row is the next after another one, of which both numbers are 0 before the first. */
export function isNextRow(head: RowHead, before: Pick<RunRow, 'point' | 'replication'>, row: RunRow): boolean {
  const { point, replication } = row
  const isNextPoint = point === before.point + 1
  if (head.axes) {
    if (point === before.point) return replication === before.replication + 1
    return isNextPoint && replication === 1
  }
  const isFirst = before.point === 0 || before.point === rowsTogether(head)
  if (isFirst) return point === 1 && replication === before.replication + 1
  return isNextPoint && replication === before.replication
}
