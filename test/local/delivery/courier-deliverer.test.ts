import { describe, expect, it } from 'vitest'
import type { ControlPlane } from '../../../src/control-plane/control-plane.ts'
import type { Delivery } from '../../../src/engine/delivery.ts'
import type { Courier, Message } from '../../../src/local/delivery/courier.ts'
import { CourierDeliverer, type CourierDelivererOptions } from '../../../src/local/delivery/courier-deliverer.ts'
import { DeliveryRecorder } from '../../../src/local/delivery/delivery-recorder.ts'
import { MemoryDeliveries } from '../../../src/local/store/deliveries-record.ts'
import { DEAD, FAILS, SINK, World, type WorldOptions } from '../../engine/world.ts'

interface Setting extends Pick<WorldOptions, 'choices' | 'run'>, Partial<CourierDelivererOptions> {
  readonly setup?: (plane: ControlPlane) => void
  /** How the courier fares with a message. */
  readonly carry?: (message: Message, signal: AbortSignal) => Promise<void>
}

const SENDS = (plane: ControlPlane) => {
  plane.functions.create({ FunctionName: 'f', DeadLetterConfig: { TargetArn: DEAD } })
  const DestinationConfig = { OnSuccess: { Destination: SINK }, OnFailure: { Destination: SINK } }
  plane.eventInvokeConfigs.put({ FunctionName: 'f', MaximumRetryAttempts: 0, DestinationConfig })
}

/** A world whose deliveries a courier carries, and the record of them. */
function delivering({ carry = async () => {}, run = FAILS, choices = {}, setup = SENDS, ...options }: Setting = {}) {
  const carried: Message[] = []
  const record = new MemoryDeliveries(100)
  const courier: Courier = {
    async carry(message, signal) {
      carried.push(message)
      await carry(message, signal)
    },
    exists: async () => true,
    close: async () => {},
  }
  const deliverer = new CourierDeliverer({
    courier,
    kept: async () => {},
    settle: (delivery: Delivery, error) => world.engine.settleDelivery(delivery, error === undefined),
    traceIdOf: () => 'Root=1-0-0',
    ...options,
  })
  const recorder = new DeliveryRecorder(record, (ended, side) => deliverer.errorOf(ended, side))
  const world = new World({ run, choices, setup, deliverer, observers: [recorder] })
  const send = (payload = '{}') => {
    world.send(world.engine.nowMs, 'f', { payload })
    world.engine.advance(world.engine.nowMs)
  }
  return { world, deliverer, record, carried, send }
}

const errors = (record: MemoryDeliveries) => record.list().map(({ kind, error }) => `${kind}: ${error}`)

