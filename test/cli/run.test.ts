import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { directory, execute, executeApart, SCENARIO, start } from './command.ts'

const ENDLESS = SCENARIO.replace('runLength: 10m', 'runLength: 1000d').replace('1/m', '20/s')

test('a run prints its report on stdout and nothing on stderr', async () => {
  const cwd = directory({ 'small.yaml': SCENARIO })
  const { code, stdout, stderr } = await execute(['run', 'small.yaml'], { cwd })
  expect(stderr).toBe('')
  expect(code).toBe(0)
  expect(stdout).toMatch(/^small · 10 m simulated in [\d.]+ m?s · seed 7\n/)
  expect(stdout).toContain('60.0 %  6  succeeded')
  expect(stdout).toContain('40.0 %  4  RetriesExhausted  ')
  expect(stdout).toContain('✓ work.dropped == 4  4')
})

test('an expectation that fails is exit 1', async () => {
  const cwd = directory({ 'small.yaml': SCENARIO.replace('dropped == 4', 'dropped == 0') })
  const { code, stdout } = await execute(['run', 'small.yaml'], { cwd })
  expect(stdout).toContain('✗ work.dropped == 0  4')
  expect(code).toBe(1)
})

describe('--json', () => {
  const SPREAD = ['mean', 'p50', 'p90', 'p99', 'max']
  const COUNTS = {
    received: 10,
    succeeded: 6,
    dropped: { RetriesExhausted: 4, EventAgeExceeded: 0, ZeroReservedConcurrency: 0, RecursiveInvocation: 0 },
    discarded: 0,
    pending: 0,
    attempts: 18,
    errors: 12,
    throttles: 0,
    deliveries: { onSuccess: 0, onFailure: 0, deadLetter: 4 },
    deliveryFailures: 0,
    coldStarts: 1,
  }

  test('prints one document with the keys that are promised', async () => {
    const cwd = directory({ 'small.yaml': SCENARIO })
    const { stdout, stderr, code } = await execute(['run', 'small.yaml', '--json'], { cwd })
    expect([stderr, code]).toEqual(['', 0])
    const result = JSON.parse(stdout)
    expect(result).toMatchObject({
      version: 1,
      name: 'small',
      seed: 7,
      runLength: 600_000,
      warnings: [],
      complete: true,
    })
    expect(result.account).toMatchObject({ concurrency: 1_000 })
    expect(result.expectations).toEqual([{ expectation: 'work.dropped == 4', met: true, actual: 4 }])
    for (const counts of [result.total, result.functions.work]) {
      expect(counts).toMatchObject(COUNTS)
      for (const spread of ['eventAge', 'completion', 'duration']) expect(Object.keys(counts[spread])).toEqual(SPREAD)
      expect(Object.keys(counts.concurrency)).toEqual(['mean', 'max'])
      expect(Object.keys(counts.backlog)).toEqual(['max', 'atMs'])
      expect(Object.keys(counts.cost)).toEqual(['requests', 'gbSeconds', 'usd'])
    }
  })

  test('is the same for the same seed, byte for byte, from a file or from stdin', async () => {
    const cwd = directory({ 'small.yaml': SCENARIO.replace('constant', 'poisson') })
    const args = ['--json', '--seed', '11']
    const input = readFileSync(join(cwd, 'small.yaml'), 'utf8')
    const [first, second, other] = await Promise.all([
      execute(['run', 'small.yaml', ...args], { cwd }),
      execute(['run', '-', ...args], { cwd, input }),
      execute(['run', 'small.yaml', '--json'], { cwd }),
    ])
    expect(second.stdout).toBe(first.stdout)
    expect(JSON.parse(first.stdout).seed).toBe(11)
    expect(other.stdout).not.toBe(first.stdout)
  })
})

test('--set changes values of the scenario, in order', async () => {
  const cwd = directory({ 'small.yaml': SCENARIO })
  const sets = [
    'runLength=5m',
    'functions.work.arrivals[0].constant.rate=9/m',
    'functions.work.arrivals[0].constant.rate=2/m',
  ]
  const { stdout, stderr } = await execute(['run', 'small.yaml', '--json', ...sets.flatMap((set) => ['--set', set])], {
    cwd,
  })
  expect(stderr).toBe('')
  expect(JSON.parse(stdout).total.received).toBe(10)
  expect(JSON.parse(stdout).total.succeeded).toBe(10)
})

