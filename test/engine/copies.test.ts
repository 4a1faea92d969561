import { expect, it } from 'vitest'
import { Lineage } from '../../src/measure/lineage.ts'
import { bytes, FAILS, SINK, World, type WorldOptions } from './world.ts'

const setup: NonNullable<WorldOptions['setup']> = (plane) => {
  plane.functions.create({ FunctionName: 'f' })
  const DestinationConfig = { OnSuccess: { Destination: SINK }, OnFailure: { Destination: SINK } }
  plane.eventInvokeConfigs.put({ FunctionName: 'f', MaximumRetryAttempts: 1, DestinationConfig })
}

/** What a copy must know of the event that was accepted last. */
function original(world: World, slot: number) {
  const { events } = world.engine
  const [name0, name1, target] = [events.name0(slot), events.name1(slot), events.target(slot)]
  return { name0, name1, target, payload: bytes('{"a":1}') }
}

it('delivers an event once more that has ended, with its request id and payload', () => {
  const world = new World({ setup })
  world.send(0, 'f', { payload: '{"a":1}' })
  const known = original(world, 0)
  world.engine.advance(5_000)
  expect(world.ends()).toEqual(['#1 Success at 0'])
  expect(world.engine.acceptCopy(known, 1)).toBe(2)
  world.finish()
  expect(world.ends()).toEqual(['#1 Success at 0', '#2 Success at 5000'])
  const records = world.bodies(SINK).map((body) => JSON.parse(body))
  expect(records.map(({ requestPayload }) => requestPayload)).toEqual([{ a: 1 }, { a: 1 }])
  expect(records[0].requestContext.requestId).toBe(records[1].requestContext.requestId)
})

it('gives each copy luck of its own, which changes nothing for the events that follow', () => {
  const jitter = { functionError: [0.5, 1.5], throttle: [1, 1] } as const
  const waits = (copies: number) => {
    const world = new World({ setup, run: FAILS, choices: { jitter } })
    world.send(0, 'f', { payload: '{"a":1}' })
    const known = original(world, 0)
    for (let place = 1; place <= copies; place++) world.engine.acceptCopy(known, place)
    const last = world.send(1_000)
    world.finish()
    const waited = (event: number) => world.starts(event)[1]! - world.starts(event)[0]!
    return { copies: Array.from({ length: copies }, (_, place) => waited(place + 2)), last: waited(last) }
  }
  const { copies, last } = waits(50)
  expect(new Set(copies).size).toBe(50)
  expect(last).toBe(waits(0).last)
})

it('is told of as a birth of the event that it is a copy of', () => {
  const lineage = new Lineage()
  const world = new World({ setup, observers: [lineage] })
  const first = world.send(0, 'f', { payload: '{"a":1}' })
  const known = original(world, 0)
  world.send(1_000)
  world.engine.advance(2_000)
  lineage.duplicated(first)
  const copy = world.engine.acceptCopy(known, 1)
  world.send(3_000)
  world.finish()
  expect(lineage.birthsOf(first)).toEqual([{ event: copy, by: 'duplicate', atMs: 2_000 }])
  expect(lineage.originOf(copy)).toEqual({ event: first, by: 'duplicate', chain: [first] })
  expect(lineage.originOf(copy + 1)).toBeUndefined()
})
