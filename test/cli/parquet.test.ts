import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { parquetMetadata, parquetReadObjects, parquetSchema, type SchemaTree } from 'hyparquet'
import { describe, expect, it, test } from 'vitest'
import { OutputFile } from '../../src/cli/output-file.ts'
import { ParquetFile } from '../../src/cli/parquet/parquet-file.ts'
import { directory, execute, SCENARIO, start } from './command.ts'

/** Two functions, drops of two kinds with their messages, provisioned environments: most columns have values. */
const EVENTFUL = `\
name: eventful
seed: 7
runLength: 10m
functions:
  orders:
    reservedConcurrency: 2
    eventInvokeConfig:
      MaximumEventAgeInSeconds: 60
      DestinationConfig: { OnFailure: { Destination: "arn:aws:sqs:us-east-1:123456789012:failed" } }
    model: { duration: { exponential: { mean: 900ms } }, errors: { probability: 0.2 } }
    arrivals: [{ poisson: { rate: 2/s } }]
  mail:
    model: { duration: 200ms }
    arrivals: [{ constant: { rate: 1/s } }, { constant: { rate: 1/s }, invocation: RequestResponse }]
expect: [orders.dropped == 0, mail.dropped == 0]
`
const VARY = [
  ['--vary', 'functions.orders.reservedConcurrency=1,3'],
  ['--vary', 'functions.orders.model.errors.probability=0.1,0.25'],
  ['--vary', 'functions.orders.timeout=2s,3s'],
].flat()

/** Changes of a comparison: a path that both change, and one of words. */
const WITH = [
  ['--with', 'functions.orders.reservedConcurrency=3'],
  ['--with', 'functions.orders.reservedConcurrency=4,functions.orders.timeout=3s'],
].flat()

/** Each command that writes rows, with how many a replication has. */
const COMMANDS = [
  ['run', [], 1],
  ['compare', WITH, 3],
  ['sweep', VARY, 8],
] as const

/** Work of many replications, long enough that it can be stopped in the middle. */
const LONG = {
  run: ['--replications', '4000'],
  compare: [...WITH, '--replications', '4000'],
  sweep: ['--vary', 'functions.orders.reservedConcurrency=1..20', '--replications', '200'],
}

function bytesOf(path: string): ArrayBuffer {
  return new Uint8Array(readFileSync(path)).buffer
}

/** Rows as a reader of another make sees them; whole numbers of 64 bits come as such. */
async function rowsOf(path: string): Promise<Record<string, unknown>[]> {
  return parquetReadObjects({ file: bytesOf(path) })
}

/** As a line of JSON would have it: whole numbers plain, and without what is missing. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value)
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  const present = Object.entries(value).filter(([, each]) => each !== null && each !== undefined)
  return Object.fromEntries(present.map(([key, each]) => [key, plain(each)]))
}

function linesOf(path: string): Record<string, unknown>[] {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line))
}

/** Each value of a file with its type, by its path. */
function typesOf(path: string): Record<string, string | undefined> {
  const leaves = ({ children, element, path: names }: SchemaTree): [string, string | undefined][] =>
    children.length === 0
      ? [[names.join(' '), element.converted_type ?? element.type]]
      : children.flatMap((child) => leaves(child))
  return Object.fromEntries(leaves(parquetSchema(parquetMetadata(bytesOf(path)))))
}

