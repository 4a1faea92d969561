import timersPromises from 'node:timers/promises'
import { inspect } from 'node:util'
import { expect, it } from 'vitest'
import { bucket, bus, functionArn, harness, queue, topic } from '../../src/testing/index.ts'

const { setTimeout: sleep } = timersPromises

const failing = async () => {
  throw new Error('no stock')
}

it('lets no time pass before somebody moves the clock', async () => {
  const began: number[] = []
  using lambda = harness({ start: '2030-01-01T00:00:00Z', functions: { f: () => began.push(Date.now()) } })
  const event = await lambda.invoke('f')
  expect([lambda.elapsedMs, lambda.pending, event.condition, began]).toEqual([0, 1, undefined, []])
  expect(lambda.now.toISOString()).toBe('2030-01-01T00:00:00.000Z')
})

it('advances to the millisecond: what is due then has happened, what is due later has not', async () => {
  using lambda = harness({ functions: { f: failing } })
  const event = await lambda.invoke('f')
  await lambda.advance('59s')
  await lambda.advance(999)
  expect(event.attempts).toHaveLength(1)
  await lambda.advance(1)
  expect(event.attempts).toHaveLength(2)
  expect([lambda.elapsedMs, lambda.now.toISOString()]).toEqual([60_000, '2026-01-01T00:01:00.000Z'])
})

it('goes step by step to what is due next, until nothing is', async () => {
  using lambda = harness({
    functions: {
      f: async () => {
        await sleep(500)
        throw new Error('no stock')
      },
    },
  })
  await lambda.invoke('f')
  const times: number[] = []
  while (await lambda.step()) times.push(lambda.elapsedMs)
  expect(times).toEqual([0, 500, 60_500, 61_000, 181_000, 181_500])
})

it('runs until it is idle, the events of destinations included', async () => {
  using lambda = harness({
    functions: {
      charge: {
        handler: failing,
        eventInvokeConfig: { DestinationConfig: { OnFailure: { Destination: functionArn('repair') } } },
      },
      repair: (event: { requestPayload: unknown }) => event.requestPayload,
    },
  })
  const event = await lambda.invoke('charge', { order: 7 })
  await lambda.untilIdle()
  const [repair] = lambda.eventsOf('repair')
  expect(event.born).toEqual([repair])
  expect(repair).toMatchObject({ acceptedMs: 180_000, condition: 'Success', attempts: [{ response: { order: 7 } }] })
  expect(lambda.events).toEqual([event, repair])
  expect(lambda.messages(functionArn('repair'))).toMatchObject([{ side: 'onFailure', atMs: 180_000 }])
  expect(String(repair)).toContain('the on-failure record of event 1')
})

it('stops a loop of functions after 16 runs, as Lambda does', async () => {
  const next = (name: string) => ({
    handler: failing,
    eventInvokeConfig: {
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnFailure: { Destination: functionArn(name) } },
    },
  })
  using lambda = harness({ functions: { ping: next('pong'), pong: next('ping') } })
  await lambda.invoke('ping')
  await lambda.untilIdle()
  expect(lambda.eventsOf('ping')).toHaveLength(17)
  expect(lambda.eventsOf('ping').at(-1)).toMatchObject({ condition: 'RecursiveInvocation', attempts: [] })
})

it('settles an event together with its duplicates and its deliveries, and leaves the others where they are', async () => {
  using lambda = harness({ functions: { f: { handler: failing }, g: { handler: failing } } })
  const [slow, other] = [await lambda.invoke('f'), await lambda.invoke('g')]
  lambda.function('g').putEventInvokeConfig({ MaximumRetryAttempts: 0 })
  expect(await lambda.settled(other)).toBe(other)
  expect([lambda.elapsedMs, slow.condition]).toEqual([0, undefined])
  expect(await lambda.settled([slow, other])).toEqual([slow, other])
  expect(await lambda.settled(slow, other)).toEqual([slow, other])
  const [first] = await lambda.settled(slow, other)
  expect(first).toBe(slow)
})

it('shows itself in a few lines', async () => {
  using lambda = harness({ functions: { f: () => 'ok', g: () => 'ok' } })
  await lambda.invoke('f')
  await lambda.settled(await lambda.invoke('g'))
  await lambda.invoke('g')
  await lambda.advance('90s')
  await lambda.invoke('f')
  expect(inspect(lambda)).toBe(
    [
      'Harness of f, g',
      '  now 2026-01-01T00:01:30.000Z, 1m30s after its start',
      '  4 events, 1 of which have not ended',
    ].join('\n'),
  )
})

it('carries out verbs that are called beside each other one after the other', async () => {
  using lambda = harness({ functions: { f: { handler: () => 'ok', duration: '1s', reservedConcurrency: 1 } } })
  const [first, , second] = await Promise.all([lambda.invoke('f'), lambda.advance('1s'), lambda.invoke('f')])
  await lambda.untilIdle()
  expect([first.endedMs, second.acceptedMs, second.endedMs]).toEqual([1_000, 1_000, 2_000])
  expect(second.throttledMs).toEqual([])
})

