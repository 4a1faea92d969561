import timersPromises from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { DEFAULT_MODEL_CHOICES } from '../../src/rules/model-choices.ts'
import {
  bucket,
  bus,
  duplicate,
  functionArn,
  type Handler,
  harness,
  onAttempt,
  queue,
  throttled,
  topic,
} from '../../src/testing/index.ts'

const { setTimeout: sleep } = timersPromises

const ok: Handler = () => 'ok'

/** What a harness says of options that cannot be. */
function refusal(options: unknown): string {
  try {
    harness(options as object).stop()
  } catch (error) {
    expect(error).toMatchObject({ name: 'HarnessError' })
    return (error as Error).message
  }
  return 'nothing'
}

describe('options that cannot be', () => {
  it('are refused all at once, each with its path', () => {
    const message = refusal({
      seed: -1,
      start: 'yesterday',
      realLimit: 'soon',
      account: { id: '12' },
      options: { jiter: 'none' },
      functions: { charge: { handler: 'charge', timout: '3s' }, ship: 7 },
    })
    expect(message.split('\n')).toEqual([
      'harness: 8 problems',
      '  options: there is no "jiter"; did you mean "jitter"?',
      '  account.id: expected 12 digits, got "12"',
      '  start: expected an instant such as 2026-01-01T00:00:00Z, got "yesterday"',
      '  seed: expected a whole number of 0 or more, got -1',
      expect.stringContaining('  realLimit: expected a duration such as'),
      '  functions.charge: there is no "timout"; did you mean "timeout"?',
      '  functions.charge.handler: expected a handler function, got "charge": pass the function itself, not its name',
      expect.stringMatching(/^ {2}functions.ship: expected a handler function or a map of handler, .*, got 7$/),
    ])
  })

  it("are refused in AWS's words where AWS would refuse them", () => {
    const message = refusal({
      functions: {
        charge: { handler: ok, eventInvokeConfig: { MaximumRetryAttempts: 3 } },
        ship: {
          handler: ok,
          timeout: '20m',
        },
        bill: {
          handler: ok,
          versions: { 1: {} },
          aliases: { live: { version: 2 } },
          eventInvokeConfig: { DestinationConfig: { OnFailure: { Destination: functionArn('chrge') } } },
          deadLetterConfig: { TargetArn: bucket('dead') },
        },
        send: {
          handler: ok,
          aliases: { live: { version: 2 } },
          reservedConcurrency: 901,
          eventInvokeConfig: { DestinationConfig: { OnFailure: { Destination: functionArn('chrge') } } },
        },
      },
    })
    expect(message).toContain("functions.ship: 1 validation error detected: Value '1200' at 'timeout'")
    expect(message).toContain(
      'functions.bill.deadLetterConfig.TargetArn: Invalid dead letter queue ARN: Only Amazon SQS queues and Amazon SNS ' +
        'topics are supported. Got "arn:aws:s3:::dead"',
    )
    expect(message).toContain(
      "functions.charge.eventInvokeConfig: 1 validation error detected: Value '3' at 'maximumRetryAttempts'",
    )
    expect(message).toContain('functions.send.aliases.live: Function not found:')
    expect(message).toContain('functions.send.reservedConcurrency: Specified ReservedConcurrentExecutions')
    expect(message).toContain(
      `functions.send.eventInvokeConfig: The destination ARN ${functionArn('chrge')} is invalid.`,
    )
  })

  it('are refused as null and as other types, all at once', () => {
    const f = { handler: ok, versions: null, aliases: [] }
    expect(refusal({ account: null, start: 5, functions: { f } }).split('\n')).toEqual([
      'harness: 4 problems',
      '  account: expected a map of id, region, concurrency, got nothing',
      '  start: expected an instant such as 2026-01-01T00:00:00Z, got 5',
      '  functions.f.versions: expected a map of versions by number, got nothing',
      '  functions.f.aliases: expected a map of aliases by name, got an empty list',
    ])
    expect(refusal({ functions: null })).toBe('harness: functions: expected a map of functions by name, got nothing')
  })

  it.each([
    ['queueing', 'fifoo', 'backoff or fifo, got "fifoo"'],
    ['duplicateProbability', 2, 'a probability, 0 to 1, got 2'],
    ['deliveryRetries', 0.5, 'a whole number of 0 or more, got 0.5'],
    ['queueLatencyMs', '40ms', '0 ms or more, got "40ms"'],
    ['idleLife', Number.NaN, '0 ms or more or forever, got NaN'],
    ['throttleBackoff', { exponential: {} }, 'documented or { exponential: { meanMs } }, got a map'],
    ['scalingRate', { environments: 0, perMs: 1 }, 'off or { environments, perMs }, got a map'],
  ])('have no value of %s that is none', (name, value, expected) => {
    expect(refusal({ options: { [name]: value } })).toBe(`harness: options.${name}: expected ${expected}`)
  })

  it('take every choice with the values that it can have', () => {
    const jitter = { functionError: [0.9, 1.1], throttle: [1, 1] }
    const throttleBackoff = { exponential: { meanMs: 5_000 } }
    for (const options of [DEFAULT_MODEL_CHOICES, { jitter, throttleBackoff, scalingRate: 'off', backPressure: 10 }])
      expect(refusal({ options })).toBe('nothing')
  })

  it.each([
    [
      'a timeout that is no whole second',
      { timeout: 1_500 },
      'functions.f.timeout: expected whole seconds, got 1s500ms',
    ],
    [
      'versions with gaps',
      { versions: { 2: {} } },
      'functions.f.versions: expected versions from 1 without gaps, got 2',
    ],
    [
      'a version whose handler is none',
      { versions: { 1: { handler: 7 } } },
      'functions.f.versions.1.handler: expected a handler function, got 7',
    ],
    ['a duration below 0', { duration: -1 }, 'functions.f.duration: expected a duration of 0 ms or more, got -1'],
    [
      'an unknown key of an alias',
      { versions: { 1: {} }, aliases: { a: { version: 1, wieghts: {} } } },
      'functions.f.aliases.a: there is no "wieghts"; did you mean "weights"?',
    ],
  ])('are refused: %s', (_, options, expected) => {
    expect(refusal({ functions: { f: { handler: ok, ...options } } })).toContain(expected)
  })
})

