import { describe, expect, it } from 'vitest'
import { bus, functionArn, harness, queue, topic } from '../../src/testing/index.ts'

const failing = (name: string) => () => {
  throw new Error(name)
}

describe('between two attempts', () => {
  it('a config can be changed, and the next decision goes by it', async () => {
    using lambda = harness({ functions: { f: failing('no stock') } })
    const event = await lambda.invoke('f')
    await lambda.advance('30s')
    lambda.function('f').putEventInvokeConfig({ MaximumRetryAttempts: 1 })
    await lambda.settled(event)
    expect(event).toMatchObject({ condition: 'RetriesExhausted', endedMs: 60_000 })
  })

  it('an alias can be moved, and the next attempt runs the other version', async () => {
    using lambda = harness({
      functions: {
        f: {
          handler: () => 'latest',
          versions: { 1: { handler: failing('one') }, 2: { handler: () => 'two' } },
          aliases: { live: { version: 1 } },
        },
      },
    })
    const event = await lambda.invoke('f', {}, { qualifier: 'live' })
    await lambda.advance('30s')
    lambda.function('f').moveAlias('live', { version: 2 })
    await lambda.settled(event)
    expect(event.attempts.map(({ version, response }) => [version, response])).toEqual([
      ['1', undefined],
      ['2', 'two'],
    ])
  })

  it('other code can be deployed, and versions that are published keep theirs', async () => {
    using lambda = harness({ functions: { f: failing('broken') } })
    const f = lambda.function('f')
    const before = f.publishVersion()
    const [latest, published] = [await lambda.invoke('f'), await lambda.invoke(`f:${before}`)]
    await lambda.advance('30s')
    f.setHandler(() => 'mended')
    const after = f.publishVersion()
    await lambda.settled(latest, published)
    expect([before, after]).toEqual(['1', '2'])
    expect([latest.condition, published.condition]).toEqual(['Success', 'RetriesExhausted'])
    expect((await lambda.call(`f:${after}`)).payload).toBe('mended')
  })

  it('a version keeps the code that it was published with, by the control plane too', async () => {
    using lambda = harness({ functions: { f: () => 'first' } })
    const { Version } = lambda.controlPlane.versions.publish({ FunctionName: 'f' })
    lambda.function('f').setHandler(() => 'second')
    expect((await lambda.call(`f:${Version}`)).payload).toBe('first')
    expect((await lambda.call('f')).payload).toBe('second')
  })

  it('a function can be deleted and made anew: its old versions are gone, and its events are still there', async () => {
    using lambda = harness({ functions: { f: { handler: () => 'old', versions: { 1: {} } } } })
    await lambda.settled(await lambda.invoke('f'))
    lambda.function('f').delete()
    expect(lambda.eventsOf('f')).toHaveLength(1)
    expect(() => lambda.eventsOf('g')).toThrow('there is no function "g"')
    lambda.controlPlane.functions.create({ FunctionName: 'f' })
    lambda.function('f').setHandler(() => 'new')
    expect((await lambda.call(`f:${lambda.function('f').publishVersion()}`)).payload).toBe('new')
  })

  it('concurrency can be taken away, and given back', async () => {
    using lambda = harness({ functions: { f: failing('no stock') } })
    const f = lambda.function('f')
    const [dropped, kept] = [await lambda.invoke('f'), await lambda.invoke('f')]
    await lambda.advance('30s')
    f.reserveConcurrency(0)
    await lambda.settled(dropped)
    expect(dropped).toMatchObject({ condition: 'ZeroReservedConcurrency', endedMs: 60_000 })
    expect(kept.condition).toBe('ZeroReservedConcurrency')
    f.reserveConcurrency(undefined)
    const late = await lambda.settled(await lambda.invoke('f'))
    expect(late.condition).toBe('RetriesExhausted')
  })

  it('the function can be deleted, and the event ends with 404', async () => {
    using lambda = harness({
      functions: { f: { handler: failing('no stock'), deadLetterConfig: { TargetArn: queue('dead') } } },
    })
    const event = await lambda.invoke('f')
    await lambda.advance('30s')
    lambda.function('f').delete()
    await lambda.settled(event)
    expect(event.attempts.map(({ outcome }) => outcome)).toEqual(['error', 'missing', 'missing'])
  })
})

it('stores the configs of a function, its versions and its aliases apart', async () => {
  using lambda = harness({
    functions: {
      f: {
        handler: failing('no stock'),
        eventInvokeConfig: { MaximumRetryAttempts: 0 },
        versions: { 1: { eventInvokeConfig: { MaximumRetryAttempts: 1 } }, 2: {} },
        aliases: { live: { version: 1, eventInvokeConfig: { MaximumRetryAttempts: 0 } }, next: { version: 1 } },
      },
    },
  })
  const names = ['f', 'f:1', 'f:2', 'f:live', 'f:next']
  const events = await lambda.settled(await Promise.all(names.map((name) => lambda.invoke(name))))
  expect(events.map(({ attempts }) => attempts.length)).toEqual([1, 2, 3, 1, 3])
})

