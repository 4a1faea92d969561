import { describe, expect, test } from 'vitest'
import { directory, execute, SCENARIO } from './command.ts'
import { hasNothing, isDeaf, stopped } from './stopped.ts'

/** As `SCENARIO`, with arrivals and errors by chance. */
const CHANCE = SCENARIO.replace('constant: { rate: 1/m }', 'poisson: { rate: 1/s }')
  .replace('outages:', 'probability: 0.2, outages:')
  .replace('work.dropped == 4', 'work.dropped < 260')

describe('run --replications', () => {
  test('prints the answer first, then every figure with its interval, within 80 columns', async () => {
    const cwd = directory({ 'small.yaml': CHANCE })
    const { code, stdout, stderr } = await execute(['run', 'small.yaml', '--replications', '5'], { cwd })
    expect(stderr).toBe('')
    const [name, title, blank, answer] = stdout.split('\n')
    expect([name, blank]).toEqual(['small', ''])
    expect(title).toMatch(/^5 replications of 10 m simulated in [\d.]+ m?s · seed 7$/)
    expect(answer).toMatch(
      /^ {2}\d\d\.\d % never succeeded: \d+(\.\d)? ± \d+(\.\d)? of 5\d\d(\.\d)? events a run, with 95/,
    )
    expect(stdout).toMatch(/\n {2}dropped +\d+\S* +\d+\S* +\d+\S* +\d+\S*\n/)
    expect(stdout).toMatch(/met in \d of 5\n/)
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
    expect([0, 1]).toContain(code)
  })

  test('exits 1 where an expectation failed in one of them', async () => {
    const cwd = directory({ 'small.yaml': CHANCE.replace('work.dropped < 260', 'work.received < 600') })
    const { code, stdout } = await execute(['run', 'small.yaml', '--replications', '8', '--json'], { cwd })
    const { replications } = JSON.parse(stdout)
    expect(replications.expectations[0].met).toBeGreaterThan(0)
    expect(replications.expectations[0].met).toBeLessThan(8)
    expect(code).toBe(1)
  })

  test('adds to the document of run and changes nothing in it', async () => {
    const cwd = directory({ 'small.yaml': CHANCE })
    const [single, repeated] = await Promise.all([
      execute(['run', 'small.yaml', '--json'], { cwd }),
      execute(['run', 'small.yaml', '--json', '--replications', '3'], { cwd }),
    ])
    const { replications, ...first } = JSON.parse(repeated.stdout)
    expect(first).toEqual(JSON.parse(single.stdout))
    expect(replications.count).toBe(3)
    const { mean, halfWidth, low, high } = replications.figures.functions.work['completion.mean']
    expect([mean - halfWidth, mean + halfWidth]).toEqual([low, high])
  })

  test('says to which precision the figures are known, or which are not', async () => {
    const cwd = directory({ 'small.yaml': CHANCE })
    const [reached, missed] = await Promise.all([
      execute(['run', 'small.yaml', '--precision', '20%'], { cwd }),
      execute(['run', 'small.yaml', '--precision', '0.1%', '--replications', '11'], { cwd }),
    ])
    expect(reached.stdout).toContain('  Each headline figure is known to 20 %.\n')
    expect(missed.stdout).toContain('  Not known to 0.1 % after 11 replications: total.dropped,')
  })

  test('is plain ASCII where the locale is', async () => {
    const cwd = directory({ 'small.yaml': CHANCE })
    const { stdout } = await execute(['run', 'small.yaml', '--replications', '2'], { cwd, env: { LC_ALL: 'C' } })
    expect(stdout).toContain('+-')
    expect(stdout).toMatch(/^\p{ASCII}+$/u)
  })

  test.each([
    [['--replications', '0'], "'0' is invalid. expected a whole number from 1 to 1000000"],
    [['--replications', 'many'], "'many' is invalid. expected a whole number from 1 to 1000000"],
    [['--precision', '120%'], "'120%' is invalid. expected a share above 0 and below 1, such as 5% or 0.05"],
    [['--precision', '-1'], 'expected a share above 0 and below 1, such as 5% or 0.05'],
    [['--replications', '2', '--records', 'r.jsonl'], '--records: expected a single run, without --replications'],
    [['--precision', '5%', '--batch-means'], '--batch-means: expected a single run, without --replications'],
  ])('refuses %j and says why', async (options, message) => {
    const cwd = directory({ 'small.yaml': CHANCE })
    const { code, stdout, stderr } = await execute(['run', 'small.yaml', ...options], { cwd })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(message)
  })

  test('keeps what is complete at Ctrl-C, says what it is worth, and exits 130', async () => {
    const long = CHANCE.replace('runLength: 10m', 'runLength: 10h').replace('6m, to: 20m', '6h, to: 7h')
    const cwd = directory({ 'long.yaml': long })
    const args = ['run', 'long.yaml', '--replications', '100000']
    const { code, stdout, stderr } = await stopped(args, cwd, { signal: 'SIGINT', isTooEarly: hasNothing })
    expect(code).toBe(130)
    const [, count] = /^asyncinvoke: interrupted: complete replications: (\d+)\n$/.exec(stderr)!
    expect(Number(count)).toBeGreaterThan(0)
    expect(stdout).toContain(`\n  Interrupted: these are the ${Number(count).toLocaleString('en-US')} replication`)
    expect(stdout).toContain('completion p99')
  })

  test('that is interrupted at once says that nothing is complete', async () => {
    const endless = CHANCE.replace('runLength: 10m', 'runLength: 10000d')
    const cwd = directory({ 'endless.yaml': endless })
    const args = ['run', 'endless.yaml', '--replications', '2', '--json']
    const { code, stdout, stderr } = await stopped(args, cwd, { signal: 'SIGTERM', isTooEarly: isDeaf, afterMs: 1_000 })
    expect([code, stdout, stderr]).toEqual([143, '', 'asyncinvoke: interrupted: no replication is complete\n'])
  })
})