describe('an event-invoke config that cannot be', () => {
  const misspelt = {
    MaximumRetryAttempts: 1,
    MaximumEventAge: 60,
    DestinationsConfig: {},
    DestinationConfig: { onFailure: {}, OnSuccess: { destination: queue('q') } },
  }
  const lines = (path: string) => [
    `  ${path}: there is no "MaximumEventAge"; did you mean "MaximumEventAgeInSeconds"?`,
    `  ${path}: there is no "DestinationsConfig"; did you mean "DestinationConfig"?`,
    `  ${path}.DestinationConfig: there is no "onFailure"; did you mean "OnFailure"?`,
    `  ${path}.DestinationConfig.OnSuccess: there is no "destination"; did you mean "Destination"?`,
  ]

  it('names the settings that were meant, wherever it stands', () => {
    const options = {
      handler: ok,
      versions: { 1: { eventInvokeConfig: misspelt } },
      aliases: { live: { version: 1, eventInvokeConfig: misspelt } },
      eventInvokeConfig: misspelt,
    }
    expect(refusal({ functions: { f: options } }).split('\n')).toEqual([
      'harness: 12 problems',
      ...lines('functions.f.eventInvokeConfig'),
      ...lines('functions.f.versions.1.eventInvokeConfig'),
      ...lines('functions.f.aliases.live.eventInvokeConfig'),
    ])
  })

  it('names its only setting, and not that there is none', () => {
    expect(refusal({ functions: { f: { handler: ok, eventInvokeConfig: { MaxRetryAttempts: 1 } } } })).toBe(
      'harness: functions.f.eventInvokeConfig: there is no "MaxRetryAttempts"; did you mean "MaximumRetryAttempts"?',
    )
  })

  it('is neither put nor made an update of', () => {
    using lambda = harness({ functions: { f: ok } })
    const f = lambda.function('f')
    f.putEventInvokeConfig({ MaximumRetryAttempts: 2 })
    const config = { MaximumRetryAttempts: 1, MaximumEventAge: 60 } as object
    const expected = 'there is no "MaximumEventAge"; did you mean "MaximumEventAgeInSeconds"?'
    expect(() => f.putEventInvokeConfig(config)).toThrow(`putEventInvokeConfig: ${expected}`)
    expect(() => f.updateEventInvokeConfig(config)).toThrow(`updateEventInvokeConfig: ${expected}`)
    expect(lambda.controlPlane.eventInvokeConfig('f', '$LATEST')).toEqual({ MaximumRetryAttempts: 2 })
  })

  it.each<[string, unknown, string]>([
    [
      'an age in words',
      { MaximumEventAgeInSeconds: '6h' },
      '.MaximumEventAgeInSeconds: STRING_VALUE can not be converted to an Integer: got "6h"; did you mean 21600?',
    ],
    [
      'a number as text',
      { MaximumRetryAttempts: '1' },
      '.MaximumRetryAttempts: STRING_VALUE can not be converted to an Integer: got "1"; did you mean 1?',
    ],
    [
      'a target without its structure',
      { DestinationConfig: { OnFailure: queue('q') } },
      `.DestinationConfig.OnFailure: STRING_VALUE can not be converted to a structure: got "${queue('q')}"; expected { Destination }`,
    ],
    ['a list', [], ': Start of list can not be converted to a structure: got an empty list; expected { Maximum'],
  ])("says in AWS's words, with path and value, what is wrong with %s", (_, eventInvokeConfig, expected) => {
    expect(refusal({ functions: { f: { handler: ok, eventInvokeConfig } } })).toContain(
      `harness: functions.f.eventInvokeConfig${expected}`,
    )
  })
})

