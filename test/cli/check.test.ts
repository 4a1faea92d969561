import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { directory, execute, SCENARIO } from './command.ts'

const arn = (rest: string) => `"arn:aws:${rest}"`

const BAD = `\
name: 7
runLenght: 1h
runLength: 5 parsecs
functions:
  work:
    timeout: 30
    eventInvokeConfig:
      MaximumRetryAttempts: 3
      MaximumEventAgeInSeconds: 59
      DestinationConfig:
        OnSuccess: { Destination: ${arn('s3:::bucket')} }
        OnFailure: { Destination: ${arn('sqs:us-east-1:123456789012:orders.fifo')} }
    deadLetterConfig: { TargetArn: "queue" }
    arrivals:
      - at: [0s]
  itself:
    eventInvokeConfig:
      DestinationConfig:
        OnFailure: { Destination: ${arn('lambda:us-east-1:123456789012:function:itself')} }
    arrivals:
      - perMinute: { file: broken.csv }
      - perMinute: { file: missing.csv, function: f1 }
expect:
  - work.droped == 0
`

const PROBLEMS = [
  'bad.yaml:1:7: name: expected a text, got 7: put it in quotes',
  'bad.yaml:2:1: runLenght: unknown key; did you mean "runLength"?',
  'bad.yaml:3:12: runLength: expected a duration such as 90s, 2m, 6h, 1h30m, 1500ms or PT6H, got "5 parsecs"',
  'bad.yaml:6:14: functions.work.timeout: expected a duration with its unit, such as 30s or 30ms, got the bare number 30',
  "bad.yaml:8:29: functions.work.eventInvokeConfig.MaximumRetryAttempts: 1 validation error detected: Value '3' at 'maximumRetryAttempts' failed to satisfy constraint: Member must have value less than or equal to 2",
  "bad.yaml:9:33: functions.work.eventInvokeConfig.MaximumEventAgeInSeconds: 1 validation error detected: Value '59' at 'maximumEventAgeInSeconds' failed to satisfy constraint: Member must have value greater than or equal to 60",
  'bad.yaml:11:35: functions.work.eventInvokeConfig.DestinationConfig.OnSuccess.Destination: The destination ARN arn:aws:s3:::bucket is invalid. Expected a bucket for OnFailure only.',
  'bad.yaml:12:35: functions.work.eventInvokeConfig.DestinationConfig.OnFailure.Destination: The destination ARN arn:aws:sqs:us-east-1:123456789012:orders.fifo is invalid. Expected a standard queue or topic, got a FIFO one.',
  "bad.yaml:13:36: functions.work.deadLetterConfig.TargetArn: 1 validation error detected: Value 'queue' at 'deadLetterConfig.targetArn' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()",
  "bad.yaml:19:35: functions.itself.eventInvokeConfig.DestinationConfig.OnFailure.Destination: You can't specify the function as a destination for itself.",
  'bad.yaml:22:28: functions.itself.arrivals[1].perMinute.file: expected a readable file, got "missing.csv": there is no such file',
  'bad.yaml:24:5: expect[0]: unknown metric "droped"; did you mean "dropped"?',
  'broken.csv:3:1: expected 3 cells (function, minute, invocations), got 2',
  'broken.csv:4:10: expected a whole number from 0 to 16777216 as invocations, got "many"',
]

test('bad input is named all at once, a line each with file, line, column, what was expected and what came', async () => {
  const csv = 'function,minute,invocations\nitself,1,5\nitself,2\nitself,3,many\n'
  const cwd = directory({ 'bad.yaml': BAD, 'broken.csv': csv })
  const [checked, run] = await Promise.all([
    execute(['check', 'bad.yaml'], { cwd }),
    execute(['run', 'bad.yaml', '--json'], { cwd }),
  ])
  expect(checked.stderr.trimEnd().split('\n')).toEqual(PROBLEMS)
  expect([checked.code, checked.stdout]).toEqual([2, ''])
  expect(run).toEqual(checked)
})

test('a run that would never end is refused', async () => {
  const open = SCENARIO.replace('runLength: 10m\n', '')
  const { code, stderr } = await execute(['check', '-'], { input: open })
  expect(stderr).toBe(
    'stdin:9:16: functions.work.arrivals[0]: expected a runLength in the scenario, or an `until` here: constant arrivals never end\n',
  )
  expect(code).toBe(2)
})

