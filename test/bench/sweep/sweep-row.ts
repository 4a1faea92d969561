/**
 * One measurement of a sweep, as a process of its own:
 *
 *   node sweep-row.ts POINTS THREADS
 *   node sweep-row.ts POINTS redis://HOST:PORT
 *
 * The clock runs from the first look at the grid to the last row. Threads start in that time; workers that are found
 * through Redis must be there before.
 */
import { createHash } from 'node:crypto'
import { tuneCompiler } from '../../../src/cli/compiler.ts'
import { programEdition } from '../../../src/cli/program-edition.ts'
import { RedisRunner } from '../../../src/experiment/redis/redis-runner.ts'
import { readGrid } from '../../../src/experiment/sweep.ts'
import { sweepWith } from '../../../src/experiment/sweeping.ts'
import { type Runner, Workers } from '../../../src/experiment/workers.ts'
import { takeScenario } from '../../../src/scenario/read.ts'
import type { ScenarioInput } from '../../../src/scenario/schema/scenario.ts'

/** What a row prints: one line of JSON. */
export interface SweepMeasurement {
  readonly points: number
  readonly seconds: number
  /** SHA-256 of all rows and of the document. */
  readonly digest: string
}

/** About 70,000 events a run. */
const SCENARIO: ScenarioInput = {
  seed: 5,
  runLength: '2h',
  functions: {
    order: {
      eventInvokeConfig: { MaximumRetryAttempts: 1 },
      model: { duration: { exponential: { mean: '600ms' } }, errors: { probability: 0.02 } },
      arrivals: [{ poisson: { rate: '10/s' } }],
    },
  },
}

const [points, how] = [Number(process.argv[2]), process.argv[3] ?? '']
if (!Number.isInteger(points)) throw new Error('usage: sweep-row.ts POINTS THREADS|redis://HOST:PORT')

tuneCompiler()
const runner: Runner = /^\d+$/.test(how)
  ? new Workers(Number(how))
  : await RedisRunner.open({ url: how, edition: programEdition(), onNote: console.error })
const hash = createHash('sha256')
const startMs = performance.now()
const vary = [
  'functions.order.reservedConcurrency=7..11',
  `functions.order.arrivals[0].poisson.rate=8.00/s..10.00/s/${Math.ceil(points / 5)} points`,
]
const read = (set: readonly string[]) => takeScenario(SCENARIO, { set })
const { grid, base } = await readGrid(vary, 'vary', read)
const result = await sweepWith(runner, { grid, base: base.scenario, read }, [], {
  replications: 1,
  onRow: (row) => void hash.update(JSON.stringify(row)),
})
const seconds = (performance.now() - startMs) / 1_000
hash.update(JSON.stringify(result))
await runner.close()
const measurement: SweepMeasurement = { points: grid.size, seconds, digest: hash.digest('hex') }
console.log(JSON.stringify(measurement))