test('run --batch-means adds what one long run is worth to its report and to its document', async () => {
  const cwd = directory({ 'small.yaml': CHANCE })
  const [text, json] = await Promise.all([
    execute(['run', 'small.yaml', '--batch-means'], { cwd }),
    execute(['run', 'small.yaml', '--batch-means', '--json'], { cwd }),
  ])
  expect(text.stdout).toContain('\n  20 batches, 95 % confidence\n')
  expect(text.stdout).toContain('✗ A steady state is supposed, and this scenario has outages: make replications')
  const { longRun } = JSON.parse(json.stdout)
  expect(longRun.means.dropped).toMatchObject({ batches: 20, interval: { mean: expect.any(Number) } })
})

describe('compare', () => {
  const NONE = 'functions.work.eventInvokeConfig.MaximumRetryAttempts=0'

  test('prints the answer in a sentence, differences, the events that made them, and one of them twice', async () => {
    const cwd = directory({ 'small.yaml': CHANCE })
    const { code, stdout, stderr } = await execute(['compare', 'small.yaml', '--with', NONE], { cwd })
    expect([code, stderr]).toEqual([0, ''])
    const flat = stdout.replaceAll(/\s+/g, ' ')
    expect(flat).toMatch(
      /^small 2 settings, 10 replications of 10 m each, simulated in \S+ m?s · seed 7 With functions/,
    )
    expect(flat).toMatch(
      /MaximumRetryAttempts=0 \S+ ± \S+ more of \S+ events a run are dropped \(\S+ instead of \S+\), for .*? less\./,
    )
    expect(stdout).toMatch(/\n {2}dropped +\S+ +\S+ +\+\S+ +\S+\n/)
    expect(stdout).toMatch(/\n {4}\d+ {2}Success → RetriesExhausted {2}event \d+, /)
    expect(stdout).toContain('  One of them, with the file as it is:\n')
    expect(stdout).toContain('✗ no retries are allowed, so the event is dropped')
    const [, event] = /asyncinvoke explain small.yaml --event (\d+)\n/.exec(stdout)!
    const explained = await execute(['explain', 'small.yaml', '--event', event!], { cwd })
    expect(explained.stdout).toContain('succeeded after')
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  })

  test('prints one document for machines, the same each time', async () => {
    const cwd = directory({ 'small.yaml': CHANCE })
    const args = ['compare', 'small.yaml', '--with', NONE, '--with', 'seed=7,account.concurrency=2', '--json']
    const [once, again] = await Promise.all([1, 2].map(() => execute([...args, '--replications', '3'], { cwd })))
    expect(again!.stdout).toBe(once!.stdout)
    const document = JSON.parse(once!.stdout)
    expect(document).toMatchObject({ version: 1, name: 'small', seed: 7, replications: 3, stopped: 'count' })
    expect(document.settings.map((setting: { with: string }) => setting.with)).toEqual([
      '',
      NONE,
      'seed=7,account.concurrency=2',
    ])
    expect(document.figures.total.dropped.settings).toHaveLength(3)
    expect(document.figures.total.dropped.differences).toHaveLength(2)
    expect(document.example.before.events[0].condition).toBe('Success')
    expect(document.example.after.events[0].condition).toBe('RetriesExhausted')
  })

  test('puts several settings into one table, and names the best of them', async () => {
    const cwd = directory({ 'small.yaml': CHANCE })
    const longer = 'functions.work.model.errors.probability=0.01'
    const args = ['compare', 'small.yaml', '--with', NONE, '--with', longer, '--replications', '4']
    const { stdout } = await execute(args, { cwd })
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`Fewest events are dropped with ${longer}:`)
    expect(stdout).toMatch(/\n {2}setting +dropped +completion p99 +cost\n {2}the file as it is +\S+/)
  })

  test('claims nothing where a difference may be chance, where nothing is dropped, and after one replication', async () => {
    const calm = CHANCE.replace(/errors: .*/, '')
    const cwd = directory({ 'small.yaml': CHANCE, 'calm.yaml': calm })
    const answers = await Promise.all(
      [
        ['small.yaml', '--with', 'functions.work.reservedConcurrency=50'],
        ['calm.yaml', '--with', 'functions.work.model.duration=50ms'],
        ['small.yaml', '--with', NONE, '--replications', '1'],
        ['small.yaml', '--with', 'functions.work.reservedConcurrency=1', '--replications', '5'],
      ].map(async (args) => (await execute(['compare', ...args], { cwd })).stdout.replaceAll(/\s+/g, ' ')),
    )
    expect(answers[0]).toContain(
      'exactly as many events are dropped as without it, replication by replication, for the same cost.',
    )
    expect(answers[3]).toMatch(
      /about as many events are dropped as without it: the difference, \S+ ± \S+, may be chance/,
    )
    expect(answers[1]).toContain(
      'nothing is dropped, as without it, the 99th percentile of completion is 50 ms sooner, for $ 0.000062 less.',
    )
    expect(answers[1]).toContain(
      'Each of the 565 events of the first replication ended the same way; 565 ended sooner.',
    )
    expect(answers[2]).toContain('In a single replication events are dropped: 257 with the file as it is and 317 with')
  })

  test('keeps what is complete at Ctrl-C and exits 130', async () => {
    const cwd = directory({ 'small.yaml': CHANCE })
    const args = ['compare', 'small.yaml', '--with', NONE, '--replications', '100000']
    const { code, stdout, stderr } = await stopped(args, cwd, { signal: 'SIGINT', isTooEarly: hasNothing })
    expect(code).toBe(130)
    expect(stderr).toMatch(/^asyncinvoke: interrupted: complete replications: [1-9]\d*\n$/)
    expect(stdout).toMatch(/\n {2}dropped +\S+ +\S+ +\+\S+ +\S+\n/)
    expect(stdout).toMatch(/\n {2}Interrupted: this is what \S+ complete replications? says?\./)
  })

  test('tells of functions and queues apart where there are several', async () => {
    const other = CHANCE.replace('    deadLetterConfig', '    reservedConcurrency: 5\n    deadLetterConfig').replace(
      'expect:',
      '  calm: { model: { duration: 10ms }, arrivals: [{ constant: { rate: 1/s } }] }\ndestinations:\n  "arn:aws:sqs:us-east-1:123456789012:dead": { queue: {} }\nexpect:',
    )
    const cwd = directory({ 'two.yaml': other })
    const [compared, repeated] = await Promise.all([
      execute(['compare', 'two.yaml', '--with', NONE], { cwd }),
      execute(['run', 'two.yaml', '--replications', '3'], { cwd }),
    ])
    expect(compared.stdout).toMatch(
      /\n {2}dropped, by function +as it is +with it +difference +±\n {2}work +\d+ +\d+ +\+\S+ +\S+\n\n/,
    )
    expect(repeated.stdout).toMatch(/\n {2}function +dropped .*\n {2}work +\d+ .*\n {2}calm +0 /)
    expect(repeated.stdout).toMatch(/\n {2}queue +received +± .*\n {2}sqs dead +\d+ +\S+ +\d+ +\S+ +\d+ +\S+\n/)
  })

  test('reads a scenario from stdin once for all settings', async () => {
    const { code, stdout } = await execute(['compare', '-', '--with', NONE, '--replications', '2'], { input: CHANCE })
    expect(code).toBe(0)
    expect(stdout).toContain('60  Success → RetriesExhausted')
  })

  test.each([
    [[], 'asyncinvoke: expected --with PATH=VALUE,PATH=VALUE, once or more, got none\n'],
    [['--with', ''], 'asyncinvoke: --with: expected PATH=VALUE,PATH=VALUE, got nothing\n'],
    [['--with', NONE, '--with', NONE], `asyncinvoke: --with: expected each alternative once, got "${NONE}" twice\n`],
    [
      ['--with', 'functions.wrok.timeout=5s'],
      'asyncinvoke: --with functions.wrok.timeout=5s: functions.wrok: expected a function of the scenario; did you mean "work"?\n',
    ],
    [
      ['--with', 'seed=8'],
      'asyncinvoke: --with seed=8: expected the seed of the other settings, 7, got 8; --seed is of all settings\n',
    ],
    [
      ['--with', 'nonsense'],
      'asyncinvoke: --with nonsense: expected PATH=VALUE, such as functions.checkout.timeout=5s',
    ],
    [
      ['--with', 'functions.work.timeout=never', '--with', 'runLength=long'],
      '--with functions.work.timeout=never: functions.work.timeout: expected a duration',
    ],
    [
      ['--with', 'functions.work.timeout=never', '--with', 'runLength=long'],
      '--with runLength=long: runLength: expected a duration',
    ],
  ])('refuses %j, each mistake with its place', async (options, message) => {
    const cwd = directory({ 'small.yaml': CHANCE })
    const { code, stdout, stderr } = await execute(['compare', 'small.yaml', ...options], { cwd })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(message)
  })

  test('says what is odd about the file once, and not for each setting', async () => {
    const silent = CHANCE.replace(/deadLetterConfig.*/, 'eventInvokeConfig: { MaximumRetryAttempts: 1 }')
    const cwd = directory({ 'silent.yaml': silent })
    const { stderr } = await execute(['compare', 'silent.yaml', '--with', 'functions.work.timeout=5s'], { cwd })
    expect(stderr.match(/drops-leave-no-trace/g)).toHaveLength(1)
  })
})
