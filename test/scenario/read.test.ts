import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { DEFAULT_MODEL_CHOICES } from '../../src/rules/model-choices.ts'
import { DEFAULT_PRICES } from '../../src/rules/price.ts'
import { poolRow } from '../../src/scenario/distribution.ts'
import { formatProblem, ScenarioError } from '../../src/scenario/problem.ts'
import { readScenario, takeScenario } from '../../src/scenario/read.ts'
import { inMemory, saidOf } from './reading.ts'

const WHOLE = `
name: checkout during an outage
seed: 42
start: 2026-03-01T12:00:00Z
runLength: 24h
account: { id: "000000000001", region: eu-west-2, concurrency: 500 }
options: { queueing: fifo, queueLatency: 40ms, configPropagation: 90s, jitter: { functionError: [0.9, 1.1], throttle: [1, 2] } }
functions:
  checkout:
    timeout: 30s
    memory: 512
    architecture: arm64
    reservedConcurrency: 20
    recursiveLoop: Allow
    eventInvokeConfig:
      MaximumRetryAttempts: 1
      MaximumEventAgeInSeconds: 3600
      DestinationConfig:
        OnFailure: { Destination: "arn:aws:lambda:eu-west-2:000000000001:function:clean-up" }
    deadLetterConfig: { TargetArn: "arn:aws:sqs:eu-west-2:000000000001:dead" }
    payload: { a: [1, "é"] }
    model:
      duration: { lognormal: { p50: 120ms, p99.9: 2s } }
      coldStart: 300ms
      errors: { probability: 0.01, poison: 0.001, system: 0.1, outages: [{ from: 2h, to: 2h20m }] }
    versions:
      "1": { timeout: 5s, deadLetterConfig: {} }
      2: { model: { duration: { weibull: { mean: 1s, shape: 2 } } }, eventInvokeConfig: { MaximumRetryAttempts: 0 } }
    aliases:
      live: { functionVersion: "1" }
    arrivals:
      - { poisson: { rate: 50/s }, qualifier: live, from: 1h }
      - { constant: { rate: 6/m }, until: 30h }
      - { at: [90s, 0, 0s, 24h], from: 0 }
      - { perMinute: { file: day.csv, function: f1 } }
  clean-up: {}
destinations:
  "arn:aws:sqs:eu-west-2:000000000001:dead": { errors: { probability: 0.5, outages: [{ from: 0, to: 1h }] } }
prices: { perGbSecond: { arm64: 1 } }
expect: [checkout.dropped == 0]
`
const FILES = { 'day.csv': 'function,minute,invocations\nf1,0,3\nf2,1,1\n' }
const quiet = { readFile: inMemory(FILES) }
const NO_ERRORS = { probability: 0, poison: 0, system: 0, crashAfterEffect: 0, timeoutAfterEffect: 0, outages: [] }

