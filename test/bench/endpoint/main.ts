import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { measure } from './measurement.ts'
import { endpoint, ROWS } from './rows.ts'
import { loadTable, type Result, verdicts } from './summary.ts'

interface Options {
  readonly seconds: number
  readonly connections: number
  readonly rounds: number
  readonly memory?: true
}

const options = new Command('npm run bench:endpoint --')
  .description('Accepted events a second and the latency of the 202, of the endpoint and of serverless-offline.')
  .option('--seconds <number>', 'how long each load lasts', wholeNumber, 30)
  .option(
    '--connections <number>',
    'clients, each of which sends its next event when the last one is answered',
    wholeNumber,
    64,
  )
  .option('--rounds <number>', 'how often each row is measured', wholeNumber, 3)
  .option('--memory', 'only sends a million events, and prints what memory the endpoint holds along the way')
  .parse()
  .opts<Options>()

const folder = mkdtempSync(join(tmpdir(), 'asyncinvoke-bench-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
process.once('SIGINT', () => process.exit(130))
console.log(
  `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}; load before ${loadavg()[0]!.toFixed(1)}`,
)
await (options.memory ? memory(options) : load(options))

async function load({ seconds, connections, rounds }: Options): Promise<void> {
  console.log(`${connections} connections for ${seconds} s, ${rounds} interleaved rounds\n`)
  const skipped = new Map<string, string>()
  for (const { name, prepare } of ROWS) await prepare?.(folder).catch((error) => skipped.set(name, firstLine(error)))
  const results: Result[] = []
  const failures: string[] = []
  for (let round = 1; round <= rounds; round++) {
    for (const { name, start } of ROWS.filter((row) => !skipped.has(row.name))) {
      process.stderr.write(`round ${round}: ${name}\n`)
      const started = await start(folder)
      // What is compiled and started when the first events come is no part of the measure.
      await measure(started.address, { connections, seconds: Math.min(3, seconds) })
      const measurement = await measure(started.address, { connections, seconds })
      if (started.process.hasEnded) failures.push(`round ${round}: ${name} ended by itself under the load`)
      else results.push({ row: name, round, measurement, residentMb: started.process.residentMb })
      await started.process.close()
    }
  }
  console.log(loadTable(results))
  for (const line of verdicts(results)) console.log(line)
  for (const failure of failures) console.log(`failed: ${failure}`)
  for (const [name, why] of skipped) console.log(`skipped: ${name}: ${why}`)
}

async function memory({ connections }: Options): Promise<void> {
  console.log('1,000,000 events to a model, in memory\n\n   events   MB held   events/s')
  const { process: served, address } = await endpoint(folder, 'model')
  const events = 100_000
  for (let sent = 0; sent <= 1_000_000; sent += events) {
    const { ratePerS } = sent === 0 ? { ratePerS: 0 } : await measure(address, { connections, seconds: 600, events })
    const columns = [sent.toLocaleString('en'), served.residentMb.toFixed(0), Math.round(ratePerS).toLocaleString('en')]
    console.log(columns.map((text, i) => text.padStart([9, 10, 11][i]!)).join(''))
  }
  await served.close()
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError(`Expected a whole number above 0, came '${text}'.`)
  return Number(text)
}
