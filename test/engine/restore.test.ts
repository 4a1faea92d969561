import { describe, expect, it } from 'vitest'
import type { ControlPlane } from '../../src/control-plane/control-plane.ts'
import type { RestoredEvent } from '../../src/engine/event-state.ts'
import type { Observer } from '../../src/engine/ports.ts'
import { SUCCEEDED } from '../../src/rules/outcome.ts'
import { bytes, DEAD, FAILS, SINK, text, World, type WorldOptions } from './world.ts'

const SENDS = (plane: ControlPlane) => {
  plane.functions.create({ FunctionName: 'f', DeadLetterConfig: { TargetArn: DEAD } })
  plane.functions.create({ FunctionName: 'g' })
  const DestinationConfig = { OnSuccess: { Destination: SINK }, OnFailure: { Destination: SINK } }
  plane.eventInvokeConfigs.put({ FunctionName: 'f', DestinationConfig })
}

/** The states of all events in flight, with when they are due and whether they run: what a store would keep. */
class Keeper {
  readonly slots = new Map<number, { slot: number; dueMs: number; isRunning: boolean }>()

  private note(world: () => World, slot: number, dueMs: number, isRunning: boolean): void {
    this.slots.set(world().engine.events.number(slot), { slot, dueMs, isRunning })
  }

  observer(world: () => World): Observer {
    const nothing = () => {}
    return {
      attach: nothing,
      accepted: nothing,
      throttled: nothing,
      missed: nothing,
      ended: nothing,
      queued: (event) => this.note(world, event, 0, false),
      started: (event) => this.note(world, event, 0, true),
      waiting: (event, dueMs) => this.note(world, event, dueMs, false),
      finished: (event) => this.slots.delete(world().engine.events.number(event)),
      delivered: nothing,
      deliveryFailed: nothing,
      discarded: nothing,
    }
  }

  states({ engine }: World): RestoredEvent[] {
    return [...this.slots.values()].map(({ slot, dueMs, isRunning }) => ({
      ...structuredClone(engine.eventState(slot)),
      dueMs,
      isInterrupted: isRunning,
    }))
  }
}

/** A world that is left at a moment, and another one that goes on with its events. */
function resumed(options: WorldOptions, before: (world: World) => void, nowMs?: number) {
  const keeper = new Keeper()
  const first: World = new World({ setup: SENDS, ...options, observers: [keeper.observer(() => first)] })
  before(first)
  const second = new World({ setup: SENDS, ...options })
  second.engine.resume({ ...first.engine.progress, nowMs: nowMs ?? first.engine.nowMs })
  for (const state of keeper.states(first)) second.engine.restore(state)
  return { first, second }
}