describe('a scenario file', () => {
  test('becomes a scenario in milliseconds, with nothing left open', async () => {
    const { scenario, warnings } = await readScenario(WHOLE, 'some/where/outage.yaml', quiet)
    expect(warnings.map(({ message }) => message)).toEqual([expect.stringContaining('[dead-letter-of-version]')])
    const [checkout, cleanUp] = scenario.functions
    expect(scenario).toMatchObject({
      name: 'checkout during an outage',
      seed: 42,
      startMs: Date.UTC(2026, 2, 1, 12),
      runLengthMs: 86_400_000,
      account: { id: '000000000001', region: 'eu-west-2', concurrency: 500 },
      options: {
        ...DEFAULT_MODEL_CHOICES,
        queueing: 'fifo',
        queueLatencyMs: 40,
        configPropagation: 90_000,
        jitter: { functionError: [0.9, 1.1], throttle: [1, 2] },
      },
      destinations: [
        { arn: 'arn:aws:sqs:eu-west-2:000000000001:dead', probability: 0.5, outages: [{ fromMs: 0, toMs: 3_600_000 }] },
      ],
      prices: { ...DEFAULT_PRICES, perGbSecond: { ...DEFAULT_PRICES.perGbSecond, arm64: 1 } },
      expectations: [{ text: 'checkout.dropped == 0' }],
    })
    expect(checkout).toMatchObject({
      name: 'checkout',
      timeoutMs: 30_000,
      memoryMb: 512,
      architecture: 'arm64',
      reservedConcurrency: 20,
      recursiveLoop: 'Allow',
      eventInvokeConfig: { MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 3600 },
      deadLetterArn: 'arn:aws:sqs:eu-west-2:000000000001:dead',
      model: {
        coldStart: { kind: 'constant', value: 300 },
        errors: { probability: 0.01, poison: 0.001, system: 0.1, outages: [{ fromMs: 7_200_000, toMs: 8_400_000 }] },
      },
      aliases: [{ name: 'live', functionVersion: '1', other: undefined, eventInvokeConfig: undefined }],
    })
    expect(new TextDecoder().decode(checkout!.payload)).toBe('{"a":[1,"é"]}')
    expect(checkout!.model.duration).toEqual({
      kind: 'lognormalPercentiles',
      points: [
        [0.5, 120],
        [0.999, 2_000],
      ],
    })
    const window = { qualifier: '$LATEST', fromMs: 0, untilMs: 86_400_000 }
    expect(checkout!.arrivals).toEqual([
      { kind: 'poisson', ratePerMs: 0.05, position: 0, ...window, qualifier: 'live', fromMs: 3_600_000 },
      { kind: 'constant', ratePerMs: 0.0001, position: 1, ...window },
      { kind: 'at', timesMs: [0, 0, 90_000, 86_400_000], position: 2, ...window },
      {
        kind: 'perMinute',
        trace: { minutes: Int32Array.of(0), counts: Int32Array.of(3) },
        position: 3,
        ...window,
      },
    ])
    expect(cleanUp).toEqual({
      name: 'clean-up',
      timeoutMs: 3_000,
      memoryMb: 128,
      architecture: 'x86_64',
      reservedConcurrency: undefined,
      recursiveLoop: undefined,
      eventInvokeConfig: undefined,
      deadLetterArn: undefined,
      payload: new TextEncoder().encode('{}'),
      model: {
        duration: { kind: 'constant', value: 0 },
        perByteMs: 0,
        payloadSize: undefined,
        coldStart: { kind: 'constant', value: 0 },
        errors: NO_ERRORS,
        uses: [],
      },
      versions: [],
      aliases: [],
      arrivals: [],
    })
  })

  test('gives a version what the function has, but for the event-invoke config', async () => {
    const { scenario } = await readScenario(WHOLE, 's.yaml', quiet)
    const [one, two] = scenario.functions[0]!.versions
    expect(one).toMatchObject({ version: '1', timeoutMs: 5_000, memoryMb: 512, eventInvokeConfig: undefined })
    expect(one!.deadLetterArn).toBeUndefined()
    expect(one!.model).toBe(scenario.functions[0]!.model)
    expect(two).toMatchObject({
      version: '2',
      timeoutMs: 30_000,
      deadLetterArn: 'arn:aws:sqs:eu-west-2:000000000001:dead',
      eventInvokeConfig: { MaximumRetryAttempts: 0 },
      model: {
        duration: { kind: 'weibullMean', mean: 1_000, shape: 2 },
        coldStart: { value: 300 },
        errors: { probability: 0.01 },
      },
    })
  })

  test('may be JSON, and may name its schema', async () => {
    const json = JSON.stringify({ $schema: './scenario.schema.json', functions: { f: { arrivals: [{ at: ['1s'] }] } } })
    const { scenario } = await readScenario(json, 'dir\\one.json')
    expect(scenario).toMatchObject({ name: 'one', seed: 1, startMs: Date.UTC(2026, 0, 1), runLengthMs: 1_000 })
  })

  test('means the same as the object in code', async () => {
    const text = 'name: x\nfunctions: { f: { arrivals: [{ at: [1s] }], model: { duration: 5s } } }'
    const object = { name: 'x', functions: { f: { arrivals: [{ at: ['1s'] }], model: { duration: '5s' } } } }
    const { scenario } = await takeScenario(object)
    expect(scenario).toEqual((await readScenario(text, 's.yaml')).scenario)
  })

  test('has anchors and merges', async () => {
    const text = `
functions:
  a: &base { timeout: 7s, arrivals: [{ at: [0] }] }
  b: { <<: *base, memory: 256 }
`
    const { scenario } = await readScenario(text, 's.yaml')
    expect(scenario.functions[1]).toMatchObject({ name: 'b', timeoutMs: 7_000, memoryMb: 256 })
  })

  test('has its values replaced from outside, the seed too', async () => {
    const set = ['functions.checkout.timeout=5s', 'functions.checkout.arrivals[0].poisson.rate=1/s', 'name=other']
    const { scenario } = await readScenario(WHOLE, 's.yaml', { ...quiet, set, seed: 7 })
    expect(scenario).toMatchObject({ name: 'other', seed: 7 })
    expect(scenario.functions[0]).toMatchObject({ timeoutMs: 5_000, arrivals: [{ ratePerMs: 0.001 }, {}, {}, {}] })
  })

  test('is plain data: a copy by message is equal', async () => {
    const { scenario } = await readScenario(WHOLE, 's.yaml', quiet)
    expect(structuredClone(scenario)).toEqual(scenario)
  })
})

