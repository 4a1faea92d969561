import { describe, expect, it } from 'vitest'
import { FAILS, SINK, World, type WorldOptions } from './world.ts'

const setup: NonNullable<WorldOptions['setup']> = (plane) => {
  plane.functions.create({ FunctionName: 'f' })
  const DestinationConfig = { OnSuccess: { Destination: SINK }, OnFailure: { Destination: SINK } }
  plane.eventInvokeConfigs.put({ FunctionName: 'f', MaximumRetryAttempts: 1, DestinationConfig })
}

describe('a duplicate', () => {
  it('is an event of its own with the request id and the payload of its original', () => {
    const world = new World({ setup, choices: { duplicateProbability: 1 } })
    expect(world.send(5, 'f', { payload: '{"a":1}' })).toBe(1)
    world.finish()
    expect(world.engine.accepted).toBe(2)
    expect(world.ends()).toEqual(['#1 Success at 5', '#2 Success at 5'])
    const records = world.bodies(SINK).map((body) => JSON.parse(body))
    expect(records.map(({ requestPayload }) => requestPayload)).toEqual([{ a: 1 }, { a: 1 }])
    expect(records[0].requestContext.requestId).toBe(records[1].requestContext.requestId)
  })

  it('has attempts and an end of its own', () => {
    const run: WorldOptions['run'] = ({ event }) => (event === 1 ? FAILS() : { ms: 10 })
    const world = new World({ setup, run, choices: { duplicateProbability: 1 } })
    world.send(0)
    world.finish()
    expect(world.ends()).toEqual(['#2 Success at 10', '#1 RetriesExhausted at 60000'])
    expect(world.bodies(SINK)).toHaveLength(2)
  })

  it('comes with the probability that was chosen, once at most', () => {
    const world = new World({ choices: { duplicateProbability: 0.2 } })
    world.send(0, 'f', { count: 2_000 })
    world.finish()
    const share = world.engine.accepted / 2_000 - 1
    expect(Math.abs(share - 0.2)).toBeLessThan(4 * Math.sqrt((0.2 * 0.8) / 2_000))
    const none = new World()
    none.send(0, 'f', { count: 100 })
    expect(none.finish().engine.accepted).toBe(100)
  })

  it('changes no draw of the events after it', () => {
    const ids = (duplicateProbability: number) => {
      const world = new World({ setup, choices: { duplicateProbability } })
      world.send(0, 'f', { count: 50 })
      world.finish()
      return new Set(world.bodies(SINK).map((body) => JSON.parse(body).requestContext.requestId))
    }
    expect(ids(0.5)).toEqual(ids(0))
  })
})
