import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { directory, execute } from './command.ts'
import { hasNothing, stopped } from './stopped.ts'

const SCENARIO = `\
name: desk
seed: 7
runLength: 10m
functions:
  work:
    reservedConcurrency: 2
    model: { duration: { exponential: { mean: 900ms } } }
    arrivals: [{ poisson: { rate: 2/s }, invocation: RequestResponse }]
`
const SLOTS = 'functions.work.reservedConcurrency'

describe('find', () => {
  it('prints the value first, then why not the next, and what was tried', async () => {
    const cwd = directory({ 'desk.yaml': SCENARIO })
    const args = ['desk.yaml', '--vary', `${SLOTS}=1..20`, '--require', 'work.synchronous.throttledShare < 0.05']
    const { code, stdout, stderr } = await execute(['find', ...args], { cwd })
    expect([code, stderr]).toEqual([0, ''])
    // Erlang's formula B at a load of 1.8: 7.5 % are refused with 4 slots, 2.6 % with 5.
    expect(stdout.split('\n\n')[1]!.replaceAll(/\s+/g, ' ')).toMatch(
      /^ reservedConcurrency=5 is the smallest with which "work\.synchronous\.throttledShare < 0\.05" holds, for \$ 0\.\d+ ± .* a run\. With 4 ".*" does not hold: it is 0\.0\d+ ± 0\.00\d+\.$/,
    )
    expect(stdout).toMatch(/^ {2}5 +found +\d+ /m)
    expect(stdout).toMatch(/^ {2}4 +fails +\d+ /m)
    expect(stdout.split('\n').filter((line) => line.length > 80 && !line.startsWith('  asyncinvoke'))).toEqual([])
  })

  it('exits 1 where there is none, and says what binds', async () => {
    const cwd = directory({ 'desk.yaml': SCENARIO })
    const args = ['desk.yaml', '--vary', `${SLOTS}=1..2`, '--require', 'work.synchronous.throttledShare < 0.05']
    const text = await execute(['find', ...args], { cwd })
    expect(text.code).toBe(1)
    expect(text.stdout.replaceAll(/\s+/g, ' ')).toContain(
      'No reservedConcurrency of 1 to 2 suffices: what binds is "work.synchronous.throttledShare < 0.05", with 0.3',
    )
    const { code, stdout } = await execute(['find', ...args, '--json'], { cwd })
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, outcome: 'none', value: null, sought: 'smallest' })
  })

  it('names every problem at once and exits 2', async () => {
    const cwd = directory({ 'desk.yaml': SCENARIO })
    const args = ['desk.yaml', '--vary', `${SLOTS}=few,many`, '--require', 'work.synchronous.throttled < 0.05']
    const { code, stdout, stderr } = await execute(['find', ...args], { cwd })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(`--vary ${SLOTS}=few: ${SLOTS}: expected`)
    expect(stderr).toContain(`--vary ${SLOTS}=many: ${SLOTS}: expected`)
    expect(stderr.split('--require work.synchronous.throttled < 0.05: unknown metric')).toHaveLength(2)
  })

  it('names a value between the ends that cannot be, when its turn comes, and exits 2', async () => {
    const cwd = directory({ 'desk.yaml': SCENARIO })
    const args = ['desk.yaml', '--vary', `${SLOTS}=1,some,20`, '--require', 'work.synchronous.throttledShare < 0.05']
    const { code, stdout, stderr } = await execute(['find', ...args], { cwd })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(
      /^--vary functions\.work\.reservedConcurrency=some: functions\.work\.reservedConcurrency: expected/,
    )
  })

  it.each([
    [[], 'asyncinvoke: expected --vary PATH=LOW..HIGH, got none\nasyncinvoke: expected --require EXPRESSION'],
    [
      ['--vary', `${SLOTS}=1..9`, '--require', 'total.dropped == 0', '--replications', '9'],
      'asyncinvoke: --replications: expected 59 or more to decide ==, !=, < and <=, got 9\n',
    ],
    [['--vary', `${SLOTS}=9..1`, '--require', 'total.dropped == 0'], 'expected LOW at or below HIGH, got 9..1'],
    [['--vary', `${SLOTS}=1..9`, '--require', ''], 'expected NAME.metric'],
  ])('refuses %j with exit code 2', async (args, message) => {
    const cwd = directory({ 'desk.yaml': SCENARIO })
    const { code, stdout, stderr } = await execute(['find', 'desk.yaml', ...args], { cwd })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(message)
  })
})

