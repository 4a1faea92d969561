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
expect:
  - work.dropped < 20
`
const SLOTS = 'functions.work.reservedConcurrency'
const LONG = ['--set', 'runLength=1h', '--replications', '12']

function lines(path: string): string[] {
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : []
}

async function grown(path: string, count: number): Promise<void> {
  while (lines(path).length < count) await setTimeout(20)
}

/** Each command that makes replications, with the rows that a replication has. */
const COMMANDS = [
  ['run', [], 1],
  ['compare', ['--with', `${SLOTS}=3`, '--with', `${SLOTS}=4,functions.work.timeout=5s`], 3],
] as const

describe.each(COMMANDS)('%s --out', (command, options, width) => {
  const args = [command, 'busy.yaml', ...options]

  it('writes one line a run, that alone can be repeated', async () => {
    const cwd = directory({ 'busy.yaml': SCENARIO })
    const { stdout } = await execute([...args, '--replications', '3', '--out', 'rows.jsonl', '--json'], { cwd })
    const [head, ...rows] = lines(join(cwd, 'rows.jsonl')).map((line) => JSON.parse(line))
    expect(head).toMatchObject({ asyncinvoke: command, version: 1, name: 'busy', seed: 7 })
    expect(rows.map(({ point, replication }) => [replication, point])).toEqual(
      [1, 2, 3].flatMap((replication) => Array.from({ length: width }, (_, place) => [replication, place + 1])),
    )
    const row = rows.at(-1)
    const set = Object.entries(row.values).flatMap(([path, value]) => ['--set', `${path}=${value}`])
    const alone = await execute(['run', 'busy.yaml', '--seed', String(row.seed), ...set, '--json'], { cwd })
    const { total, expectations } = JSON.parse(alone.stdout)
    expect(row.figures.total['eventAge.p99']).toBe(total.eventAge.p99)
    expect(row.met).toEqual([expectations[0].met])
    const document = JSON.parse(stdout)
    const dropped = rows.filter(({ point }) => point === 1).map(({ figures }) => figures.total.dropped)
    const { mean } =
      command === 'run' ? document.replications.figures.total.dropped : document.figures.total.dropped.settings[0]
    expect(mean).toBeCloseTo(dropped.reduce((sum, value) => sum + value, 0) / 3, 9)
  })

  it('goes on after a kill to the same bytes of rows, document and page, also after a torn replication', async () => {
    const cwd = directory({ 'busy.yaml': SCENARIO })
    const path = join(cwd, 'rows.jsonl')
    const { child, finished } = start([...args, ...LONG, '--out', 'rows.jsonl'], { cwd })
    await grown(path, 1 + 2 * width)
    child.kill('SIGKILL')
    await finished
    expect(lines(path).length).toBeLessThan(1 + 12 * width)
    truncateSync(path, readFileSync(path).length - 10)
    const page = (name: string) => ['--json', '--html', name]
    const resumed = await execute([...args, ...LONG, '--out', 'rows.jsonl', '--resume', ...page('a.html')], { cwd })
    expect(resumed.stderr).toBe('')
    const whole = await execute([...args, ...LONG, ...page('a.html').with(2, 'b.html'), '--out', 'whole.jsonl'], {
      cwd,
    })
    expect(readFileSync(path, 'utf8')).toBe(readFileSync(join(cwd, 'whole.jsonl'), 'utf8'))
    expect(resumed.stdout).toBe(whole.stdout)
    const pageAt = (name: string) => readFileSync(join(cwd, name), 'utf8').replaceAll(name, '')
    expect(pageAt('a.html')).toBe(pageAt('b.html'))
    // What a kill left of a line is gone, however long it is.
    appendFileSync(path, `{"point":1,${'"replication":13,'.repeat(1_000)}`)
    const again = await execute([...args, ...LONG, '--out', 'rows.jsonl', '--resume', '--json'], { cwd })
    expect(again.stdout).toBe(whole.stdout)
    expect(readFileSync(path, 'utf8')).toBe(readFileSync(join(cwd, 'whole.jsonl'), 'utf8'))
  })

  it('that is interrupted keeps what is whole, says how to go on, and goes on', async () => {
    const cwd = directory({ 'busy.yaml': SCENARIO })
    const path = join(cwd, 'rows.jsonl')
    const { child, finished } = start([...args, ...LONG, '--out', 'rows.jsonl', '--json'], { cwd })
    await grown(path, 1 + 2 * width)
    child.kill('SIGINT')
    const { code, stderr } = await finished
    expect(code).toBe(130)
    const [, count] =
      /^asyncinvoke: interrupted: complete replications: (\d+); --out rows.jsonl --resume goes on\n$/.exec(stderr)!
    expect(lines(path)).toHaveLength(1 + Number(count) * width)
    await execute([...args, ...LONG, '--out', 'rows.jsonl', '--resume'], { cwd })
    expect(lines(path)).toHaveLength(1 + 12 * width)
  })

  it('goes on to more replications than were asked for before, and takes the first ones where fewer are', async () => {
    const cwd = directory({ 'busy.yaml': SCENARIO })
    const rows = (...more: string[]) => execute([...args, '--out', 'rows.jsonl', '--json', ...more], { cwd })
    await rows('--replications', '2')
    const five = await rows('--replications', '5', '--resume')
    const bytes = readFileSync(join(cwd, 'rows.jsonl'), 'utf8')
    expect(five.stdout).toBe((await execute([...args, '--replications', '5', '--json'], { cwd })).stdout)
    const three = await rows('--replications', '3', '--resume')
    expect(three.stdout).toBe((await execute([...args, '--replications', '3', '--json'], { cwd })).stdout)
    const precise = await rows('--precision', '50%', '--resume')
    expect(precise.stdout).toBe((await execute([...args, '--precision', '50%', '--json'], { cwd })).stdout)
    expect(readFileSync(join(cwd, 'rows.jsonl'), 'utf8').startsWith(bytes)).toBe(true)
  })

  it('does not go on with the rows of another experiment, and names all that differs', async () => {
    const cwd = directory({ 'busy.yaml': SCENARIO })
    const path = join(cwd, 'rows.jsonl')
    const rows = (...more: string[]) =>
      execute([...args, '--replications', '2', '--out', 'rows.jsonl', ...more], { cwd })
    await rows()
    const bytes = readFileSync(path, 'utf8')
    const other = await rows('--seed', '8', '--set', 'runLength=5m', '--resume')
    expect(other.code).toBe(2)
    expect(other.stderr.split('\n')).toEqual([
      'asyncinvoke: --resume: rows.jsonl: expected the same seed: there it is 7, here 8',
      'asyncinvoke: --resume: rows.jsonl: expected the same scenario, and it is another one',
      ...(width === 1
        ? []
        : ['asyncinvoke: --resume: rows.jsonl: expected the same alternatives, and it is another one']),
      '',
    ])
    expect((await rows()).stderr).toBe(
      'asyncinvoke: --out rows.jsonl: expected no file of that name, and there is one; --resume goes on with it\n',
    )
    const sweep = await execute(['sweep', 'busy.yaml', '--vary', `${SLOTS}=1,2`, '--out', 'rows.jsonl', '--resume'], {
      cwd,
    })
    expect(sweep.stderr).toBe('asyncinvoke: --out rows.jsonl: expected a file that sweep wrote\n')
    expect(readFileSync(path, 'utf8')).toBe(bytes)
    writeFileSync(path, bytes.replace('"program":"', '"program":"9.'))
    expect((await rows('--resume')).stderr).toMatch(
      /expected the same edition of asyncinvoke: there it is 9\.\S+ on Node \S+, here /,
    )
    writeFileSync(path, bytes.split('\n').toSpliced(1, 1).join('\n'))
    expect((await rows('--resume')).stderr).toBe(
      'asyncinvoke: --out rows.jsonl: line 2: expected the run after point 0, replication 0\n',
    )
  })

  it('does not go on with rows that somebody has been at, and says what it expected there', async () => {
    const cwd = directory({ 'busy.yaml': SCENARIO })
    const path = join(cwd, 'rows.jsonl')
    const rows = (...more: string[]) =>
      execute([...args, '--replications', '2', '--out', 'rows.jsonl', ...more], { cwd })
    await rows()
    const whole = lines(path)
    const line = whole.length
    const last = whole.at(-1)!
    const without = (key: string) => JSON.stringify({ ...JSON.parse(last), [key]: undefined })
    const run = 'expected a run: its point, replication, seed, values, met and figures'
    for (const [text, fault] of [
      [without('values'), run],
      [without('figures'), run],
      [without('met'), run],
      [last.replace(/"dropped":\d+/, '"dropped":"few"'), run],
      [last.replace(/"dropped":\d+/, '"dropped":1e999'), run],
      ['null', run],
      ['{', run],
      [last.replace(/"seed":\d+/, '"seed":7'), /^expected seed \d+, got 7$/],
      [
        last.replace(/"dropped":\d+,/, ''),
        /^expected the figures and expectations that point \d has in its first run$/,
      ],
      [last.replace(/"values":\{.*?\}/, '"values":{"seed":8}'), /^expected the values \{.*\} of point \d$/],
      [last.replace('"met":[', '"met":[true,'), /^expected the figures and expectations that point /],
    ] as const) {
      const bytes = `${whole.with(-1, text).join('\n')}\n`
      writeFileSync(path, bytes)
      const { code, stderr } = await rows('--resume')
      expect(code).toBe(2)
      const [, said] = new RegExp(`^asyncinvoke: --out rows.jsonl: line ${line}: (.*)\n$`).exec(stderr) ?? []
      expect(said, stderr).toEqual(expect.stringMatching(fault))
      expect(readFileSync(path, 'utf8')).toBe(bytes)
    }
  })

  it('leaves a file of somebody else as it is, and begins anew where only a part of its own first line is there', async () => {
    const cwd = directory({ 'busy.yaml': SCENARIO })
    const path = join(cwd, 'rows.jsonl')
    const resume = () => execute([...args, '--replications', '2', '--out', 'rows.jsonl', '--resume'], { cwd })
    await resume()
    const whole = readFileSync(path, 'utf8')
    const [head = ''] = whole.split('\n')
    for (const part of ['', head.slice(0, 20), head]) {
      writeFileSync(path, part)
      expect((await resume()).stderr).toBe('')
      expect(readFileSync(path, 'utf8')).toBe(whole)
    }
    for (const foreign of [
      '{"my":"only copy"}',
      `${head.slice(0, 20)}?`,
      `${head} `,
      'x'.repeat(100_000),
      '\0\0',
      '\n',
    ]) {
      writeFileSync(path, foreign)
      const { code, stderr } = await resume()
      expect([code, stderr]).toEqual([2, `asyncinvoke: --out rows.jsonl: expected a file that ${command} wrote\n`])
      expect(readFileSync(path, 'utf8')).toBe(foreign)
    }
  })

  it.each([
    [['--replications', '2', '--resume'], '--resume: expected --out FILE, the file to go on with'],
    [['--replications', '2', '--out', 'rows.csv'], '--out rows.csv: expected a name that ends in .jsonl'],
    [['--replications', '2', '--out', 'no/rows.jsonl'], 'there is no such file or directory'],
  ])('refuses %j with exit code 2', async (more, message) => {
    const cwd = directory({ 'busy.yaml': SCENARIO })
    const { code, stdout, stderr } = await execute([...args, ...more], { cwd })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(message)
  })
})

it.each([
  [['--out', 'rows.jsonl'], '--out: expected --replications or --precision'],
  [['--resume'], '--resume: expected --replications or --precision'],
])('A single run refuses %j, since it has no replications', async (options, message) => {
  const cwd = directory({ 'busy.yaml': SCENARIO })
  const { code, stderr } = await execute(['run', 'busy.yaml', ...options], { cwd })
  expect(code).toBe(2)
  expect(stderr).toContain(message)
})