it('splits the attempts of a weighted alias between its versions', async () => {
  using lambda = harness({
    functions: {
      f: {
        handler: () => 'latest',
        versions: { 1: { handler: () => 'one' }, 2: { handler: () => 'two' } },
        aliases: { live: { version: '1', weights: { 2: 0.25 } } },
      },
    },
  })
  const events = []
  for (let each = 0; each < 400; each++) events.push(await lambda.invoke('f:live'))
  await lambda.settled(events)
  const share = events.filter(({ attempts }) => attempts[0]!.response === 'two').length / 400
  expect(share).toBeGreaterThan(0.18)
  expect(share).toBeLessThan(0.32)
})

describe('a destination that is down', () => {
  it('takes nothing for so long, and the event is discarded where nothing else takes it', async () => {
    using lambda = harness({
      functions: {
        f: {
          handler: failing('no stock'),
          eventInvokeConfig: {
            MaximumRetryAttempts: 0,
            DestinationConfig: { OnFailure: { Destination: bus('orders') } },
          },
        },
      },
    })
    lambda.down(bus('orders'), { for: '5m' })
    const lost = await lambda.settled(await lambda.invoke('f', { order: 1 }))
    await lambda.advance('5m')
    const kept = await lambda.settled(await lambda.invoke('f', { order: 2 }))
    expect([lost.isDiscarded, kept.isDiscarded]).toEqual([true, false])
    expect(lost.deliveries).toMatchObject([{ side: 'onFailure', taken: false, loss: 'it is down' }])
    expect(String(lost)).toMatch(/bus orders did not take the record, which is lost:\s+it is down/)
    expect(kept.deliveries).toMatchObject([{ taken: true, loss: undefined }])
    expect(lambda.messages(bus('orders'))).toMatchObject([{ record: { requestPayload: { order: 2 } } }])
  })

  it('stays down until it is up, and deliveries are repeated where that is wanted', async () => {
    using lambda = harness({
      options: { deliveryRetries: 10 },
      functions: {
        f: {
          handler: failing('no stock'),
          eventInvokeConfig: { MaximumRetryAttempts: 0 },
          deadLetterConfig: { TargetArn: topic('dead') },
        },
      },
    })
    lambda.down(topic('dead'))
    const event = await lambda.invoke('f')
    await lambda.advance('10s')
    expect(event).toMatchObject({ condition: 'RetriesExhausted', deliveries: [] })
    lambda.up(topic('dead'))
    await lambda.settled(event)
    expect(event.deliveries).toMatchObject([{ side: 'deadLetter', taken: true, atMs: 15_000 }])
  })
})

describe('a throttled function', () => {
  it('runs nothing for so long: events back off, calls are refused', async () => {
    using lambda = harness({ functions: { f: () => 'ok', g: () => 'ok' } })
    lambda.throttle('f', { for: '5s' })
    const event = await lambda.invoke('f')
    await expect(lambda.call('f')).rejects.toMatchObject({ status: 429 })
    await lambda.settled(event)
    expect([event.throttledMs, event.endedMs]).toEqual([[0, 1_000, 3_000], 7_000])
    expect((await lambda.call('g')).payload).toBe('ok')
  })
})

describe('a delivery that is lost', () => {
  it('says that its record is too large for the target', async () => {
    using lambda = harness({
      functions: {
        f: {
          handler: () => 'x'.repeat(2_000_000),
          eventInvokeConfig: { DestinationConfig: { OnSuccess: { Destination: queue('q') } } },
        },
      },
    })
    const event = await lambda.settled(await lambda.invoke('f'))
    const loss = expect.stringMatching(/^2,000,\d{3} bytes are more than its limit of 1,048,576$/)
    expect(event.deliveries).toMatchObject([{ taken: false, loss }])
    expect(String(event)).toMatch(/sqs q did not take the record, which is lost:\s+2,000,\d{3} bytes are more than/)
    expect(lambda.messages(queue('q'))).toEqual([])
  })

  it('says that its dead letter is too large for the topic', async () => {
    using lambda = harness({
      functions: { f: { handler: failing('no stock'), deadLetterConfig: { TargetArn: topic('t') } } },
    })
    const event = await lambda.settled(await lambda.invoke('f', 'x'.repeat(300_000)))
    expect(event.deliveries).toMatchObject([{ loss: '300,002 bytes are more than its limit of 262,144' }])
  })

  it('says that its function is not there any more', async () => {
    using lambda = harness({
      functions: {
        f: {
          handler: () => 'ok',
          eventInvokeConfig: { DestinationConfig: { OnSuccess: { Destination: functionArn('g') } } },
        },
        g: () => 'ok',
      },
    })
    lambda.function('g').delete()
    const event = await lambda.settled(await lambda.invoke('f'))
    expect(event.deliveries).toMatchObject([{ taken: false, loss: 'it is not there' }])
  })
})
