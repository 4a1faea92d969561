import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { RULES } from '../../src/rules/explanation.ts'
import { directory, execute, SCENARIO, start } from './command.ts'

/** Four events are dead letters; they are sent back at 2:00, one every 10 s. */
const BACK = `
functions:
  work:
    eventInvokeConfig: { MaximumRetryAttempts: 0 }
    deadLetterConfig: { TargetArn: "arn:aws:sqs:us-east-1:123456789012:dead" }
    model: { errors: { outages: [{ from: 0s, to: 1h }] } }
    arrivals: [{ at: [1s, 2s, 3s, 4s] }]
destinations:
  "arn:aws:sqs:us-east-1:123456789012:dead": { queue: {}, redrive: [{ at: 2h, rate: 6/m }] }
`
const files = { 'small.yaml': SCENARIO }

describe('explain', () => {
  test('shows the timeline of an event on stdout and nothing on stderr', async () => {
    const { code, stdout, stderr } = await execute(['explain', 'small.yaml', '--event', '8'], { cwd: directory(files) })
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toBe(`\
small · seed 7

event 8 · work · dropped as RetriesExhausted after 3 m 00 s, 3 attempts
in force at its end: 2 retries and an age of 6 h

  00:07:00.000   accepted
  00:07:00.000 ┬ attempt 1                                              age 0 ms
  00:07:00.100 ┴ function error after 100 ms (outage until 00:20:00)
               · wait 60 s, then retry 1 of 2                     documented [1]
  00:08:00.100 ┬ attempt 2                                          age 1 m 00 s
  00:08:00.200 ┴ function error after 100 ms (outage until 00:20:00)
               · wait 120 s, then retry 2 of 2                               [1]
  00:10:00.200 ┬ attempt 3                                          age 3 m 00 s
  00:10:00.300 ┴ function error after 100 ms (outage until 00:20:00)
               ✗ 2 of 2 retries are used up, so the event is dropped
                                                                  documented [2]
  00:10:00.300 → dead letter: sqs dead took the event
                                                 documented, recorded on AWS [3]

  [1] After a function error the event is tried again, first after 60 s, then
      after 120 s. Documented: "Error handling for asynchronous invocation".
  [2] An event that fails with its retries used up is dropped. Documented:
      "Error handling for asynchronous invocation".
  [3] A drop goes to the dead-letter queue as well, as the event that it was.
      Documented and recorded on AWS: "Capturing records of Lambda asynchronous
      invocations"; captures.
`)
  })

  test('follows an event through a queue that sends it back, though it had ended long before', async () => {
    const cwd = directory({ 'back.yaml': BACK })
    const told = async (event: string) => (await execute(['explain', 'back.yaml', '--event', event], { cwd })).stdout
    expect(await told('2')).toContain('\n  02:00:10.000 → sent back from sqs dead as event 6 ')
    expect(await told('6')).toContain('\n  02:00:10.000   accepted: event 2, sent back from sqs dead ')
    expect(await told('6')).toContain('\nchain of events: 2 → 6\n')
    const { stdout } = await execute(['explain', 'back.yaml', '--event', '6', '--json'], { cwd })
    const dead = 'arn:aws:sqs:us-east-1:123456789012:dead'
    expect(JSON.parse(stdout).events[0].origin).toEqual({ event: 2, by: 'redrive', queue: dead, chain: [2] })
  })

  test('takes a typical event of a fate, and says of how many', async () => {
    const cwd = directory(files)
    const [one, all] = await Promise.all([
      execute(['explain', 'small.yaml', '--why', 'retriesexhausted'], { cwd }),
      execute(['explain', 'small.yaml', '--why', 'dropped', '--count', '9'], { cwd }),
    ])
    expect(one.stdout).toContain('\n4 of 10 events ended as RetriesExhausted. Shown is the median one by attempts,\n')
    expect(one.stdout.match(/^event \d+ /gm)).toHaveLength(1)
    expect(all.stdout).toContain('\n4 of 10 events were dropped.\n')
    expect(all.stdout.match(/^event \d+ /gm)?.toSorted()).toEqual(['event 10 ', 'event 7 ', 'event 8 ', 'event 9 '])
  })

  test('says that there is none of a fate, and which there are', async () => {
    const { code, stdout } = await execute(['explain', 'small.yaml', '--why', 'throttled'], { cwd: directory(files) })
    expect(code).toBe(0)
    expect(stdout.replaceAll('\n', ' ')).toContain(
      'None of 10 events were throttled. There are: Success (6), RetriesExhausted (4), dropped (4), retried (4), slow (1).',
    )
  })

  test('explains the run that --seed and --set make', async () => {
    const set = [
      '--set',
      'functions.work.model.errors.outages=[]',
      '--set',
      'functions.work.arrivals[0].constant.rate=2/m',
    ]
    const cwd = directory(files)
    const { stdout } = await execute(['explain', 'small.yaml', '--event', '20', '--seed', '8', ...set], { cwd })
    expect(stdout).toContain('small · seed 8\n')
    expect(stdout).toContain('event 20 · work · succeeded after 100 ms, 1 attempt\n')
  })

  test('leaves the events of a warm-up out of the fates, as the report does', async () => {
    const cwd = directory(files)
    const { stdout } = await execute(['explain', 'small.yaml', '--why', 'dropped', '--set', 'warmUp=8m'], { cwd })
    expect(stdout).toContain('\n2 of 2 events were dropped.')
  })

  test('prints one document for machines', async () => {
    const cwd = directory(files)
    const { stdout } = await execute(['explain', 'small.yaml', '--why', 'dropped', '--json'], { cwd })
    const document = JSON.parse(stdout)
    expect(document).toMatchObject({
      version: 1,
      name: 'small',
      seed: 7,
      start: '2026-01-01T00:00:00.000Z',
      why: { fate: 'dropped', met: 4, total: 10 },
    })
    const [event] = document.events
    expect(event).toMatchObject({ function: 'work', qualifier: '$LATEST', condition: 'RetriesExhausted' })
    expect(event.acceptedAt).toBe(new Date(Date.UTC(2026, 0, 1) + event.acceptedMs).toISOString())
    expect(event.steps.map(({ kind }: { kind: string }) => kind)).toEqual([
      ...['accepted', 'attempt', 'wait', 'attempt', 'wait', 'attempt', 'end', 'delivery'],
    ])
    expect(event.steps[2]).toMatchObject({ rules: ['retryWait'], nominalMs: 60_000, retries: 1, maximumRetries: 2 })
    const named = new Set(event.steps.flatMap(({ rules }: { rules: string[] }) => rules))
    expect(Object.keys(document.rules).toSorted()).toEqual([...named].toSorted())
    for (const [id, rule] of Object.entries(document.rules)) expect(rule).toEqual(RULES[id as keyof typeof RULES])
  })

  test('draws a picture, which appears when it is whole', async () => {
    const cwd = directory(files)
    const { code, stdout } = await execute(['explain', 'small.yaml', '--event', '8', '--svg', 'e.svg'], { cwd })
    expect(code).toBe(0)
    expect(stdout).toContain('event 8 ')
    expect(readFileSync(join(cwd, 'e.svg'), 'utf8')).toMatch(/^<svg [\s\S]*<\/svg>\n$/)
    await execute(['explain', 'small.yaml', '--why', 'throttled', '--svg', 'none.svg'], { cwd })
    expect(readdirSync(cwd).toSorted()).toEqual(['e.svg', 'small.yaml'])
  })

  const FATES =
    'Success, RetriesExhausted, EventAgeExceeded, ZeroReservedConcurrency, RecursiveInvocation, dropped, discarded, throttled, retried, slow'

  test.each([
    ['nothing asked', [], `expected one of --event N and --why FATE, got neither; fates: ${FATES}`],
    [
      'both asked',
      ['--event', '1', '--why', 'slow'],
      `expected one of --event N and --why FATE, got both; fates: ${FATES}`,
    ],
    ['an event that is not there', ['--event', '1,000'], '--event: expected a number from 1 to 10, got 1,000'],
    [
      'no number',
      ['--event', '1.5'],
      "option '--event <number>' argument '1.5' is invalid. expected the number of an event: a whole number of 1 or more",
    ],
    [
      'a slip in a fate',
      ['--why', 'throtled'],
      `option '--why <fate>' argument 'throtled' is invalid. expected a fate; did you mean "throttled"?`,
    ],
    [
      'too many',
      ['--why', 'slow', '--count', '101'],
      "option '--count <number>' argument '101' is invalid. expected a whole number from 1 to 100",
    ],
    ['a count for a number', ['--event', '1', '--count', '2'], '--count: expected together with --why only'],
    [
      'a function for a number',
      ['--event', '1', '--function', 'work'],
      '--function: expected together with --why only',
    ],
    [
      'a function that is not there',
      ['--why', 'slow', '--function', 'wrok'],
      `--function: expected a function of the scenario, got 'wrok'; did you mean "work"?`,
    ],
    [
      'a picture of several',
      ['--why', 'slow', '--count', '2', '--svg', 'x.svg'],
      '--svg: expected one event, got a --count above 1',
    ],
    [
      'a picture of another kind',
      ['--event', '1', '--svg', 'x.png'],
      "--svg: expected a file name that ends in .svg, got 'x.png'",
    ],
    [
      'a directory as picture',
      ['--event', '1', '--svg', 'sub.svg'],
      '--svg: sub.svg: expected the name of a file, got a directory',
    ],
  ])('is one line on stderr and exit 2: %s', async (_, args, line) => {
    const cwd = directory(files)
    mkdirSync(join(cwd, 'sub.svg'))
    const { code, stdout, stderr } = await execute(['explain', 'small.yaml', ...args], { cwd })
    expect(stderr).toBe(`asyncinvoke: ${line}\n`)
    expect([code, stdout]).toEqual([2, ''])
    expect(readdirSync(cwd).toSorted()).toEqual(['small.yaml', 'sub.svg'])
  })

  test('says so where nothing arrived', async () => {
    const cwd = directory({ 'none.yaml': 'runLength: 1m\nfunctions: { f: {} }\n' })
    const [event, why] = await Promise.all([
      execute(['explain', 'none.yaml', '--event', '1'], { cwd }),
      execute(['explain', 'none.yaml', '--why', 'dropped'], { cwd }),
    ])
    expect(event.stderr).toContain('asyncinvoke: --event: expected the number of an event, but no event arrived\n')
    expect([why.code, why.stdout]).toEqual([0, 'none · seed 1\n\nNo event arrived.\n'])
  })

  test('stops as soon as it knows enough, and by a signal', async () => {
    const endless = SCENARIO.replace('runLength: 10m', 'runLength: 1000d').replace('1/m', '20/s')
    const cwd = directory({ 'endless.yaml': endless })
    const { code, stdout } = await execute(['explain', 'endless.yaml', '--event', '100'], { cwd })
    expect([code, stdout.includes('event 100 ·')]).toEqual([0, true])
    const { child, finished } = start(['explain', 'endless.yaml', '--why', 'slow', '--svg', 'e.svg'], { cwd })
    while (!readdirSync(cwd).some((name) => name.endsWith('.tmp'))) await new Promise((wake) => setTimeout(wake, 20))
    child.kill('SIGINT')
    expect(await finished).toEqual({
      code: 130,
      stdout: '',
      stderr: 'asyncinvoke: interrupted: nothing is explained\n',
    })
    expect(existsSync(join(cwd, 'e.svg'))).toBe(false)
  })

  test('minds no reader that goes away', async () => {
    const { child, finished } = start(['explain', 'small.yaml', '--event', '1'], { cwd: directory(files) })
    child.stdout.destroy()
    expect(await finished).toMatchObject({ code: 0, stderr: '' })
  })
})
