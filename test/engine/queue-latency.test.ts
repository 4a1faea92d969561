import { describe, expect, it } from 'vitest'
import { World } from './world.ts'

describe('queue latency', () => {
  const choices = { queueLatencyMs: 40 }

  it('lies between acceptance and the first dispatch, and counts as age', () => {
    const world = new World({ choices, run: () => ({ ms: 10 }) })
    world.send(5)
    expect(world.engine.nextDueMs()).toBe(45)
    world.finish()
    expect(world.starts(1)).toEqual([45])
    expect(world.told('waiting')).toMatchObject([{ atMs: 5, untilMs: 45, after: 'none' }])
    expect(world.told('finished')).toMatchObject([{ ageMs: 50 }])
  })

  it('lies before the first dispatch only', () => {
    const world = new World({ choices, run: ({ tries }) => ({ outcome: tries === 1 ? 'error' : 'success' }) })
    world.send(0)
    world.finish()
    expect(world.starts(1)).toEqual([40, 60_040])
  })

  it('holds for events born of deliveries, too', () => {
    const world = new World({
      choices,
      setup: (plane) => {
        for (const FunctionName of ['f', 'g']) plane.functions.create({ FunctionName })
        const DestinationConfig = { OnSuccess: { Destination: plane.functionArn('g') } }
        plane.eventInvokeConfigs.put({ FunctionName: 'f', DestinationConfig })
      },
    })
    world.send(0)
    world.finish()
    expect(world.starts(2)).toEqual([80])
  })
})