describe('files of a run', () => {
  test('are written whole, over what was there, and leave nothing beside them', async () => {
    const cwd = directory({ 'small.yaml': SCENARIO, 'records.jsonl': 'old\n' })
    symlinkSync('records.jsonl', join(cwd, 'link.jsonl'))
    const args = ['run', 'small.yaml', '--records', 'link.jsonl', '--series', 'series.csv']
    expect((await execute(args, { cwd })).code).toBe(0)
    const records = readFileSync(join(cwd, 'records.jsonl'), 'utf8').trimEnd().split('\n')
    expect(records.map((line) => JSON.parse(line).condition)).toEqual([
      ...Array.from({ length: 6 }, () => 'Success'),
      ...Array.from({ length: 4 }, () => 'RetriesExhausted'),
    ])
    const [head, first] = readFileSync(join(cwd, 'series.csv'), 'utf8').split('\n')
    expect(head).toMatch(/^Timestamp,atMs,FunctionName,AsyncEventsReceived,/)
    expect(first).toMatch(/^2026-01-01T00:00:00.000Z,0,work,1,/)
    expect(readdirSync(cwd).toSorted()).toEqual(['link.jsonl', 'records.jsonl', 'series.csv', 'small.yaml'])
  })

  test.each([
    ['a directory', ['--records', 'sub.jsonl'], '--records: sub.jsonl: expected the name of a file, got a directory'],
    [
      'a place that is not there',
      ['--series', 'none/s.csv'],
      '--series: none/s.csv: expected a file that can be written, but there is no such file or directory',
    ],
    [
      'an unknown kind',
      ['--records', 'r.csv'],
      "--records: expected a file name that ends in .jsonl or .ndjson or .parquet, got 'r.csv'",
    ],
    [
      'one file for two things',
      ['--records', 'x.jsonl', '--series', './x.jsonl'],
      "--series: expected a file of its own, got './x.jsonl', which this run writes too",
    ],
  ])('that cannot be, %s, are one line on stderr, exit 2, and nothing half-written', async (_, args, line) => {
    const cwd = directory({ 'small.yaml': SCENARIO })
    mkdirSync(join(cwd, 'sub.jsonl'))
    const { code, stdout, stderr } = await execute(['run', 'small.yaml', ...args], { cwd })
    expect(stderr).toBe(`asyncinvoke: ${line}\n`)
    expect([code, stdout]).toEqual([2, ''])
    expect(readdirSync(cwd).toSorted()).toEqual(['small.yaml', 'sub.jsonl'])
  })
})

test('a disk that is full costs the file and not the report', async () => {
  const cwd = directory({ 'small.yaml': SCENARIO })
  const { code, stdout, stderr } = await execute(['run', 'small.yaml', '--records', '/dev/full'], { cwd })
  expect(stderr).toBe(
    'asyncinvoke: --records: /dev/full: expected a file that can be written, but no space is left on the device\n',
  )
  expect(stdout).toContain(' accepted\n')
  expect(code).toBe(2)
})

test('a scenario is never overwritten by what its run writes', async () => {
  const cwd = directory({ 'small.jsonl': SCENARIO })
  const { code, stderr } = await execute(['run', 'small.jsonl', '--records', 'small.jsonl'], { cwd })
  expect(stderr).toBe(
    "asyncinvoke: --records: expected a file of its own, got 'small.jsonl', which this run reads too\n",
  )
  expect(code).toBe(2)
  expect(readFileSync(join(cwd, 'small.jsonl'), 'utf8')).toBe(SCENARIO)
})

/** Waits until a run has begun to write its records. */
async function begun(cwd: string): Promise<void> {
  while (!readdirSync(cwd).some((name) => name.endsWith('.tmp')))
    await new Promise((resolve) => setTimeout(resolve, 20))
}

