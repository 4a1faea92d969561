import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import Table from 'cli-table3'
import { Command, InvalidArgumentError } from 'commander'
import { REDIS, RedisServer } from '../../redis-server.ts'
import { spread } from '../summary.ts'
import type { SweepMeasurement } from './sweep-row.ts'

interface Options {
  readonly points: number
  readonly rounds: number
}

const ROW = join(import.meta.dirname, 'sweep-row.ts')
const MAIN = join(import.meta.dirname, '../../../src/cli/main.ts')
const BASE = 'one thread'

/** How many times as fast as on one thread each way ought to be; without a number it is what others are compared with. */
const ROWS: readonly {
  readonly name: string
  readonly wanted?: number
  readonly measure: (points: number) => Promise<SweepMeasurement>
}[] = [
  { name: BASE, measure: (points) => measured(points, '1') },
  { name: 'two threads', wanted: 1.6, measure: (points) => measured(points, '2') },
  { name: 'Redis, two workers of one thread', wanted: 1.4, measure: throughRedis },
]

const { points, rounds } = new Command('npm run bench:sweep --')
  .description('A sweep on one thread, on two, and through Redis: how much faster, and whether the bytes are the same.')
  .option('--points <number>', 'points of the sweep, a run each; a multiple of 5', wholeNumber, 1_000)
  .option('--rounds <number>', 'how often each row is measured', wholeNumber, 3)
  .parse()
  .opts<Options>()

console.log(
  `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}; load before ${loadavg()[0]!.toFixed(1)}`,
)
process.exitCode = await bench()

/** Runs all rows in turn and prints the table; 1 where bytes differed. */
async function bench(): Promise<number> {
  console.log(`${points} points, ${rounds} interleaved rounds, one process a run\n`)
  const rows = ROWS.filter(({ measure }) => measure !== throughRedis || REDIS.isThere)
  const results = new Map<string, SweepMeasurement[]>(rows.map(({ name }) => [name, []]))
  for (let round = 1; round <= rounds; round++)
    for (const { name, measure } of rows) {
      process.stderr.write(`round ${round}: ${name}\n`)
      results.get(name)!.push(await measure(points))
    }
  const table = new Table({
    head: ['', 'seconds', 'min – max', `times ${BASE}`, 'min – max', 'wanted', ''],
    colAligns: ['left', ...Array(5).fill('right'), 'left'],
    style: { head: [], border: [] },
  })
  for (const { name, wanted } of rows) {
    const own = results.get(name)!
    const seconds = spread(own.map((measurement) => measurement.seconds))
    // Rounds met the same machine: ratios are taken within each.
    const times = spread(own.map((measurement, round) => results.get(BASE)![round]!.seconds / measurement.seconds))
    const verdict = wanted === undefined ? '' : times.median >= wanted ? 'met' : 'missed'
    table.push([
      name,
      ...[seconds.median.toFixed(2), `${seconds.min.toFixed(2)} – ${seconds.max.toFixed(2)}`],
      ...[times.median.toFixed(2), `${times.min.toFixed(2)} – ${times.max.toFixed(2)}`],
      ...[wanted?.toFixed(1) ?? '', verdict],
    ])
  }
  console.log(table.toString())
  if (!REDIS.isThere) console.log(`skipped${REDIS.note}`)
  const digests = new Set([...results.values()].flat().map(({ digest }) => digest))
  console.log(digests.size === 1 ? 'the same bytes in all of them' : `failed: ${digests.size} different results`)
  return digests.size === 1 ? 0 : 1
}

async function measured(size: number, how: string): Promise<SweepMeasurement> {
  const { stdout } = await promisify(execFile)(process.execPath, [ROW, String(size), how])
  return JSON.parse(stdout) as SweepMeasurement
}

/** With a Redis and workers of its own, as new as the processes of the other rows. */
async function throughRedis(size: number): Promise<SweepMeasurement> {
  const server = await RedisServer.start()
  const workers = [1, 2].map(() =>
    spawn(process.execPath, [MAIN, 'worker', '--redis', server.url, '--threads', '1'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  )
  try {
    await Promise.all(workers.map((worker) => once(worker.stdout, 'data')))
    return await measured(size, server.url)
  } finally {
    const ended = workers.map((worker) => once(worker, 'exit'))
    for (const worker of workers) worker.kill('SIGKILL')
    await Promise.all(ended)
    await server.close()
  }
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError(`Expected a whole number above 0, came '${text}'.`)
  return Number(text)
}
