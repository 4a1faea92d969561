import { describe, expect, it } from 'vitest'
import type { Delivery } from '../../src/engine/delivery.ts'
import { DEAD, FAILS, SINK, World, type WorldOptions } from './world.ts'

/** A function whose drops go to a queue and a dead-letter queue, and deliveries that end when the test says so. */
function later(options: Pick<WorldOptions, 'choices' | 'run'> = { run: FAILS }) {
  const underway: Delivery[] = []
  const world = new World({
    ...options,
    takes: (delivery) => {
      underway.push(delivery)
      return undefined
    },
    setup: (plane) => {
      plane.functions.create({ FunctionName: 'f', DeadLetterConfig: { TargetArn: DEAD } })
      const DestinationConfig = { OnSuccess: { Destination: SINK }, OnFailure: { Destination: SINK } }
      plane.eventInvokeConfigs.put({ FunctionName: 'f', MaximumRetryAttempts: 0, DestinationConfig })
    },
  })
  const tell = (delivery: Delivery, isTaken: boolean, atMs: number) => {
    world.engine.advance(atMs)
    world.engine.settleDelivery(delivery, isTaken)
  }
  const send = (atMs: number, payload = '') => {
    const number = world.send(atMs, 'f', { payload })
    world.engine.advance(atMs)
    return number
  }
  return { world, underway, send, tell }
}

function messages(world: World): string[] {
  const told = world.told('delivered', 'deliveryFailed', 'discarded')
  return told.map((entry) => `${entry.name}${'side' in entry ? ` ${entry.side}` : ''} at ${entry.atMs}`)
}

describe('a delivery that is told of later', () => {
  it('is neither made nor failed until then, and its event has ended meanwhile', () => {
    const { world, underway, send, tell } = later()
    send(0)
    expect([world.ends(), messages(world), world.engine.pending]).toEqual([['#1 RetriesExhausted at 0'], [], 0])
    tell(underway[1]!, true, 40)
    tell(underway[0]!, true, 70)
    expect(messages(world)).toEqual(['delivered deadLetter at 40', 'delivered onFailure at 70'])
    expect(world.engine.nextDueMs()).toBe(Number.POSITIVE_INFINITY)
  })

  it('holds the same bytes whenever they are read, though the event’s slot has gone to another', () => {
    const { underway, send } = later()
    send(0, '{"first":1}')
    const body = new TextDecoder().decode(underway[0]!.body())
    send(5, '{"second":2}')
    expect(new TextDecoder().decode(underway[0]!.body())).toBe(body)
    expect(body).toContain('{"first":1}')
  })

  it('discards its event when the last of them has failed and none was taken', () => {
    const { world, underway, send, tell } = later()
    send(0)
    tell(underway[0]!, false, 10)
    expect(messages(world)).toEqual(['deliveryFailed onFailure at 10'])
    tell(underway[1]!, false, 20)
    expect(messages(world).slice(1)).toEqual(['deliveryFailed deadLetter at 20', 'discarded at 20'])
  })

  it('discards nothing where another was taken, in whichever order they end', () => {
    for (const first of [0, 1]) {
      const { world, underway, send, tell } = later()
      send(0)
      tell(underway[first]!, true, 10)
      tell(underway[1 - first]!, false, 20)
      expect(messages(world).some((message) => message.startsWith('discarded'))).toBe(false)
    }
  })

  it('is repeated after 1 and 2 s from the moment at which it failed', () => {
    const { world, underway, send, tell } = later({ choices: { deliveryRetries: 2 } })
    send(0)
    tell(underway[0]!, false, 300)
    world.engine.advance(1_299)
    expect(underway).toHaveLength(1)
    world.engine.advance(1_300)
    tell(underway[1]!, false, 1_500)
    world.engine.advance(3_500)
    expect(underway.map(({ attempt }) => attempt)).toEqual([1, 2, 3])
    tell(underway[2]!, false, 3_600)
    expect(messages(world)).toEqual(['deliveryFailed onSuccess at 3600'])
  })

  it('can be told of once', () => {
    const { underway, send, tell } = later()
    send(0)
    tell(underway[1]!, true, 0)
    expect(() => tell(underway[1]!, true, 0)).toThrow('the deadLetter delivery of event 1 is not underway')
  })

  it('is left behind as plain values until it is told of', () => {
    const { world, underway, send, tell } = later()
    const number = send(0)
    expect(world.engine.leftBehind(number)).toMatchObject({
      functionName: 'f',
      isTaken: false,
      open: [
        { side: 1, arn: SINK },
        { side: 2, arn: DEAD },
      ],
    })
    tell(underway[0]!, true, 0)
    expect(world.engine.leftBehind(number)).toMatchObject({ isTaken: true, open: [{ side: 2, arn: DEAD }] })
    tell(underway[1]!, false, 0)
    expect(world.engine.leftBehind(number)).toBeUndefined()
  })
})