describe.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('a run that gets %s', (signal, exitCode) => {
  test(`prints what was measured until then and exits ${exitCode}`, async () => {
    const cwd = directory({ 'endless.yaml': ENDLESS })
    const { child, finished } = start(['run', 'endless.yaml', '--json', '--records', 'records.jsonl'], { cwd })
    await begun(cwd)
    child.kill(signal)
    const { code, stdout, stderr } = await finished
    expect(code).toBe(exitCode)
    expect(stderr).toBe(
      'asyncinvoke: interrupted: the run is not complete\nasyncinvoke: interrupted: records.jsonl is not complete\n',
    )
    const { complete, total } = JSON.parse(stdout)
    expect(complete).toBe(false)
    const dropped = Object.values(total.dropped as Record<string, number>).reduce((sum, count) => sum + count, 0)
    expect(total.received).toBe(total.succeeded + dropped + total.pending)
    const records = readFileSync(join(cwd, 'records.jsonl'), 'utf8').trimEnd().split('\n')
    expect(records).toHaveLength(total.received === total.pending ? 1 : total.received - total.pending)
    expect(readdirSync(cwd)).not.toContainEqual(expect.stringMatching(/\.tmp$/))
  })
})

test.each([[[]], [['--replications', '2']]])(
  'a signal while the scenario is read ends the run, with %j too',
  async (options) => {
    const cwd = directory({})
    execFileSync('mkfifo', [join(cwd, 'slow.yaml')])
    const { child, finished } = start(['run', 'slow.yaml', ...options], { cwd })
    // Can be opened when the run has opened it.
    const file = await open(join(cwd, 'slow.yaml'), 'w')
    child.kill('SIGTERM')
    expect(await finished).toEqual({ code: null, stdout: '', stderr: '' })
    expect(child.signalCode).toBe('SIGTERM')
    await file.close()
  },
)

test('a reader that goes away is no error', async () => {
  const cwd = directory({ 'small.yaml': SCENARIO })
  const { child, finished } = start(['run', 'small.yaml'], { cwd })
  child.stdout.destroy()
  const { code, stderr } = await finished
  expect([code, stderr]).toEqual([0, ''])
})

test('colours come only when they are asked for or the output is a terminal', async () => {
  const cwd = directory({ 'small.yaml': SCENARIO })
  const [plain, coloured, ascii] = await Promise.all([
    execute(['run', 'small.yaml'], { cwd, env: { CI: '1' } }),
    execute(['run', 'small.yaml'], { cwd, env: { FORCE_COLOR: '1' } }),
    execute(['run', 'small.yaml', '--set', 'name=wörld'], { cwd, env: { LC_ALL: 'C' } }),
  ])
  expect(plain.stdout).not.toContain('\u001B[')
  expect(coloured.stdout).toContain('\u001B[')
  expect(ascii.stdout).toMatch(/^w\?rld [\n -~]+$/)
})

test('an error of its own is told in one line, with its stack on demand', async () => {
  const cwd = directory({ 'small.yaml': SCENARIO })
  // A fault from outside: a result that cannot be printed.
  const fault = 'process.stdout.write=()=>{throw new Error("out of paper")}'
  const NODE_OPTIONS = `--import data:text/javascript,${encodeURIComponent(fault)}`
  const [short, long] = await Promise.all([
    executeApart(['run', 'small.yaml', '--json'], { cwd, env: { NODE_OPTIONS } }),
    executeApart(['run', 'small.yaml', '--json'], { cwd, env: { NODE_OPTIONS, ASYNCINVOKE_DEBUG: '1' } }),
  ])
  expect(short.stderr).toBe('asyncinvoke: internal error: out of paper\n  set ASYNCINVOKE_DEBUG=1 to see where\n')
  expect(short.code).toBe(3)
  expect(long.stderr).toMatch(/^asyncinvoke: internal error: Error: out of paper\n {4}at /)
})

test('what was in a file stays there when the scenario cannot run', async () => {
  const cwd = directory({ 'small.yaml': `${SCENARIO}bad: 1\n` })
  writeFileSync(join(cwd, 'records.jsonl'), 'old\n')
  expect((await execute(['run', 'small.yaml', '--records', 'records.jsonl'], { cwd })).code).toBe(2)
  expect(readFileSync(join(cwd, 'records.jsonl'), 'utf8')).toBe('old\n')
})