describe('settings of a function that cannot be', () => {
  it.each<[string, object, string]>([
    [
      'a dead-letter target without its account',
      { deadLetterConfig: { TargetArn: 'arn:aws:sqs:us-east-1:dead' } },
      'functions.f.deadLetterConfig.TargetArn: Invalid dead letter queue ARN: Only Amazon SQS queues and Amazon SNS topics are ' +
        `supported. Got "arn:aws:sqs:us-east-1:dead": it is no whole ARN with region, account and name, as queue('dead') gives it`,
    ],
    [
      'memory with its unit',
      { memory: '128MB' },
      'functions.f.memory: expected a number of MB, got "128MB"; did you mean 128?',
    ],
    [
      'a timeout in seconds',
      { timeout: 30 },
      `functions.f.timeout: expected whole seconds, got 30ms: a number is milliseconds; did you mean '30s'?`,
    ],
    [
      'a handler whose import failed',
      { handler: undefined },
      'functions.f.handler: expected a handler function, got nothing: does the module that it is imported from export it?',
    ],
    [
      'a handler by its name',
      { handler: 'index.handler' },
      'functions.f.handler: expected a handler function, got "index.handler": pass the function itself, not its name',
    ],
    [
      'a module in the place of its function',
      { handler: undefined, default: ok },
      'functions.f: got a module: pass the function that it exports, f.default',
    ],
  ])('are one problem: %s', (_, options, expected) => {
    expect(refusal({ functions: { f: { handler: ok, ...options } } })).toBe(`harness: ${expected}`)
  })

  it('are one problem of a function where its versions take over what it says', () => {
    expect(refusal({ functions: { f: { handler: ok, timeout: 30, versions: { 1: {}, 2: {} } } } })).toContain(
      'harness: functions.f.timeout: expected whole seconds',
    )
  })

  it('are those of the function for a version that has none of its own', async () => {
    using lambda = harness({
      functions: { f: { handler: ok, versions: { 1: { timeout: '5s', memory: 256 }, 2: {} } } },
    })
    expect(lambda.controlPlane.version('f', '1')).toMatchObject({ timeoutMs: 5_000, memoryMb: 256 })
    expect(lambda.controlPlane.version('f', '2')).toMatchObject({ timeoutMs: 3_000, memoryMb: 128 })
    expect(lambda.controlPlane.version('f', '$LATEST')).toMatchObject({ timeoutMs: 3_000, memoryMb: 128 })
  })

  it('are a function that stands beside the functions', () => {
    expect(refusal({ charge: ok })).toBe('harness: there is no "charge"; did you mean functions: { charge }?')
    expect(refusal({ fuctions: {} })).toBe('harness: there is no "fuctions"; did you mean "functions"?')
    expect(refusal(7)).toBe('harness: expected a map of functions, account, start, seed, options, realLimit, got 7')
  })

  it('are those of an alias that is made or moved', () => {
    using lambda = harness({ functions: { f: { handler: ok, versions: { 1: {} } } } })
    const lead = { version: 1, wieghts: {} }
    expect(() => lambda.function('f').createAlias('live', lead)).toThrow('createAlias: there is no "wieghts"')
    lambda.function('f').createAlias('live', { version: 1 })
    expect(() => lambda.function('f').moveAlias('live', lead)).toThrow('moveAlias: there is no "wieghts"')
  })
})