describe('usage that is wrong is exit 2 and one message on stderr', () => {
  test.each([
    [['rnu'], "asyncinvoke: unknown command 'rnu'\n(Did you mean run?)\n"],
    [['run'], "asyncinvoke: missing required argument 'file'\n"],
    [['run', 'small.yaml', '--sede', '1'], "asyncinvoke: unknown option '--sede'\n(Did you mean --seed?)\n"],
    [
      ['run', 'small.yaml', '--seed', '1.5'],
      "asyncinvoke: option '--seed <number>' argument '1.5' is invalid. expected a whole number from 0 to 9007199254740991\n",
    ],
    [
      ['run', 'smal.yaml'],
      'asyncinvoke: smal.yaml: expected a scenario file, but there is no such file or directory; did you mean "small.yaml"?\n',
    ],
    // A name of one letter is near to every other.
    [['check', '.'], 'asyncinvoke: .: expected a scenario file, but it is a directory\n'],
    [
      ['run', 'small.yaml', '--set', 'runLength'],
      'asyncinvoke: --set: expected PATH=VALUE, such as functions.checkout.timeout=5s, got "runLength"\n',
    ],
    [
      ['run', 'small.yaml', '--set', 'functions.wrok.timeout=5s'],
      'asyncinvoke: --set: functions.wrok: expected a function of the scenario; did you mean "work"?\n',
    ],
    [
      ['check', 'small.yaml', '--set', 'functions.work.timeot=5s'],
      '--set: functions.work.timeot: unknown key; did you mean "timeout"?\n',
    ],
  ])('%j', async (args, message) => {
    const cwd = directory({ 'small.yaml': SCENARIO, r: '' })
    expect(await execute(args, { cwd })).toEqual({ code: 2, stdout: '', stderr: message })
  })
})

test('a scenario that can run is told in one line; warnings count only under --strict', async () => {
  const odd = `${SCENARIO}account: { concurrency: 100 }\n`.replace(
    '    model:',
    '    reservedConcurrency: 50\n    model:',
  )
  const warning =
    "stdin:14:12: account.concurrency: warning: the functions reserve 50 of the account's 100; " +
    'AWS insists on 100 left unreserved, 50 are\n'
  const [good, warned, strict] = await Promise.all([
    execute(['check', '-', '--strict'], { input: SCENARIO }),
    execute(['check', '-'], { input: odd }),
    execute(['check', '-', '--strict'], { input: odd }),
  ])
  const line = 'stdin: can run, with 1 function, 1 source of events, run length 10 m'
  expect(good).toEqual({ code: 0, stdout: `${line}\n`, stderr: '' })
  expect(warned).toEqual({ code: 0, stdout: `${line}, 1 warning\n`, stderr: warning })
  expect(strict).toEqual({ ...warned, code: 1 })
})

describe('what is odd about a retry policy', () => {
  const config = 'functions.work.eventInvokeConfig'
  const late = `${SCENARIO}`.replace(
    '    model:',
    '    eventInvokeConfig: { MaximumEventAgeInSeconds: 90 }\n    model:',
  )
  const asked = late.replace('{ Max', '{ MaximumRetryAttempts: 2, Max')

  test('is a note where it may be meant: check prints it, and it counts for nothing', async () => {
    const [checked, ran] = await Promise.all([
      execute(['check', '-', '--strict'], { input: late }),
      execute(['run', '-', '--json'], { input: late }),
    ])
    expect(checked.stderr).toMatch(
      /^stdin:\d+:\d+: functions\.work\..*: note: the second retry can never come: .*\[retry-never-comes\]\n$/,
    )
    expect(checked).toMatchObject({ code: 0, stdout: expect.stringContaining(', 1 note\n') })
    expect(ran).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(ran.stdout)).toMatchObject({ warnings: [] })
  })

  test('is a warning where it can hardly be meant: run prints it too, and only --strict exits 1', async () => {
    const [checked, strict, ran] = await Promise.all([
      execute(['check', '-'], { input: asked }),
      execute(['check', '-', '--strict'], { input: asked }),
      execute(['run', '-', '--json'], { input: asked }),
    ])
    const line = `${config}.MaximumEventAgeInSeconds: warning: the second retry can never come`
    expect(checked.stderr).toContain(line)
    expect([checked.code, strict.code, ran.code]).toEqual([0, 1, 0])
    expect(ran.stderr).toBe(checked.stderr)
    expect(JSON.parse(ran.stdout)).toMatchObject({ warnings: [checked.stderr.trimEnd()] })
  })
})

test('without a command the help is printed as bad usage, and every command has its own', async () => {
  const [bare, help, run, version] = await Promise.all([
    execute([]),
    execute(['--help']),
    execute(['run', '--help']),
    execute(['--version']),
  ])
  expect(help).toMatchObject({ code: 0, stderr: '' })
  expect(help.stdout).toContain('Usage: asyncinvoke')
  expect(bare).toEqual({ code: 2, stdout: '', stderr: help.stdout })
  expect(run.stdout).toContain('--set <path=value>')
  expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  for (const line of `${help.stdout}${run.stdout}`.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
})

test('an older Node is told which one is needed', () => {
  const older = 'Object.defineProperty(process.versions,"node",{value:"22.17.1"})'
  const bin = join(import.meta.dirname, '../../src/cli/bin.ts')
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(older)}`, bin, '--version'],
    { encoding: 'utf8' },
  )
  expect(stderr).toBe('asyncinvoke: expected Node 22.18 or later, got 22.17.1\n')
  expect(status).toBe(2)
})