describe('an engine that goes on where another stopped', () => {
  it('ends every event when and as the other one would have, with the same records', () => {
    for (const queueing of ['backoff', 'fifo'] as const) {
      const options: WorldOptions = {
        run: ({ event }) => ({ ms: 50, outcome: event % 4 === 0 ? 'error' : 'success' }),
        accountConcurrency: 1,
        choices: { queueing, jitter: { functionError: [0.9, 1.1], throttle: [0.9, 1.1] } },
      }
      const send = (world: World) => {
        for (let i = 0; i < 40; i++) world.send(i * 20, 'f', { payload: `{"n":${i}}` })
        world.engine.advance(70_000)
      }
      const { first, second } = resumed(options, send)
      expect([first.engine.running, first.engine.pending > 0]).toEqual([0, true])
      const [ended, taken] = [first.ends().length, first.taken.length]
      first.finish()
      second.finish()
      expect(second.ends()).toEqual(first.ends().slice(ended))
      const bodies = (world: World) => world.taken.map((delivery) => text(delivery.body()))
      expect(bodies(second)).toEqual(bodies(first).slice(taken))
    }
  })

  it('keeps age, retries and request id of an event between its attempts', () => {
    const { first, second } = resumed({ run: FAILS }, (world) => {
      world.send(1_000, 'f', { payload: '{"a": 1}' })
      world.engine.advance(61_500)
    })
    expect(first.starts(1)).toEqual([1_000, 61_000])
    second.finish()
    expect(second.starts(1)).toEqual([181_000])
    const record = JSON.parse(second.bodies(SINK)[0]!)
    expect(record.requestContext).toMatchObject({ condition: 'RetriesExhausted', approximateInvokeCount: 3 })
    first.finish()
    expect(second.bodies(SINK)).toEqual(first.bodies(SINK))
    expect(second.bodies(DEAD)).toEqual(['{"a": 1}'])
  })

  it('runs an interrupted attempt again at once, counts both and uses no retry', () => {
    const { second } = resumed({ run: () => undefined }, (world) => {
      world.send(0)
      world.engine.advance(1_000)
    })
    second.engine.advance(1_000)
    expect(second.starts(1)).toEqual([1_000])
    second.engine.settle(1, SUCCEEDED, bytes('"done"'))
    const record = JSON.parse(second.bodies(SINK)[0]!)
    expect(record.requestContext).toMatchObject({ condition: 'Success', approximateInvokeCount: 2 })
  })

  it('keeps all retries of an event that was interrupted', () => {
    const { second } = resumed({ run: ({ atMs }) => (atMs < 500 ? undefined : FAILS()) }, (world) => world.send(0), 500)
    expect(second.finish().starts(1)).toEqual([500, 60_500, 180_500])
    expect(JSON.parse(second.bodies(SINK)[0]!).requestContext.approximateInvokeCount).toBe(4)
  })

  it('runs what was due while nobody ran it at once, in order of acceptance', () => {
    const { second } = resumed(
      { run: ({ event, tries }) => (tries === 1 && event < 3 ? { outcome: 'error' } : {}) },
      (world) => {
        world.send(10)
        world.send(0 + 20)
      },
      3_600_000,
    )
    second.finish()
    expect(second.told('started').map(({ event, atMs }) => [event, atMs])).toEqual([
      [1, 3_600_000],
      [2, 3_600_000],
    ])
  })

  it('drops an event that grew too old meanwhile', () => {
    const { second } = resumed({ run: FAILS }, (world) => world.send(0), 21_600_000)
    expect(second.finish().ends()).toEqual(['#1 EventAgeExceeded at 21600000'])
  })

  it('gives no number and no name twice', () => {
    const { first, second } = resumed({ run: FAILS }, (world) => world.send(0, 'f', { count: 3 }))
    const number = second.send(0)
    expect(number).toBe(4)
    const idOf = (world: World) => new Set(world.finish() && world.bodies(SINK).map((body) => requestIdIn(body)))
    expect(idOf(second).size).toBe(4)
    expect(idOf(first).size).toBe(3)
  })

  it('takes the dead-letter target of the version that ran last, also where no alias leads to it any more', () => {
    const setup = (plane: ControlPlane) => {
      plane.functions.create({ FunctionName: 'f', DeadLetterConfig: { TargetArn: DEAD } })
      plane.versions.publish({ FunctionName: 'f' })
      plane.functions.update({ FunctionName: 'f', DeadLetterConfig: { TargetArn: '' } })
      plane.versions.publish({ FunctionName: 'f' })
      plane.aliases.create({ FunctionName: 'f', Name: 'live', FunctionVersion: '1' })
    }
    const { second } = resumed({ setup, run: FAILS }, (world) => {
      world.send(0, 'f', { qualifier: 'live', payload: '"x"' })
      world.engine.advance(0)
    })
    second.plane.aliases.update({ FunctionName: 'f', Name: 'live', FunctionVersion: '2' })
    second.plane.concurrency.put({ FunctionName: 'f', ReservedConcurrentExecutions: 0 })
    second.finish()
    expect(second.bodies(DEAD)).toEqual(['"x"'])
  })

  it('remembers the chain of an event, so that a loop ends all the same', () => {
    const setup = (plane: ControlPlane) => {
      for (const FunctionName of ['f', 'g']) plane.functions.create({ FunctionName })
      for (const [from, to] of [['f', 'g'] as const, ['g', 'f'] as const]) {
        const DestinationConfig = { OnSuccess: { Destination: plane.functionArn(to) } }
        plane.eventInvokeConfigs.put({ FunctionName: from, DestinationConfig })
      }
    }
    const run: WorldOptions['run'] = () => ({ ms: 10 })
    const { first, second } = resumed({ setup, run }, (world) => {
      world.send(0)
      world.engine.advance(105)
    })
    const ended = first.ends().length
    second.finish()
    expect(ended + second.ends().length).toBe(33)
    expect(second.ends().at(-1)).toContain('RecursiveInvocation')
  })

  it('is refused by an engine that has events of its own', () => {
    const world = new World()
    world.send(0)
    expect(() => world.engine.resume({ nowMs: 0, accepted: 0, sent: 0 })).toThrow('expected an engine without events')
  })
})

describe('deliveries of which nobody can tell the end', () => {
  it('are made again, and only those', () => {
    const open = new World({ setup: SENDS, run: FAILS, takes: ({ arn }) => (arn === DEAD ? true : undefined) })
    open.plane.eventInvokeConfigs.update({ FunctionName: 'f', MaximumRetryAttempts: 0 })
    const number = open.send(0, 'f', { payload: '"p"' })
    open.engine.advance(0)
    const left = structuredClone(open.engine.leftBehind(number)!)
    const again = new World({ setup: SENDS, takes: () => true })
    again.engine.resume({ ...open.engine.progress, nowMs: 5_000 })
    again.engine.redeliver(left)
    expect(again.taken.map(({ arn }) => arn)).toEqual([SINK])
    const record = JSON.parse(again.bodies(SINK)[0]!)
    expect(record).toMatchObject({ timestamp: '2026-01-01T00:00:00.000Z', requestPayload: 'p' })
    expect(record.requestContext.requestId).toBe(left.requestId)
    expect(again.told('finished')).toEqual([])
  })

  it('discard the event when they fail, unless another was taken before', () => {
    for (const isTaken of [true, false]) {
      const open = new World({ setup: SENDS, run: FAILS, takes: ({ arn }) => (arn === DEAD ? isTaken : undefined) })
      open.plane.eventInvokeConfigs.update({ FunctionName: 'f', MaximumRetryAttempts: 0 })
      const number = open.send(0)
      open.engine.advance(0)
      const left = open.engine.leftBehind(number)!
      const again = new World({ setup: SENDS, takes: () => false })
      again.engine.redeliver(left)
      expect(again.told('discarded')).toHaveLength(isTaken ? 0 : 1)
    }
  })
})

function requestIdIn(body: string): string {
  return JSON.parse(body).requestContext.requestId
}