describe('a courier’s deliveries', () => {
  it('tells of what goes wrong beside a delivery, and is idle then', async () => {
    const failures: unknown[] = []
    const settle = () => {
      throw new Error('no engine')
    }
    const { deliverer, send } = delivering({ settle, onFailure: (error) => failures.push(error) })
    send()
    await deliverer.idle()
    expect(failures).toEqual([new Error('no engine'), new Error('no engine')])
  })

  it('carry each message with all that is known of it, and are recorded as they were sent', async () => {
    const { deliverer, record, carried, send, world } = delivering()
    send(' {"n": 1}')
    await deliverer.idle()
    const [onFailure, deadLetter] = carried
    const requestId = JSON.parse(new TextDecoder().decode(onFailure!.body)).requestContext.requestId
    expect(onFailure).toMatchObject({
      arn: SINK,
      side: 'onFailure',
      requestId,
      functionName: 'f',
      functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:f:$LATEST',
      succeeded: false,
      atMs: world.engine.startMs,
      attributes: {},
      traceId: 'Root=1-0-0',
    })
    expect(record.list()).toEqual([
      {
        destination: SINK,
        kind: 'onFailure',
        requestId,
        at: '2026-01-01T00:00:00.000Z',
        body: new TextDecoder().decode(onFailure!.body),
        attributes: {},
        error: null,
      },
      {
        destination: DEAD,
        kind: 'deadLetter',
        requestId,
        at: '2026-01-01T00:00:00.000Z',
        body: ' {"n": 1}',
        attributes: deadLetter!.attributes,
        error: null,
      },
    ])
    expect(Object.keys(deadLetter!.attributes)).toEqual(['RequestID', 'ErrorCode'])
  })

  it('fail alone: what else is underway arrives, and the event ends', async () => {
    const carry = async ({ side }: Message) => {
      if (side === 'onFailure')
        throw new TypeError('fetch failed', { cause: Object.assign(new Error(''), { code: 'ECONNREFUSED' }) })
    }
    const { deliverer, record, send, world } = delivering({ carry })
    send()
    send()
    await deliverer.idle()
    expect(errors(record).sort()).toEqual([
      'deadLetter: null',
      'deadLetter: null',
      'onFailure: fetch failed: ECONNREFUSED',
      'onFailure: fetch failed: ECONNREFUSED',
    ])
    expect(world.told('deliveryFailed', 'discarded').map(({ name }) => name)).toEqual([
      'deliveryFailed',
      'deliveryFailed',
    ])
    expect(world.engine.pending).toBe(0)
  })

  it('fail where a target takes too long, also where the courier waits on', async () => {
    const signals: AbortSignal[] = []
    const carry = ({ side }: Message, signal: AbortSignal) => {
      signals.push(signal)
      return side === 'onFailure' ? new Promise<void>(() => {}) : Promise.resolve()
    }
    const { deliverer, record, send } = delivering({ carry, timeoutMs: 5 })
    send()
    await deliverer.idle()
    expect(errors(record)).toEqual(['deadLetter: null', 'onFailure: no answer within 5 ms'])
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false])
  })

  it('say what a service answered, by its name for it', async () => {
    const carry = async () => {
      throw Object.assign(new Error('The specified queue does not exist.'), { name: 'QueueDoesNotExist' })
    }
    const { deliverer, record, send } = delivering({ carry })
    send()
    await deliverer.idle()
    expect(errors(record)[0]).toBe('onFailure: QueueDoesNotExist: The specified queue does not exist.')
  })

  it('are repeated as the engine says, and recorded once, with the last reason', async () => {
    let tries = 0
    const carry = async () => {
      throw new Error(`no ${++tries}`)
    }
    const { deliverer, record, send, world } = delivering({ carry, run: () => ({}), choices: { deliveryRetries: 2 } })
    send()
    for (let i = 0; i < 3; i++) {
      await deliverer.idle()
      world.finish()
    }
    expect(errors(record)).toEqual(['onSuccess: no 3'])
    expect(record.list()[0]!.at).toBe('2026-01-01T00:00:03.000Z')
  })

  it('run as many at once as they may', async () => {
    let running = 0
    let most = 0
    const carry = async () => {
      most = Math.max(most, ++running)
      await new Promise((resolve) => setImmediate(resolve))
      running--
    }
    const { deliverer, record, send } = delivering({ carry, run: () => ({}), concurrency: 3 })
    for (let i = 0; i < 20; i++) send()
    await deliverer.idle()
    expect([most, record.list().length]).toEqual([3, 20])
  })

  it('start only once the end of the event is kept', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const { deliverer, carried, send } = delivering({ kept: () => promise })
    send()
    await new Promise((later) => setImmediate(later))
    expect(carried).toEqual([])
    resolve()
    await deliverer.idle()
    expect(carried).toHaveLength(2)
  })

  it('start no more after a stop; those in progress end', async () => {
    const gate = Promise.withResolvers<void>()
    const { deliverer, carried, record, send } = delivering({
      carry: () => gate.promise,
      run: () => ({}),
      concurrency: 2,
    })
    for (let i = 0; i < 5; i++) send()
    await new Promise((later) => setImmediate(later))
    const stopped = deliverer.stop()
    gate.resolve()
    await stopped
    send()
    await new Promise((later) => setImmediate(later))
    expect([carried.length, record.list().length]).toEqual([2, 2])
  })
})

describe('the record of deliveries', () => {
  it('has deliveries to functions too, and those that the engine refuses, with the reason', async () => {
    const setup = (plane: ControlPlane) => {
      plane.functions.create({ FunctionName: 'f' })
      plane.functions.create({ FunctionName: 'g' })
      const DestinationConfig = { OnSuccess: { Destination: plane.functionArn('g') } }
      plane.eventInvokeConfigs.put({ FunctionName: 'f', DestinationConfig })
    }
    const { record, send, world } = delivering({ run: () => ({}), setup })
    send()
    send(JSON.stringify('x'.repeat(1_048_500)))
    world.plane.functions.delete({ FunctionName: 'g' })
    send()
    expect(errors(record)).toEqual([
      'onSuccess: null',
      expect.stringMatching(/^onSuccess: the message has 1048\d\d\d bytes, the target takes 1048576$/),
      'onSuccess: the function is not there, is in another account or region, or is part of a loop',
    ])
    expect(JSON.parse(record.list()[0]!.body).requestPayload).toEqual({})
  })

  it('keeps the last ones, and finds those of a destination or a request', () => {
    const record = new MemoryDeliveries(3)
    for (let i = 0; i < 50; i++) {
      record.add({
        destination: i % 2 === 0 ? SINK : DEAD,
        kind: 'onFailure',
        requestId: `r${i}`,
        at: '2026-01-01T00:00:00.000Z',
        body: '{}',
        attributes: {},
        error: null,
      })
    }
    const ids = (filter?: Parameters<typeof record.list>[0]) => record.list(filter).map(({ requestId }) => requestId)
    expect(ids()).toEqual(['r47', 'r48', 'r49'])
    expect(ids({ destination: DEAD })).toEqual(['r47', 'r49'])
    expect(ids({ destination: DEAD, requestId: 'r49' })).toEqual(['r49'])
    expect(ids({ requestId: 'r1' })).toEqual([])
  })
})