describe('an invocation that cannot be', () => {
  it('of a function that is not there names the one that was meant', async () => {
    using lambda = harness({ functions: { charge: ok, ship: ok } })
    await expect(lambda.invoke('chagre')).rejects.toThrow('there is no function "chagre"; did you mean "charge"?')
    await expect(lambda.invoke('charge', {}, { qualifier: 'live' })).rejects.toMatchObject({ status: 404 })
    expect(() => lambda.function('shp')).toThrow('did you mean "ship"?')
    expect(() => lambda.eventsOf('x')).toThrow('there is no function "x"; known here: charge, ship')
    await expect(lambda.invoke(undefined as never)).rejects.toThrow('there is no function nothing')
  })

  it.each<[string, unknown, string]>([
    ['a function', () => {}, 'expected what JSON can hold, got a function'],
    ['a BigInt', { big: 1n }, 'expected what JSON can hold: Do not know how to serialize a BigInt'],
    ['a map', { orders: new Map([[7, 20]]) }, 'expected what JSON can hold: a Map would become {}'],
    ['a set', new Set([7]), 'expected what JSON can hold: a Set would become {}'],
    ['bytes that are no JSON', new TextEncoder().encode('{'), 'Could not parse request body into json'],
    ['more than Lambda takes', 'x'.repeat(1_048_576), 'byte payload is too large for the Event invocation type'],
  ])('has %s as payload', async (_, payload, expected) => {
    using lambda = harness({ functions: { f: ok } })
    await expect(lambda.invoke('f', payload)).rejects.toThrow(expected)
    expect(lambda.events).toEqual([])
  })

  it('has faults that are none, all of which are named', async () => {
    using lambda = harness({ functions: { f: ok } })
    const faults = [{ kind: 'explode' }, { kind: 'slow', attempt: 0, durationMs: -1 }, { kind: 'duplicate' }]
    await expect(lambda.invoke('f', {}, { faults: faults as never })).rejects.toThrow(
      [
        'invoke: 4 problems',
        '  faults[0]: expected a fault such as onAttempt(2).timeOut(), got a map',
        '  faults[1].attempt: expected the number of an attempt, 1 or more, got 0',
        '  faults[1].durationMs: expected 0 ms or more, got -1',
        '  faults[2].afterMs: expected 0 ms or more, got nothing',
      ].join('\n'),
    )
    expect(() => onAttempt(0)).toThrow('expected the number of an attempt, 1 or more, got 0')
    expect(() => duplicate({ after: -1 })).toThrow('expected a duration of 0 ms or more, got -1')
  })

  it('is to be throttled where events wait in a queue', async () => {
    using lambda = harness({ options: { queueing: 'fifo' }, functions: { f: ok } })
    await expect(lambda.invoke('f', {}, { faults: [throttled({ for: '1m' })] })).rejects.toThrow(
      'under queueing: fifo no event is throttled',
    )
    expect(() => lambda.throttle('f')).toThrow('under queueing: fifo no event is throttled')
  })
})