describe('a run', () => {
  it('writes to Parquet what it writes as lines of JSON, event by event and minute by minute', async () => {
    const cwd = directory({ 'eventful.yaml': EVENTFUL })
    const run = (kind: string) =>
      execute(['run', 'eventful.yaml', '--json', '--records', `r.${kind}`, '--series', `s.${kind}`], { cwd })
    const [lines, rows] = [await run('jsonl'), await run('parquet')]
    expect([rows.code, rows.stderr, rows.stdout]).toEqual([lines.code, lines.stderr, lines.stdout])

    const records = await rowsOf(join(cwd, 'r.parquet'))
    const asLines = records.map(({ record, ...row }) => plain({ ...row, record: JSON.parse(String(record)) }))
    expect(asLines).toEqual(linesOf(join(cwd, 'r.jsonl')).map(plain))
    expect(records.filter(({ record }) => record !== null).length).toBeGreaterThan(50)

    const minutes = await rowsOf(join(cwd, 's.parquet'))
    expect(minutes.map(plain)).toEqual(linesOf(join(cwd, 's.jsonl')).map(plain))
    expect(minutes.length).toBeGreaterThan(25)
    expect(readdirSync(cwd).toSorted()).toEqual(['eventful.yaml', 'r.jsonl', 'r.parquet', 's.jsonl', 's.parquet'])
  })

  it('gives each column its type', async () => {
    const cwd = directory({ 'small.yaml': SCENARIO })
    await execute(['run', 'small.yaml', '--records', 'r.parquet', '--series', 's.parquet'], { cwd })
    expect(typesOf(join(cwd, 'r.parquet'))).toMatchObject({
      event: 'INT64',
      endedMs: 'DOUBLE',
      condition: 'UTF8',
      discarded: 'BOOLEAN',
      'deliveries list element delivered': 'BOOLEAN',
    })
    expect(typesOf(join(cwd, 's.parquet'))).toMatchObject({
      Timestamp: 'TIMESTAMP_MILLIS',
      Errors: 'INT64',
      'Duration p99': 'DOUBLE',
    })
  })

  it('leaves what was there until the file is whole', async () => {
    const cwd = directory({ 'small.yaml': SCENARIO, 'r.parquet': 'old' })
    const endless = ['--set', 'runLength=1000d', '--set', 'functions.work.arrivals[0].constant.rate=20/s']
    const { child, finished } = start(['run', 'small.yaml', ...endless, '--records', 'r.parquet'], { cwd })
    while (!readdirSync(cwd).some((name) => name.endsWith('.tmp'))) await setTimeout(20)
    child.kill('SIGKILL')
    await finished
    expect(readFileSync(join(cwd, 'r.parquet'), 'utf8')).toBe('old')
    await execute(['run', 'small.yaml', '--records', 'r.parquet'], { cwd })
    expect(await rowsOf(join(cwd, 'r.parquet'))).toHaveLength(10)
  })
})

describe.each(COMMANDS)('%s --out', (command, options, width) => {
  it('writes to Parquet what it writes as lines of JSON, run by run, and says of which experiment', async () => {
    const cwd = directory({ 'eventful.yaml': EVENTFUL })
    const rowsTo = (out: string) =>
      execute([command, 'eventful.yaml', ...options, '--replications', '2', '--out', out, '--json'], { cwd })
    const [lines, rows] = [await rowsTo('rows.jsonl'), await rowsTo('rows.parquet')]
    expect([rows.code, rows.stderr, rows.stdout]).toEqual([lines.code, lines.stderr, lines.stdout])
    const [head, ...written] = linesOf(join(cwd, 'rows.jsonl'))
    const read = (await rowsOf(join(cwd, 'rows.parquet'))).map((row) => plain({ values: {}, ...row }))
    expect(read).toEqual(written)
    expect(written).toHaveLength(2 * width)
    const about = parquetMetadata(bytesOf(join(cwd, 'rows.parquet'))).key_value_metadata
    expect(about?.map(({ key, value }) => [key, JSON.parse(value!)])).toEqual([['asyncinvoke', head]])
  })

  it('that is interrupted leaves a Parquet file of the runs that were whole', async () => {
    // How far it comes in a time depends on who else uses the machine.
    for (let patienceMs = 1_500; ; patienceMs *= 2) {
      const cwd = directory({ 'eventful.yaml': EVENTFUL })
      const args = [command, 'eventful.yaml', ...LONG[command], '--set', 'runLength=1h', '--json']
      const { child, finished } = start([...args, '--out', 'rows.parquet'], { cwd })
      while (!readdirSync(cwd).some((name) => name.endsWith('.tmp'))) await setTimeout(20)
      await setTimeout(patienceMs)
      child.kill('SIGINT')
      const { code, stdout, stderr } = await finished
      expect(code).toBe(130)
      if (stdout === '') continue
      expect(stderr).toMatch(/^asyncinvoke: interrupted: complete .*; rows.parquet has their runs\n$/)
      const { points, replications } = JSON.parse(stdout)
      const runs = points
        ? points.reduce((sum: number, point: { replications: number }) => sum + point.replications, 0)
        : (replications.count ?? replications) * width
      expect(await rowsOf(join(cwd, 'rows.parquet'))).toHaveLength(runs)
      expect(runs).toBeLessThan(4_000)
      return
    }
  })

  test.each([
    [['--resume'], '--resume: expected --out with a name that ends in .jsonl, got rows.parquet: nothing can be added'],
    [[], '--out rows.parquet: expected no file of that name, and there is one'],
  ])('with %j neither adds to a file of Parquet nor replaces it', async (more, message) => {
    const cwd = directory({ 'eventful.yaml': EVENTFUL })
    writeFileSync(join(cwd, 'rows.parquet'), 'kept')
    const args = ['eventful.yaml', ...options, '--replications', '2', '--out', 'rows.parquet', ...more]
    const { code, stdout, stderr } = await execute([command, ...args], { cwd })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(message)
    expect(readFileSync(join(cwd, 'rows.parquet'), 'utf8')).toBe('kept')
  })
})

