import timersPromises from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { DEFAULT_MODEL_CHOICES } from '../../src/rules/model-choices.ts'
import {
  bucket,
  duplicate,
  functionArn,
  type Handler,
  harness,
  onAttempt,
  queue,
  throttled,
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
      '  functions.charge.handler: expected a function, got "charge"',
      expect.stringContaining('  functions.ship: expected a map of'),
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
      'functions.bill: Invalid dead letter queue ARN: Only Amazon SQS queues and Amazon SNS topics',
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
      'functions.f.versions.1.handler: expected a function, got 7',
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
    await expect(lambda.settled(event)).rejects.toThrow('expected an event that this harness has accepted')
    await expect(lambda.settled(undefined as never)).rejects.toThrow('expected an event that this harness has accepted')
    await expect(lambda.settled(lambda.invoke('f') as never)).rejects.toThrow('expected an event')
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
    expect(() => lambda.down(queue('dead'), { for: -1 })).toThrow('down: expected a duration of 0 ms or more, got -1')
    expect(() => lambda.function('f').setHandler(7 as never)).toThrow('f: expected a function as handler, got number')
    expect(() => lambda.function('f').setHandler(ok, 3)).toThrow('f: there is no version 3')
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
