import { describe, expect, it } from 'vitest'
import type { ModelChoices } from '../../src/rules/model-choices.ts'
import { World, type WorldOptions } from './world.ts'

/** Two at once and one more every second. */
const RATE: Partial<ModelChoices> = { scalingRate: { environments: 2, perMs: 2_000 } }
const FIFO: Partial<ModelChoices> = { ...RATE, queueing: 'fifo' }
const LONG: WorldOptions['run'] = () => ({ ms: 60_000 })
const setup: WorldOptions['setup'] = (plane) => {
  plane.functions.create({ FunctionName: 'f', Timeout: 900 })
  plane.functions.create({ FunctionName: 'g', Timeout: 900 })
}

/** `#3 at 1000`, for each start. */
const starts = (world: World) => world.told('started').map(({ event, atMs }) => `#${event} at ${atMs}`)

describe('the scaling rate', () => {
  it('lets 1,000 environments start at once and 100 a second more, as documented, unless it is off', () => {
    const startsAt = (choices: Partial<ModelChoices>) => {
      const world = new World({ accountConcurrency: 10_000, run: LONG, setup, choices })
      world.send(0, 'f', { count: 2_600 })
      world.engine.advance(40_000)
      const counts = new Map<number, number>()
      for (const { atMs } of world.told('started')) counts.set(atMs, (counts.get(atMs) ?? 0) + 1)
      return [...counts]
    }
    // By hand: throttled at 0 s, the others come back at 1, 3, 7, 15 and 31 s, and find 100 environments for each second.
    expect(startsAt({})).toEqual([
      [0, 1_000],
      [1_000, 100],
      [3_000, 200],
      [7_000, 400],
      [15_000, 800],
      [31_000, 100],
    ])
    expect(startsAt({ scalingRate: 'off' })).toEqual([[0, 2_600]])
  })

  it('throttles for its own reason', () => {
    const world = new World({ choices: RATE, accountConcurrency: 3, run: LONG, setup })
    world.send(0, 'f', { count: 3 })
    world.send(500, 'g', { count: 2 })
    expect(world.told('throttled').map(({ event, reason }) => [event, reason])).toEqual([
      [3, 'FunctionInvocationRateLimitExceeded'],
      [5, 'ConcurrentInvocationLimitExceeded'],
    ])
  })

  it('is not asked where an environment idles', () => {
    const world = new World({ choices: RATE, run: () => ({ ms: 100 }) })
    for (const atMs of [0, 200, 400, 600, 800]) world.send(atMs, 'f', { count: 2 })
    expect(world.told('throttled')).toEqual([])
    expect(starts(world)).toHaveLength(10)
  })

  it('is that of each function alone', () => {
    const world = new World({ choices: RATE, run: LONG, setup })
    world.send(0, 'f', { count: 2 })
    world.send(0, 'g', { count: 2 })
    expect(world.told('throttled')).toEqual([])
  })
})

describe('the scaling rate under fifo', () => {
  it('lets events wait in order, and wakes the first when it may have an environment', () => {
    const world = new World({ choices: FIFO, run: LONG, setup })
    world.send(100, 'f', { count: 4 })
    world.send(700, 'f')
    world.send(1_100, 'f')
    world.engine.advance(10_000)
    expect(starts(world)).toEqual(['#1 at 100', '#2 at 100', '#3 at 1100', '#4 at 2100', '#5 at 3100', '#6 at 4100'])
    expect(world.told('throttled')).toEqual([])
    expect(world.told('queued').map(({ event, reason }) => [event, reason])).toEqual(
      [3, 4, 5, 6].map((event) => [event, 'FunctionInvocationRateLimitExceeded']),
    )
  })

  it('gives a freed environment to the first that waits, and plans nothing that nobody waits for any more', () => {
    const world = new World({ choices: FIFO, run: ({ event }) => ({ ms: event === 1 ? 300 : 50 }), setup })
    world.send(0, 'f', { count: 4 })
    world.finish()
    expect(starts(world)).toEqual(['#1 at 0', '#2 at 0', '#3 at 50', '#4 at 100'])
    expect(world.engine.nowMs).toBe(300)
  })

  it('holds up nobody else in the pool', () => {
    const world = new World({ choices: FIFO, accountConcurrency: 4, run: LONG, setup })
    world.send(0, 'f', { count: 3 })
    world.send(100, 'g', { count: 2 })
    world.engine.advance(200)
    expect(starts(world)).toEqual(['#1 at 0', '#2 at 0', '#4 at 100', '#5 at 100'])
  })

  it('sends an event whose turn has come to wait for concurrency where there is none any more', () => {
    const run: WorldOptions['run'] = ({ event }) => ({ ms: event === 4 ? 5_000 : 60_000 })
    const world = new World({ choices: FIFO, accountConcurrency: 3, run, setup })
    world.send(0, 'f', { count: 3 })
    world.send(100, 'g', { count: 2 })
    // The third waits from 1 s on behind the fifth, which waited first for the concurrency that the fourth frees.
    world.engine.advance(70_000)
    expect(starts(world)).toEqual(['#1 at 0', '#2 at 0', '#4 at 100', '#5 at 5100', '#3 at 60000'])
    expect(world.engine.nextDueMs()).toBe(120_000)
  })

  it('drops an event that has grown too old when its turn comes', () => {
    const world = new World({
      choices: { ...FIFO, scalingRate: { environments: 1, perMs: 100_000 } },
      run: () => ({ ms: 500_000 }),
      setup: (plane) => {
        plane.functions.create({ FunctionName: 'f', Timeout: 900 })
        plane.eventInvokeConfigs.put({ FunctionName: 'f', MaximumEventAgeInSeconds: 60 })
      },
    })
    world.send(0, 'f', { count: 3 })
    world.send(90_000)
    world.engine.advance(200_000)
    expect(world.ends()).toEqual(['#2 EventAgeExceeded at 100000', '#3 EventAgeExceeded at 100000'])
    expect(starts(world)).toEqual(['#1 at 0', '#4 at 100000'])
  })

  it('lets go of what waits when reserved concurrency becomes zero, and follows the function into another pool', () => {
    const world = new World({ choices: FIFO, accountConcurrency: 10, run: LONG, setup })
    world.send(0, 'f', { count: 5 })
    world.plane.concurrency.put({ FunctionName: 'f', ReservedConcurrentExecutions: 3 })
    world.engine.advance(5_000)
    expect(starts(world)).toEqual(['#1 at 0', '#2 at 0', '#3 at 1000'])
    world.plane.concurrency.put({ FunctionName: 'f', ReservedConcurrentExecutions: 0 })
    expect(world.ends()).toEqual(['#4 ZeroReservedConcurrency at 5000', '#5 ZeroReservedConcurrency at 5000'])
    world.finish()
    expect(world.engine.pending).toBe(0)
  })
})