describe('a verb that cannot be', () => {
  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, '-1s', 'later', '5'])('is advance by %s', async (by) => {
    using lambda = harness({ functions: { f: ok } })
    await expect(lambda.advance(by)).rejects.toThrow(/^advance: expected a duration/)
    expect(lambda.elapsedMs).toBe(0)
  })

  it('is settled for an event of another harness, or for none', async () => {
    using lambda = harness({ functions: { f: ok } })
    using other = harness({ functions: { f: ok } })
    const event = await other.invoke('f')
    await lambda.invoke('f')
    const own = await lambda.invoke('f')
    const expected = 'expected an event that this harness has accepted, as `await lambda.invoke(…)` gives it, got'
    for (const [given, came] of [
      [event, 'an event of another harness'],
      [undefined, 'nothing'],
      [lambda.invoke('f'), 'a promise: an `await` is missing'],
      [() => event, 'a function'],
      [7, '7'],
    ])
      await expect(lambda.settled(given as never)).rejects.toThrow(`settled: ${expected} ${came}`)
    await expect(lambda.settled()).rejects.toThrow('got nothing')
    const list = [own, lambda.invoke('f'), event] as never
    for (const settled of [lambda.settled(list), lambda.settled(...(list as [never]))])
      await expect(settled).rejects.toThrow(
        [
          'settled: 2 problems',
          `  event 2 of 3: ${expected} a promise: an \`await\` is missing`,
          `  event 3 of 3: ${expected} an event of another harness`,
        ].join('\n'),
      )
    expect(await lambda.settled([])).toEqual([])
  })

  it('is settled for an event that nothing will ever end', async () => {
    using lambda = harness({
      account: { concurrency: 0 },
      options: { queueing: 'fifo' },
      functions: { f: ok },
    })
    const event = await lambda.invoke('f')
    await expect(lambda.settled(event)).rejects.toThrow(
      'settled: event 1 of f can never end: it is pending, and nothing is due',
    )
    await expect(lambda.untilIdle()).rejects.toThrow('untilIdle: event 1 of f can never end')
  })

  it('is any after the stop, and the one that the stop interrupts', async () => {
    const lambda = harness({ functions: { f: () => new Promise(() => {}) } })
    const event = await lambda.invoke('f')
    const waiting = expect(lambda.settled(event)).rejects.toThrow('the harness was stopped while it was waited for')
    const queued = expect(lambda.advance('1m')).rejects.toThrow('the harness was stopped')
    await sleep(5)
    lambda.stop()
    lambda.stop()
    await Promise.all([waiting, queued])
    await expect(lambda.invoke('f')).rejects.toThrow('the harness was stopped')
    await expect(lambda.settled(event)).rejects.toThrow('the harness was stopped')
  })

  it('is one that a handler calls to wait for time', async () => {
    using lambda = harness({ functions: { f: () => lambda.advance('1m') } })
    const event = await lambda.settled(await lambda.invoke('f'))
    expect(event.attempts[0]!.error).toMatchObject({
      name: 'HarnessError',
      message: expect.stringContaining('advance: a handler cannot wait for the time that waits for it'),
    })
  })

  it('is one about a target that is none', () => {
    using lambda = harness({ functions: { f: ok } })
    expect(() => lambda.messages('dead')).toThrow('expected the ARN of a target, such as queue(\'dead\'), got "dead"')
    expect(() => lambda.down('dead')).toThrow('expected the ARN of a target')
    expect(() => lambda.down(functionArn('f'))).toThrow('a function is no queue, topic, bus or bucket')
    expect(() => lambda.function('f').setHandler(7 as never)).toThrow('setHandler: expected a handler function, got 7')
    expect(() => lambda.function('f').setHandler(ok, 3)).toThrow('f: there is no version 3')
  })
})

describe('options of a verb or a fault that cannot be', () => {
  const lambda = () => harness({ functions: { f: { handler: ok, deadLetterConfig: { TargetArn: queue('dead') } } } })

  it.each<[string, object, string]>([
    ['a list of faults', [onAttempt(1).fail()], 'invoke: expected a map of qualifier, faults, got a list'],
    ['a name that is none', { fault: [] }, 'invoke: there is no "fault"; did you mean "faults"?'],
    ['nothing', null as never, 'invoke: expected a map of qualifier, faults, got nothing'],
  ])('are no options of an invocation: %s', async (_, options, expected) => {
    using account = lambda()
    await expect(account.invoke('f', {}, options)).rejects.toThrow(expected)
    await expect(account.call('f', {}, options)).rejects.toThrow(/^call: /)
    expect(account.events).toEqual([])
  })

  it.each<[string, () => unknown, string]>([
    ['throttled: from', () => throttled({ fro: '5m', for: '1m' } as never), 'there is no "fro"; did you mean "from"?'],
    ['throttled: a text', () => throttled('5m' as never), 'throttled: expected a map of from, for, got "5m"'],
    ['throttled: nothing', () => throttled({} as never), 'throttled: for: expected a duration such as'],
    [
      'duplicate: after',
      () => duplicate({ afer: '5m' } as never),
      'duplicate: there is no "afer"; did you mean "after"?',
    ],
    ['duplicate: a text', () => duplicate('5m' as never), 'duplicate: expected a map of after, got "5m"'],
    ['crashAfter', () => onAttempt(1).crashAfter('soon'), 'crashAfter: expected a duration such as'],
    ['take', () => onAttempt(1).take(-1), 'take: expected a duration of 0 ms or more, got -1'],
  ])('are no options of a fault: %s', (_, make, expected) => {
    expect(make).toThrow(expected)
  })

  it('leave a target up, and a function without throttles', () => {
    using account = lambda()
    expect(() => account.down(queue('dead'), '5m' as never)).toThrow('down: expected a map of for, got "5m"')
    expect(() => account.down(queue('dead'), { fro: '5m' } as never)).toThrow(
      'down: there is no "fro"; did you mean "for"?',
    )
    expect(() => account.down(queue('dead'), { for: -1 })).toThrow(
      'down: for: expected a duration of 0 ms or more, got -1',
    )
    expect(() => account.throttle('f', '5m' as never)).toThrow('throttle: expected a map of for, got "5m"')
  })
})

