import type { ProgramName } from './programs.ts'

/** A line of the benchmark's table: a program, run with these arguments on these workloads. */
export interface Row {
  readonly name: string
  readonly program: ProgramName
  /** Further arguments after the workload's name and the number of events. Default: none. */
  readonly options?: readonly string[]
  /** Names of workloads. Default: all. */
  readonly workloads?: readonly string[]
  /** Number of events, or of those of the workload this share. Default: the workload's. */
  readonly events?: number | { readonly share: number }
  /** At most so many rounds. Default: all that were asked for. */
  readonly rounds?: number
  readonly targets?: readonly Target[]
}

/** How many times as fast as the row `than` a row ought to be; where it differs, by the workload's name. */
export interface SpeedTarget {
  readonly than: string
  readonly timesAsFast: number | Readonly<Record<string, number>>
}

/** How many MB above the peak of the row `than` a row's peak may be. */
export interface MemoryTarget {
  readonly than: string
  readonly atMostMbMore: number
}

export type Target = SpeedTarget | MemoryTarget

/**
 * Every row of `npm run bench`. SimPy simulates a tenth of the events: it would take minutes, and it is, if anything,
 * faster with fewer, because its queue of waiting processes is a list.
 */
export const ROWS: readonly Row[] = [
  {
    name: 'engine',
    program: 'engine',
    targets: [
      { than: 'SimPy', timesAsFast: 40 },
      { than: 'C++', timesAsFast: { W: 0.6, W2: 0.5, W3: 0.6 } },
      { than: 'engine, metrics off', timesAsFast: 0.85 },
    ],
  },
  { name: 'SimPy', program: 'simpy', events: { share: 0.1 } },
  { name: 'C++', program: 'cpp' },
  {
    name: 'engine, metrics off',
    program: 'engine',
    options: ['--metrics', 'off'],
  },
  {
    name: 'engine, not warmed up',
    program: 'engine',
    options: ['--warm-up', '0'],
  },
  {
    name: 'engine, 10,000 functions',
    program: 'engine',
    options: ['--functions', '10000'],
    workloads: ['W'],
    targets: [{ than: 'engine', timesAsFast: 0.5 }],
  },
  {
    name: 'engine, 10,000 events',
    program: 'engine',
    workloads: ['W'],
    events: 10_000,
    rounds: 1,
  },
  {
    name: 'engine, 100,000,000 events',
    program: 'engine',
    workloads: ['W'],
    events: 100_000_000,
    rounds: 1,
    targets: [{ than: 'engine, 10,000 events', atMostMbMore: 20 }],
  },
]