test('rows give each value its type, those that are changed by all that they are changed to', async () => {
  const cwd = directory({ 'eventful.yaml': EVENTFUL })
  const typesIn = async (command: string, ...options: readonly string[]) => {
    await execute([command, 'eventful.yaml', ...options, '--replications', '1', '--out', `${command}.parquet`], { cwd })
    return typesOf(join(cwd, `${command}.parquet`))
  }
  expect(await typesIn('sweep', ...VARY)).toMatchObject({
    'values functions.orders.reservedConcurrency': 'INT64',
    'values functions.orders.model.errors.probability': 'DOUBLE',
    'values functions.orders.timeout': 'UTF8',
    'figures total dropped': 'INT64',
    'figures functions key_value value eventAge.p99': 'DOUBLE',
    'figures destinations key_value value failed': 'INT64',
    'met list element': 'BOOLEAN',
  })
  expect(await typesIn('compare', ...WITH)).toMatchObject({
    'values functions.orders.reservedConcurrency': 'INT64',
    'values functions.orders.timeout': 'UTF8',
  })
  const ofRun = await typesIn('run')
  expect(Object.keys(ofRun).filter((path) => path.startsWith('values'))).toEqual([])
})

test('rows of Parquet are written in groups, so that few of them wait in memory', async () => {
  const path = join(directory({}), 'rows.parquet')
  const file = new OutputFile(path)
  const parquet = new ParquetFile(file, { place: { kind: 'whole' }, text: { kind: 'text' } })
  const text = 'x'.repeat(1_000)
  for (let place = 0; place < 10_000; place++) parquet.write({ place, text })
  expect(existsSync(path)).toBe(false)
  parquet.end()
  file.commit()
  const groups = parquetMetadata(bytesOf(path)).row_groups.map(({ num_rows }) => Number(num_rows))
  expect(groups.length).toBeGreaterThanOrEqual(3)
  expect(Math.max(...groups)).toBeLessThan(5_000)
  const rows = await rowsOf(path)
  expect(rows.map(({ place }) => Number(place))).toEqual(Array.from({ length: 10_000 }, (_, place) => place))
})

test('a table without rows can be read', async () => {
  const path = join(directory({}), 'rows.parquet')
  const file = new OutputFile(path)
  new ParquetFile(file, { place: { kind: 'whole' } }).end()
  file.commit()
  expect(await rowsOf(path)).toEqual([])
})