describe('a target that no setting names', () => {
  const named = () =>
    harness({
      functions: {
        f: {
          handler: () => Promise.reject(new Error('no stock')),
          versions: { 1: { deadLetterConfig: { TargetArn: queue('locked') } } },
          aliases: {
            live: {
              version: 1,
              eventInvokeConfig: { DestinationConfig: { OnSuccess: { Destination: functionArn('g') } } },
            },
          },
          deadLetterConfig: { TargetArn: queue('dead') },
        },
        g: ok,
      },
    })

  it('is no empty queue, but an error with the one that was meant', () => {
    using lambda = named()
    for (const ask of ['messages', 'down', 'up'] as const)
      expect(() => lambda[ask](queue('daed'))).toThrow(
        `${ask}: no config and no dead-letter setting names ${queue('daed')}, or has named it before; did you mean ${queue('dead')}?`,
      )
    expect(() => lambda.messages(topic('other'))).toThrow(
      `named are ${queue('locked')}, ${queue('dead')}, ${functionArn('g')}`,
    )
    expect(() => harness({ functions: { ok } }).messages(queue('dead'))).toThrow(
      'or has named it before; none is named',
    )
  })

  it('is not one that a version, an alias or a former setting names', async () => {
    using lambda = named()
    expect([queue('locked'), functionArn('g')].map((arn) => lambda.messages(arn))).toEqual([[], []])
    await lambda.settled(await lambda.invoke('f'))
    lambda.function('f').setDeadLetterQueue(queue('later'))
    expect(lambda.messages(queue('dead'))).toHaveLength(1)
    expect(lambda.messages(queue('later'))).toEqual([])
    lambda.function('f').delete()
    expect(lambda.messages(queue('later'))).toEqual([])
  })

  it.each<[string, () => string, string]>([
    ['an empty text', () => queue(''), `queue: expected the name of a queue, such as 'orders', got ""`],
    [
      'the ARN of one',
      () => queue(queue('x')),
      `queue: expected the name of a queue, such as 'orders', got "arn:aws:sqs:`,
    ],
    ['nothing', () => topic(undefined as never), `topic: expected the name of a topic, such as 'orders', got nothing`],
    ['a name with a space', () => bus('my bus'), `bus: expected the name of a bus, such as 'orders', got "my bus"`],
    ['too short for a bucket', () => bucket('k'), `bucket: expected the name of a bucket, such as 'orders', got "k"`],
    [
      'no name of a function',
      () => functionArn(''),
      `function: expected the name of a function, such as 'orders', got ""`,
    ],
  ])('has no ARN: %s', (_, make, expected) => {
    expect(make).toThrow(expected)
  })
})

describe('a handler that hangs in real time', () => {
  const hanging = { f: { handler: () => new Promise(() => {}), timeout: '3s' } }

  it('lets the verb that waits for it end with an error that names it', async () => {
    using lambda = harness({ realLimit: 20, functions: hanging })
    const event = await lambda.invoke('f')
    await expect(lambda.settled(event)).rejects.toThrow(
      new RegExp(
        `^f: attempt 1 of event 1 \\(request id ${event.requestId}\\) has not ended within 20ms of real time and waits for no timer.` +
          ' It goes on to its timeout of 3s',
      ),
    )
  })

  it('goes on to its timeout, and the harness can be used as before', async () => {
    using lambda = harness({ realLimit: 20, functions: { ...hanging, g: ok } })
    const event = await lambda.invoke('f')
    await expect(lambda.advance(0)).rejects.toThrow('has not ended within')
    expect((await lambda.settled(await lambda.invoke('g'))).condition).toBe('Success')
    await lambda.advance('3s')
    expect(event.attempts).toMatchObject([{ outcome: 'timeout', endedMs: 3_000 }])
  })

  it('is given the time that it is said to need', async () => {
    const { port1, port2 } = new MessageChannel()
    using lambda = harness({
      realLimit: '10s',
      functions: { f: () => new Promise((resolve) => port1.on('message', resolve)) },
    })
    const settled = lambda.settled(await lambda.invoke('f'))
    await sleep(50)
    port2.postMessage('done')
    expect((await settled).attempts[0]!.response).toBe('done')
    port1.close()
  })

  it('is no harm to a verb that does not need it: what others wait for is a timer', async () => {
    using lambda = harness({ realLimit: 20, functions: { f: () => sleep(800, 'done') } })
    expect((await lambda.settled(await lambda.invoke('f'))).endedMs).toBe(800)
  })
})