describe('find with several paths', () => {
  const VARY = ['--vary', `${SLOTS}=1..8`, '--vary', 'functions.work.memory=128..1024/128']
  const SHARE = 'work.synchronous.throttledShare'

  it('prints the front: the answer, a picture, a table in which means are of the same runs, and what it rests on', async () => {
    const cwd = directory({ 'desk.yaml': SCENARIO })
    const { code, stdout, stderr } = await execute(['find', 'desk.yaml', ...VARY, '--minimize', `cost,${SHARE}`], {
      cwd,
    })
    expect([code, stderr]).toEqual([0, ''])
    const [title, answer] = stdout.split('\n\n').map((part) => part.replaceAll(/\s+/g, ' '))
    expect(title).toMatch(/^desk \d\d of 64 settings tried, [\d,]+ runs of 10 m simulated in .* · seed 7$/)
    expect(answer).toMatch(
      /^ Of 8 settings none is better than another in cost and work\.\S+: from reservedConcurrency=1, memory=128 \(cost \$ 0\.\d+ and \S+ 6\d\.\d %\) to reservedConcurrency=8, memory=128 /,
    )
    expect(stdout).toMatch(/^ +0\.\d+ % \|/m)
    expect(stdout.match(/o(?=[ o.]*$)/gm)!.length).toBeGreaterThan(3)
    const rows = [...stdout.matchAll(/^ {2}([1-8]) +128 +(?:close +)?(\d+) +\$ 0\.\d+ +\$ \S+ +\d+\.\d+ %$/gm)]
    expect(rows.map(([, slots]) => slots)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8'])
    expect(new Set(rows.map(([, , runs]) => runs)).size).toBe(1)
    expect(stdout).toContain('  No setting that was not tried is better, as long as each figure goes one way')
    expect(stdout.split('\n').filter((line) => line.length > 80 && !line.startsWith('  asyncinvoke'))).toEqual([])
  })

  it('exits 1 where no setting suffices, and says what binds', async () => {
    const cwd = directory({ 'desk.yaml': SCENARIO })
    const args = ['desk.yaml', ...VARY, '--require', `${SHARE} < 0.0000001 and work.cost.usd < 1`]
    const { code, stdout } = await execute(['find', ...args, '--set', 'runLength=2m'], { cwd })
    expect(code).toBe(1)
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      `No setting that was tried was shown to suffice: what binds is "${SHARE} < 0.0000001".`,
    )
    expect(stdout).toContain('No setting that was not tried suffices, as long as each figure')
  })

  it('says what the budget left open, is plain ASCII where the locale is, and prints a document with --json', async () => {
    const cwd = directory({ 'desk.yaml': SCENARIO })
    const args = ['find', 'desk.yaml', ...VARY, '--budget', '150', '--set', 'runLength=2m']
    const [text, json] = await Promise.all([
      execute(args, { cwd, env: { LC_ALL: 'C' } }),
      execute([...args, '--json'], { cwd }),
    ])
    expect(text.stdout).toContain('The budget of 150 runs was spent before all was looked at')
    expect(text.stdout).toMatch(/^\p{ASCII}+$/u)
    const { version, outcome, objectives, budget, runs, open, front, points } = JSON.parse(json.stdout)
    expect({ version, outcome, budget }).toEqual({ version: 1, outcome: 'found', budget: 150 })
    expect(objectives).toEqual([
      { name: 'cost', unit: 'money' },
      { name: 'loss', unit: 'share' },
    ])
    expect(runs).toBeLessThanOrEqual(150)
    expect(open).toBeGreaterThan(0)
    expect(points.map(({ point }: { point: number }) => point)).toEqual(expect.arrayContaining(front))
  })

  it('writes a page that says how to make it again', async () => {
    const cwd = directory({ 'desk.yaml': SCENARIO })
    const more = ['--minimize', 'cost,loss', '--budget', '150', '--set', 'runLength=2m']
    const args = ['find', 'desk.yaml', ...VARY, ...more, '--html', 'front.html']
    const { code, stdout } = await execute(args, { cwd })
    expect(code).toBe(0)
    const page = readFileSync(join(cwd, 'front.html'), 'utf8')
    const [, command] = /<pre[^>]*><code[^>]*>(asyncinvoke find [^<]*)</.exec(page) ?? []
    expect(command).toContain('--minimize cost,loss')
    expect(command).toContain('--budget 150')
    expect(command).toContain('--html front.html')
    expect(stdout).toContain('The budget of 150 runs was spent')
  })

  it('tells at Ctrl-C what was tried, and exits 130', async () => {
    const cwd = directory({ 'desk.yaml': SCENARIO })
    // Six paths have 64 corners, of which each takes 15 runs: long enough, and the first is tried soon.
    const more = [
      'timeout=10s..20s',
      'eventInvokeConfig.MaximumRetryAttempts=0..2',
      'eventInvokeConfig.MaximumEventAgeInSeconds=60..99',
    ]
    const vary = [...more.map((text) => `functions.work.${text}`), 'account.concurrency=500..600']
    const slow = [...vary.flatMap((text) => ['--vary', text]), '--set', 'runLength=4h']
    const args = ['find', 'desk.yaml', ...VARY, ...slow]
    const { code, stdout, stderr } = await stopped(args, cwd, { signal: 'SIGINT', isTooEarly: hasNothing })
    expect(code).toBe(130)
    expect(stderr).toMatch(/^asyncinvoke: interrupted: settings tried: [1-9]\d*\n$/)
    expect(stdout).toContain('  Interrupted: this is what was tried by then.')
  })

  it.each([
    [[...VARY, '--largest'], '--largest: expected a single --vary, without --minimize\n'],
    [
      [...VARY, '--minimize', 'cost,cots'],
      '--minimize cots: expected cost, loss or a figure such as dropped or checkout.eventAge.p99; did you mean "cost"?\n',
    ],
    [
      [...VARY, '--minimize', 'cost,wrk.dropped'],
      '--minimize wrk.dropped: unknown function "wrk"; did you mean "work"?',
    ],
    [[...VARY, '--minimize', 'cost,'], '--minimize: expected objectives such as cost, loss or dropped, got "cost,"\n'],
    [[...VARY, '--budget', '70'], '--budget: expected 80 runs or more, to try the 4 settings at the ends of all paths'],
    [[...VARY, '--budget', 'much'], "'much' is invalid"],
    [['--vary', `${SLOTS}=1..8`, '--budget', '70'], '--budget: expected several --vary, or --minimize\n'],
    [['--minimize', 'cost'], 'expected --vary PATH=LOW..HIGH, once or more, got none\n'],
  ])('refuses %j with exit code 2', async (args, message) => {
    const cwd = directory({ 'desk.yaml': SCENARIO })
    const { code, stdout, stderr } = await execute(['find', 'desk.yaml', ...args], { cwd })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(message)
  })
})