describe('the run length that is left out', () => {
  const lengthOf = async (arrivals: string) => {
    const text = `functions: { f: { arrivals: ${arrivals} } }`
    return (await readScenario(text, 's.yaml', quiet)).scenario.runLengthMs
  }

  test('is the last arrival', async () => {
    expect(await lengthOf('[{ at: [5s, 90s, 1s] }]')).toBe(90_000)
    expect(await lengthOf('[{ at: [5s] }, { perMinute: { file: day.csv, function: f2 } }]')).toBe(120_000)
    expect(await lengthOf('[{ poisson: { rate: 1/s }, until: 3m }]')).toBe(180_000)
    expect(await lengthOf('[{ poisson: { rate: 0/s } }]')).toBe(0)
    expect(await lengthOf('[]')).toBe(0)
  })
})

describe('payloads', () => {
  const payloadOf = async (payload: string) => {
    const { scenario } = await readScenario(`functions: { f: { arrivals: [{ at: [0] }], ${payload} } }`, 's.yaml')
    return new TextDecoder().decode(scenario.functions[0]!.payload)
  }

  test('are the value given, or a text of the size given', async () => {
    expect(await payloadOf('payload: null')).toBe('null')
    expect(await payloadOf('payload: "a"')).toBe('"a"')
    expect(await payloadOf('payloadBytes: 2')).toBe('""')
    const large = await payloadOf('payloadBytes: 1048576')
    expect(large).toHaveLength(1_048_576)
    expect(() => JSON.parse(large)).not.toThrow()
  })
})

describe('functionsFrom', () => {
  const DURATIONS = 'p0_ms,p50_ms,p100_ms\n1,2,3\n4,5,6\n7,8,9\n'
  const text = `
functions: { own: { arrivals: [{ at: [0] }] } }
functionsFrom: { perMinute: day.csv, timeout: 900s, model: { duration: { pool: pool.csv } } }
`
  const readFile = inMemory({ ...FILES, 'pool.csv': DURATIONS })

  test('makes one function for each name in the file, after the functions written', async () => {
    const { scenario } = await readScenario(text, 's.yaml', { readFile })
    expect(scenario.functions.map(({ name, timeoutMs, arrivals }) => [name, timeoutMs, arrivals[0]!.kind])).toEqual([
      ['own', 3_000, 'at'],
      ['f1', 900_000, 'perMinute'],
      ['f2', 900_000, 'perMinute'],
    ])
    expect(scenario.runLengthMs).toBe(120_000)
  })

  test('says once that traces are cut at the run length, however many functions have one', async () => {
    const { warnings } = await readScenario(text, 's.yaml', { readFile, set: ['runLength=30s'] })
    expect(warnings.filter(({ message }) => message.startsWith('the trace goes on'))).toHaveLength(1)
  })

  test('reads a file once, however many functions name it', async () => {
    const read: string[] = []
    const several = `
functions:
  f1: { arrivals: [{ perMinute: { file: day.csv } }], model: { duration: { pool: pool.csv } } }
  f2: { arrivals: [{ perMinute: { file: day.csv } }], model: { duration: { pool: pool.csv } } }
`
    const { scenario } = await readScenario(several, 's.yaml', {
      readFile: (path) => {
        read.push(path)
        return readFile(path)
      },
    })
    expect(read.sort()).toEqual(['day.csv', 'pool.csv'])
    const [f1, f2] = scenario.functions.map(({ model }) => (model.duration.kind === 'pool' ? model.duration.rows : []))
    expect(f1).toBe(f2)
  })

  test('gives each function a row of a pool that only the seed and its name decide', async () => {
    const { scenario } = await readScenario(text, 's.yaml', { readFile })
    const { duration } = scenario.functions[1]!.model
    const row = (name: string, seed: number) => poolRow(duration, name, seed)
    expect(row('f1', 1)).toEqual(row('f1', 1))
    const rows = Array.from({ length: 300 }, (_, index) => JSON.stringify(row(`f${index}`, 1)))
    const counts = [...new Set(rows)].map((each) => rows.filter((other) => other === each).length)
    expect(counts).toHaveLength(3)
    // 100 each on average, with a standard deviation of 8.2.
    expect(counts.every((count) => Math.abs(count - 100) < 41)).toBe(true)
    const reseeded = Array.from({ length: 300 }, (_, index) => JSON.stringify(row(`f${index}`, 2)))
    expect(reseeded).not.toEqual(rows)
  })
})

