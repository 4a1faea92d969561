import { scenarioDigest } from '../experiment/scenario-digest.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { programEdition } from './program-edition.ts'

/** What makes rows those of one experiment: the first line of their file. */
export interface RowHead extends RowHeadParts {
  /** The command that wrote it. */
  readonly asyncinvoke: 'run' | 'compare' | 'sweep'
  readonly version: 1
  /** Edition of this program: another one may draw otherwise. */
  readonly program: string
  readonly name: string
  readonly seed: number
  /** SHA-256 of the scenario as it is, its seed apart. */
  readonly scenario: string
}

/** What not every command has. */
export interface RowHeadParts {
  /** Of a comparison: the scenario as it is first. */
  readonly settings?: readonly { readonly with: string; readonly scenario: string }[]
  /** Of a sweep, as what follows: points have their replications one after the other. */
  readonly axes?: readonly { readonly path: string; readonly values: readonly unknown[] }[]
  /** Of all its points: a file of theirs may have changed that the scenario as it is does not name. */
  readonly points?: string
  readonly replications?: number
  /** Null where none was asked for. */
  readonly precision?: number | null
}

/** What the parts of a head are called, in the order in which they are told. */
const WORDS: Readonly<Partial<Record<keyof RowHead, string>>> = {
  program: 'edition of asyncinvoke',
  seed: 'seed',
  scenario: 'scenario',
  settings: 'alternatives',
  axes: 'grid',
  points: 'scenario at each point',
  replications: 'number of replications',
  precision: 'precision',
}

/** @param base the scenario as it is */
export function rowHead(asyncinvoke: RowHead['asyncinvoke'], base: Scenario, parts: RowHeadParts = {}): RowHead {
  const { name, seed } = base
  return { asyncinvoke, version: 1, program: programEdition(), name, seed, scenario: scenarioDigest(base), ...parts }
}

/** Of these only the digests are there, or too much to show. */
const LONG: readonly (keyof RowHead)[] = ['axes', 'scenario', 'settings', 'points']

/** What is not the same in the head of a file, in words: `the same seed: there it is 7, here 8`. */
export function headDifferences(there: Partial<RowHead>, here: RowHead): string[] {
  const differs = (key: keyof RowHead) => JSON.stringify(there[key] ?? null) !== JSON.stringify(here[key] ?? null)
  return (Object.keys(WORDS) as (keyof RowHead)[])
    .filter(differs)
    .filter((key) => key !== 'points' || !(differs('scenario') || differs('axes')))
    .map((key) => {
      const words = LONG.includes(key)
        ? ', and it is another one'
        : `: there it is ${shown(there[key])}, here ${shown(here[key])}`
      return `the same ${WORDS[key]}${words}`
    })
}

function shown(value: unknown): string {
  return value === undefined || value === null ? 'none' : typeof value === 'string' ? value : JSON.stringify(value)
}

/** Rows that are told together, or not at all: a replication of each setting that is compared. */
export function rowsTogether({ settings }: RowHead): number {
  return settings?.length ?? 1
}