it('lets what is due happen before it accepts the next event', async () => {
  using lambda = harness({ functions: { f: { handler: () => 'ok', reservedConcurrency: 1 } } })
  const [first, second] = [await lambda.invoke('f'), await lambda.invoke('f')]
  await lambda.untilIdle()
  expect([first.throttledMs, second.throttledMs]).toEqual([[], []])
})

it('lets a handler send events: they are accepted at once, beside it', async () => {
  using lambda = harness({
    functions: {
      order: async () => {
        const { requestId } = await lambda.invoke('ship', { order: 7 })
        await sleep(1_000)
        return requestId
      },
      ship: () => 'shipped',
    },
  })
  const event = await lambda.settled(await lambda.invoke('order'))
  const [ship] = lambda.eventsOf('ship')
  expect(event.attempts[0]!.response).toBe(ship!.requestId)
  expect(ship).toMatchObject({ acceptedMs: 0, endedMs: 0, payload: { order: 7 } })
})

it('calls a function synchronously, in the time that it takes', async () => {
  using lambda = harness({
    functions: {
      f: { handler: (event: unknown) => sleep(250, event), reservedConcurrency: 1 },
      bad: () => {
        throw new RangeError('too much')
      },
      slow: { handler: () => sleep(5_000) },
    },
  })
  expect(await lambda.call('f', { order: 7 })).toMatchObject({
    payload: { order: 7 },
    executedVersion: '$LATEST',
    functionError: undefined,
    error: undefined,
    startedMs: 0,
    endedMs: 250,
  })
  const failed = await lambda.call('bad')
  expect(failed).toMatchObject({
    functionError: 'Unhandled',
    payload: { errorType: 'RangeError', errorMessage: 'too much' },
  })
  expect(failed.error).toBeInstanceOf(RangeError)
  expect(await lambda.call('slow')).toMatchObject({
    functionError: 'Unhandled',
    payload: { errorType: 'Sandbox.Timedout' },
  })
  expect(lambda.events).toEqual([])
})

it("refuses a call in AWS's words where no concurrency is free, or its target is not there", async () => {
  using lambda = harness({ functions: { f: { handler: () => 'ok', reservedConcurrency: 0 } } })
  await expect(lambda.call('f')).rejects.toMatchObject({ code: 'TooManyRequestsException', status: 429 })
  await expect(lambda.call('f', {}, { qualifier: 'live' })).rejects.toMatchObject({
    code: 'ResourceNotFoundException',
    status: 404,
  })
})

it('keeps a journal of all that has happened, as plain data', async () => {
  using lambda = harness({ functions: { f: () => 'ok' } })
  await lambda.settled(await lambda.invoke('f'))
  await lambda.call('f')
  const names = lambda.journal.map(({ name }) => name)
  expect(names).toEqual(['accepted', 'started', 'ended', 'finished', 'called', 'callStarted', 'callEnded'])
  expect(structuredClone(lambda.journal)).toEqual(lambda.journal)
})

it('shows an event as plain data, always up to date', async () => {
  using lambda = harness({ functions: { f: { handler: failing, duration: '1s' } } })
  const event = await lambda.invoke('f', { order: 7 })
  await lambda.advance(500)
  expect(event.attempts).toEqual([
    {
      attempt: 1,
      startedMs: 0,
      endedMs: undefined,
      outcome: undefined,
      version: '$LATEST',
      error: undefined,
      response: undefined,
    },
  ])
  await lambda.settled(event)
  expect(JSON.parse(JSON.stringify(event))).toMatchObject({ number: 1, payload: { order: 7 }, isDiscarded: true })
  expect(String(event)).toContain(`Error: no stock`)
  expect(String(event)).toMatch(/verbs\.test\.ts:\d+/)
})

it('names targets by their ARNs', () => {
  expect([queue('q'), topic('t'), bus('b'), bucket('kept'), functionArn('f', 'live')]).toEqual([
    'arn:aws:sqs:us-east-1:123456789012:q',
    'arn:aws:sns:us-east-1:123456789012:t',
    'arn:aws:events:us-east-1:123456789012:event-bus/b',
    'arn:aws:s3:::kept',
    'arn:aws:lambda:us-east-1:123456789012:function:f:live',
  ])
  const place = { region: 'eu-central-1', account: '111122223333' }
  expect(queue('q', place)).toBe('arn:aws:sqs:eu-central-1:111122223333:q')
})

it('gives the same ids and the same luck for the same seed, and others for another', async () => {
  const idOf = async (seed: number) => {
    using lambda = harness({ seed, functions: { f: () => 'ok' } })
    return (await lambda.settled(await lambda.invoke('f'))).requestId
  }
  expect(await idOf(7)).toBe(await idOf(7))
  expect(await idOf(7)).not.toBe(await idOf(8))
})
