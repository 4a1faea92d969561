import { appendFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { directory, execute, start } from './command.ts'

const SCENARIO = `\
name: busy
seed: 7
runLength: 10m
functions:
  work:
    reservedConcurrency: 2
    model: { duration: { exponential: { mean: 900ms } }, errors: { probability: 0.2 } }
    arrivals: [{ poisson: { rate: 2/s } }]
`
const SLOTS = 'functions.work.reservedConcurrency'
const RETRIES = 'functions.work.eventInvokeConfig.MaximumRetryAttempts'
const GRID = ['--vary', `${SLOTS}=1..4`, '--vary', `${RETRIES}=0,2`, '--replications', '3']

/** A sweep of long enough that it can be stopped in the middle. */
const LONG = ['--vary', `${SLOTS}=1..20`, '--replications', '2', '--set', 'runLength=4h']

function lines(path: string): string[] {
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : []
}

/** Waits until a file has so many lines. */
async function grown(path: string, count: number): Promise<void> {
  while (lines(path).length < count) await setTimeout(20)
}

describe('sweep', () => {
  it('prints the grid, with the answer first, within 80 columns', async () => {
    const cwd = directory({ 'busy.yaml': SCENARIO })
    const { code, stdout, stderr } = await execute(['sweep', 'busy.yaml', ...GRID], { cwd })
    expect([code, stderr]).toEqual([0, ''])
    const text = stdout.split('\n')
    expect(text.slice(0, 4)).toEqual([
      'busy',
      expect.stringMatching(/^8 points, 3 replications of 10 m each, simulated in .* · seed 7$/),
      '',
      expect.stringMatching(/^ {2}Least is lost with reservedConcurrency=\d, MaximumRetryAttempts=2: /),
    ])
    expect(stdout).toMatch(/^ {2}reserv…rrency {2}Maximu…tempts +lost +± +cost +±/m)
    expect(text.filter((line) => /^ {2}[1-4] +[02] /.test(line))).toHaveLength(8)
    expect(text.filter((line) => line.length > 80 && !line.startsWith('  asyncinvoke'))).toEqual([])
  })

  it('writes one line a run, that alone can be repeated, and prints the same document with --json', async () => {
    const cwd = directory({ 'busy.yaml': SCENARIO })
    const { stdout } = await execute(['sweep', 'busy.yaml', ...GRID, '--out', 'rows.jsonl', '--json'], { cwd })
    const [head, ...rows] = lines(join(cwd, 'rows.jsonl')).map((line) => JSON.parse(line))
    expect(head).toMatchObject({ asyncinvoke: 'sweep', version: 1, seed: 7, replications: 3 })
    expect(rows).toHaveLength(24)
    const result = JSON.parse(stdout)
    expect(result).toMatchObject({ version: 1, complete: true, size: 8 })
    const [, row] = rows.filter(({ point }) => point === 4)
    const set = Object.entries(row.values).flatMap(([path, value]) => ['--set', `${path}=${value}`])
    const alone = await execute(['run', 'busy.yaml', '--seed', String(row.seed), ...set, '--json'], { cwd })
    expect(JSON.parse(alone.stdout).total.eventAge.p99).toBe(row.figures.total['eventAge.p99'])
    const mean =
      rows.filter(({ point }) => point === 4).reduce((sum, { figures }) => sum + figures.total.dropped, 0) / 3
    expect(result.points[3].figures.total.dropped.mean).toBeCloseTo(mean, 9)
  })

  it('that is killed goes on to the same bytes, also with a torn last line', async () => {
    const cwd = directory({ 'busy.yaml': SCENARIO })
    const path = join(cwd, 'rows.jsonl')
    const args = ['sweep', 'busy.yaml', ...LONG]
    const { child, finished } = start([...args, '--out', 'rows.jsonl'], { cwd })
    await grown(path, 6)
    child.kill('SIGKILL')
    await finished
    const kept = lines(path).length
    expect(kept).toBeLessThan(41)
    truncateSync(path, readFileSync(path).length - 10)
    const resumed = await execute([...args, '--out', 'rows.jsonl', '--resume', '--json'], { cwd })
    expect([resumed.code, resumed.stderr]).toEqual([0, ''])
    const whole = await execute([...args, '--out', 'whole.jsonl', '--json'], { cwd })
    expect(readFileSync(path, 'utf8')).toBe(readFileSync(join(cwd, 'whole.jsonl'), 'utf8'))
    expect(resumed.stdout).toBe(whole.stdout)
    // With everything there, nothing is simulated and the same is told. What a kill left of a line is gone, however long.
    appendFileSync(path, `{"point":21,${'"replication":1,'.repeat(1_000)}`)
    const again = await execute([...args, '--out', 'rows.jsonl', '--resume', '--json'], { cwd })
    expect(again.stdout).toBe(whole.stdout)
    expect(readFileSync(path, 'utf8')).toBe(readFileSync(join(cwd, 'whole.jsonl'), 'utf8'))
  })

  it('that is interrupted tells what is whole, exits 130 and goes on', async () => {
    const cwd = directory({ 'busy.yaml': SCENARIO })
    const path = join(cwd, 'rows.jsonl')
    const args = ['sweep', 'busy.yaml', ...LONG, '--out', 'rows.jsonl']
    const { child, finished } = start([...args, '--json'], { cwd })
    await grown(path, 4)
    child.kill('SIGINT')
    const { code, stdout, stderr } = await finished
    expect(code).toBe(130)
    expect(stderr).toMatch(
      /^asyncinvoke: interrupted: complete points: \d+ of 20; --out rows.jsonl --resume goes on\n$/,
    )
    const { complete, points } = JSON.parse(stdout)
    expect(complete).toBe(false)
    expect(points.reduce((sum: number, { replications }: { replications: number }) => sum + replications, 0)).toBe(
      lines(path).length - 1,
    )
    const text = await execute([...args, '--resume'], { cwd })
    expect([text.code, lines(path).length]).toEqual([0, 41])
  })

  it('does not go on with the rows of another sweep, and names all that differs', async () => {
    const cwd = directory({ 'busy.yaml': SCENARIO })
    const path = join(cwd, 'rows.jsonl')
    const sweep = (...args: string[]) => execute(['sweep', 'busy.yaml', ...args, '--out', 'rows.jsonl'], { cwd })
    await sweep(...GRID)
    const bytes = readFileSync(path, 'utf8')
    const other = await sweep('--vary', `${SLOTS}=1,2`, '--seed', '8', '--set', 'runLength=5m', '--resume')
    expect(other.code).toBe(2)
    expect(other.stderr.split('\n')).toEqual([
      'asyncinvoke: --resume: rows.jsonl: expected the same seed: there it is 7, here 8',
      'asyncinvoke: --resume: rows.jsonl: expected the same scenario, and it is another one',
      'asyncinvoke: --resume: rows.jsonl: expected the same grid, and it is another one',
      'asyncinvoke: --resume: rows.jsonl: expected the same number of replications: there it is 3, here 10',
      '',
    ])
    const precise = await sweep(...GRID, '--precision', '5%', '--resume')
    expect(precise.stderr).toBe(
      'asyncinvoke: --resume: rows.jsonl: expected the same precision: there it is none, here 0.05\n',
    )
    const again = await sweep(...GRID)
    expect([again.code, again.stderr]).toEqual([
      2,
      'asyncinvoke: --out rows.jsonl: expected no file of that name, and there is one; --resume goes on with it\n',
    ])
    expect(readFileSync(path, 'utf8')).toBe(bytes)
    writeFileSync(path, bytes.split('\n').toSpliced(5, 1).join('\n'))
    const gap = await sweep(...GRID, '--resume')
    expect([gap.code, gap.stderr]).toEqual([
      2,
      'asyncinvoke: --out rows.jsonl: line 6: expected the run after point 2, replication 1\n',
    ])
    writeFileSync(path, 'a,b\n1,2\n')
    expect((await sweep(...GRID, '--resume')).stderr).toBe(
      'asyncinvoke: --out rows.jsonl: expected a file that sweep wrote\n',
    )
    expect(readFileSync(path, 'utf8')).toBe('a,b\n1,2\n')
  })

  it('does not go on where a file has changed that only one of its points reads', async () => {
    const minutes = (count: number) => `function,minute,invocations\nwork,0,${count}\n`
    const cwd = directory({ 'busy.yaml': SCENARIO, 'a.csv': minutes(5), 'b.csv': minutes(9) })
    const arrivals = 'functions.work.arrivals'
    const values = ['a', 'b'].map((name) => `[{perMinute: {file: ${name}.csv}}]`)
    const args = ['sweep', 'busy.yaml', '--vary', `${arrivals}=${values.join()}`, '--replications', '2']
    const sweep = (...more: string[]) => execute([...args, '--out', 'rows.jsonl', ...more], { cwd })
    expect((await sweep()).stderr).toBe('')
    expect((await sweep('--resume')).stderr).toBe('')
    writeFileSync(join(cwd, 'b.csv'), minutes(8))
    expect((await sweep('--resume')).stderr).toBe(
      'asyncinvoke: --resume: rows.jsonl: expected the same scenario at each point, and it is another one\n',
    )
  })

  it('names every problem of the grid at once, and writes nothing', async () => {
    const cwd = directory({ 'busy.yaml': SCENARIO })
    const vary = [`${SLOTS}=few,2`, `${RETRIES}=0..5`, 'functions.wrok.timeout=1s', 'warmUp=5m..1m', 'seed=']
    const { code, stdout, stderr } = await execute(
      ['sweep', 'busy.yaml', '--out', 'rows.jsonl', ...vary.flatMap((axis) => ['--vary', axis])],
      { cwd },
    )
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('--vary functions.wrok.timeout=1s: functions.wrok: expected a function of the scenario')
    expect(stderr).toContain('--vary warmUp=5m..1m: expected LOW at or below HIGH, got 5m..1m\n')
    expect(stderr).toContain('--vary seed=: expected values with commas between them, or LOW..HIGH, got ""\n')
    expect(stderr).toContain(`--vary ${SLOTS}=few: ${SLOTS}: expected`)
    for (const retries of [3, 4, 5]) expect(stderr.split(`--vary ${RETRIES}=${retries}: `)).toHaveLength(2)
    expect(existsSync(join(cwd, 'rows.jsonl'))).toBe(false)
  })

  it.each([
    [[], 'expected --vary PATH=V1,V2,… once or more, got none'],
    [['--vary', `${SLOTS}=1,2`, '--resume'], '--resume: expected --out FILE, the file to go on with'],
    [
      ['--vary', `${SLOTS}=1,2`, '--out', 'rows.csv'],
      '--out rows.csv: expected a name that ends in .jsonl or .parquet\n',
    ],
    [['--vary', `${SLOTS}=1,2`, '--out', 'no/rows.jsonl'], 'there is no such file or directory'],
    [['--vary', `${SLOTS}=1,1`], 'expected each value once, got 1 twice'],
    [['--vary', 'seed=1,2'], '--vary seed=1,2: expected another path than seed: all values meet the same draws'],
    [['--vary', `${SLOTS}=1..9/0`], 'expected a step above 0, got 0'],
    [['--vary', 'runLength=1m..2/s'], 'expected the same unit on both sides, got 1m and 2/s'],
    [['--vary', `${SLOTS}=1..200001`], 'expected at most 100000 points, got 200001'],
    [['--vary', `${SLOTS}=1`, '--vary', `${SLOTS}=2`], `expected each path once, and ${SLOTS} is varied already`],
  ])('refuses %j with exit code 2', async (args, message) => {
    const cwd = directory({ 'busy.yaml': SCENARIO })
    const { code, stdout, stderr } = await execute(['sweep', 'busy.yaml', ...args], { cwd })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(message)
  })
})