describe('warnings', () => {
  test('say what looks wrong in a scenario that can run', async () => {
    const text = `
runLength: 1m
account: { concurrency: 100 }
functions:
  a: { reservedConcurrency: 10, arrivals: [{ perMinute: { file: day.csv, function: f2 } }, { at: [0], from: 1m }] }
  b: {}
`
    expect(await saidOf(text, quiet)).toEqual([
      "s.yaml:3:12: account.concurrency: warning: the functions reserve 10 of the account's 100; AWS insists on 100 left unreserved, 90 are",
      's.yaml:5:44: functions.a.arrivals[0]: warning: the trace goes on after the run length of 1m and is cut there',
      's.yaml:5:103: functions.a.arrivals[1].from: warning: begins at 1m, when the run length of 1m is over',
      's.yaml:6:3: functions.b: warning: no event ever comes here: it has no arrivals, and no function with events names it',
    ])
  })
})

describe('a timeout that every attempt runs into', () => {
  const warned = (settings: string) =>
    saidOf(`functions:\n  f: { ${settings}, arrivals: [{ at: [0] }] }\n`, { file: 's.yaml' })

  test.each([
    ['model: { duration: 5s }', 'model.duration: warning: every attempt takes 5s, and fails at the timeout of 3s'],
    [
      'timeout: 4s, model: { duration: { uniform: { min: 5s, max: 6s } } }',
      'model.duration: warning: every attempt takes at least 5s, and fails at the timeout of 4s',
    ],
    [
      'model: { duration: { pareto: { minimum: 3.5s, shape: 3 } } }',
      'model.duration: warning: every attempt takes at least 3s500ms, and fails at the timeout of 3s',
    ],
    [
      'timeout: 9s, model: { duration: 5s }, versions: { "1": { timeout: 4s }, "2": {} }',
      'versions.1.timeout: warning: every attempt takes 5s, and fails at the timeout of 4s',
    ],
  ])('is warned of: %s', async (settings, warning) => {
    const said = await warned(settings)
    expect(said).toHaveLength(1)
    expect(said[0]).toContain(`functions.f.${warning}`)
  })

  test.each(['model: { duration: 3s }', 'model: { duration: { exponential: { mean: 9s } } }'])(
    'is not seen in %s',
    async (settings) => {
      expect(await warned(settings)).toEqual([])
    },
  )
})

describe('reservations that leave too little', () => {
  test('are shown at the largest of them where the account has no limit of its own', async () => {
    const text = `functions:
  a: { reservedConcurrency: 10, arrivals: [{ at: [0] }] }
  b: { reservedConcurrency: 950, arrivals: [{ at: [0] }] }
`
    expect(await saidOf(text)).toEqual([
      "s.yaml:3:8: functions.b.reservedConcurrency: warning: the functions reserve 960 of the account's 1000; AWS insists on 100 left unreserved, 40 are",
    ])
  })
})

describe('the azure day', () => {
  test('is 197 functions with 205,202 events', async (context) => {
    const folder = new URL('../../../shared/data/azure-2019/', import.meta.url)
    const readData = (path: string) => readFile(new URL(path, folder))
    const isThere = await readData('day-minutes.csv.gz').then(
      () => true,
      () => false,
    )
    context.skip(!isThere, 'the shared data is not on this machine')
    const text = `
functionsFrom:
  perMinute: day-minutes.csv.gz
  model: { duration: { pool: day-durations.csv.gz } }
`
    const { scenario, warnings } = await readScenario(text, 'azure.yaml', { readFile: readData })
    expect(warnings).toEqual([])
    expect(scenario.functions).toHaveLength(197)
    expect(scenario.runLengthMs).toBe(86_400_000)
    const { duration } = scenario.functions[0]!.model
    expect(duration.kind === 'pool' && duration.rows.length).toBe(312)
  })
})

test('an error holds every problem, and its message lists them', async () => {
  const error = await takeScenario({ seed: -1, functions: { f: { memory: 1 } } }).catch((caught) => caught)
  expect(error).toBeInstanceOf(ScenarioError)
  expect(error.problems.map(formatProblem)).toEqual([
    'seed: expected 0 or more, got -1',
    'functions.f.memory: expected 128 or more, got 1',
  ])
  expect(error.message).toBe(error.problems.map(formatProblem).join('\n'))
})
