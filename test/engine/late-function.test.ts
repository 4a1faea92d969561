import { describe, expect, it } from 'vitest'
import { Metrics } from '../../src/measure/metrics.ts'
import { World } from './world.ts'

const G = 'arn:aws:lambda:us-east-1:123456789012:function:g'

describe('a function that is created during the run', () => {
  it('is counted like any other', () => {
    const metrics = new Metrics()
    const world = new World({ observers: [metrics], run: () => ({ ms: 10 }) })
    world.send(0)
    world.engine.advance(1_000)
    world.plane.functions.create({ FunctionName: 'late' })
    world.send(2_000, 'late', { count: 3 })
    world.finish()
    expect(metrics.functions.map(({ received, succeeded }) => [received, succeeded])).toEqual([
      [1, 1],
      [3, 3],
    ])
    expect(metrics.total().completion.count).toBe(4)
  })
})

describe('a destination that is a function', () => {
  it('takes nothing once it is deleted: the delivery fails and no event is born', () => {
    const world = new World({
      setup: (plane) => {
        plane.functions.create({ FunctionName: 'f' })
        plane.functions.create({ FunctionName: 'g' })
        plane.eventInvokeConfigs.put({
          FunctionName: 'f',
          MaximumRetryAttempts: 0,
          DestinationConfig: { OnFailure: { Destination: G } },
        })
        plane.functions.delete({ FunctionName: 'g' })
      },
      run: () => ({ ms: 10, outcome: 'error' }),
    })
    world.send(0)
    world.finish()
    expect(world.ends()).toEqual(['#1 RetriesExhausted at 10'])
    expect(world.told('deliveryFailed', 'discarded').map(({ name }) => name)).toEqual(['deliveryFailed', 'discarded'])
  })
})

describe('a system error', () => {
  it('stays one however long the attempt would run: no retry is used', () => {
    const world = new World({ run: ({ tries }) => (tries === 1 ? { ms: 10_000, outcome: 'system' } : { ms: 1 }) })
    world.send(0)
    world.finish()
    expect(world.ends()).toEqual(['#1 Success at 4001'])
  })
})
