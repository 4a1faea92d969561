import { describe, expect, it } from 'vitest'
import { FUNCTION_ERROR, SUCCEEDED, SYSTEM_ERROR, TIMED_OUT } from '../../src/rules/outcome.ts'
import { bytes, SINK, World, type WorldOptions } from './world.ts'

/** Attempts that end when the test says so. */
const open: WorldOptions['run'] = () => undefined

describe('an attempt of real code', () => {
  it('runs until it is settled', () => {
    const world = new World({ run: open })
    const event = world.send(1_000)
    world.engine.advance(3_500)
    expect([world.engine.running, world.engine.pending]).toEqual([1, 1])
    world.engine.settle(event, SUCCEEDED)
    expect(world.told('ended')).toMatchObject([{ atMs: 3_500, durationMs: 2_500, outcome: 'success' }])
    expect(world.ends()).toEqual(['#1 Success at 3500'])
    expect(world.engine.nextDueMs()).toBe(Number.POSITIVE_INFINITY)
  })

  it('ends as a timeout where nobody settles it before', () => {
    const world = new World({ run: open })
    const event = world.send(1_000)
    expect(world.engine.nextDueMs()).toBe(4_000)
    world.engine.advance(10_000)
    expect(world.told('ended')).toMatchObject([{ atMs: 4_000, durationMs: 3_000, outcome: 'timeout' }])
    expect(() => world.engine.settle(event, SUCCEEDED)).toThrow('event 1 has no attempt in progress')
    expect(world.engine.nextDueMs()).toBe(64_000)
  })

  it('is recorded as a timeout then, and not with what an earlier attempt answered', () => {
    const world = new World({
      run: open,
      setup: (plane) => {
        plane.functions.create({ FunctionName: 'f' })
        plane.eventInvokeConfigs.put({
          FunctionName: 'f',
          MaximumRetryAttempts: 1,
          DestinationConfig: { OnFailure: { Destination: SINK } },
        })
      },
    })
    const event = world.send(0)
    world.engine.settle(event, FUNCTION_ERROR, bytes('{"errorMessage":"first"}'))
    world.finish()
    const { requestContext, responseContext, responsePayload } = JSON.parse(world.bodies(SINK)[0]!)
    expect(requestContext).toMatchObject({ condition: 'RetriesExhausted', approximateInvokeCount: 2 })
    expect(responseContext).toMatchObject({ statusCode: 200, functionError: 'Unhandled' })
    expect(responsePayload).toEqual({
      errorType: 'Sandbox.Timedout',
      errorMessage: `RequestId: ${requestContext.requestId} Error: Task timed out after 3.00 seconds`,
    })
  })

  it('can be told of before what is due at the same instant', () => {
    const world = new World({ run: open, accountConcurrency: 1 })
    const first = world.send(0)
    world.send(0)
    world.engine.approach(1_000)
    world.engine.settle(first, SUCCEEDED)
    world.engine.advance(1_000)
    expect(world.starts(2)).toEqual([1_000])
  })

  it('cannot end in a way that code cannot end', () => {
    const world = new World({ run: open })
    const event = world.send(0)
    expect(() => world.engine.settle(event, 99)).toThrow(
      'expected one of success, error, timeout, system as outcome, got 99',
    )
  })

  it('is retried when it fails, from the moment at which it was settled', () => {
    const world = new World({ run: open })
    const event = world.send(0)
    for (const [atMs, outcome] of [
      [500, FUNCTION_ERROR],
      [63_000, TIMED_OUT],
      [184_000, SUCCEEDED],
    ] as const) {
      world.engine.advance(atMs)
      world.engine.settle(event, outcome)
    }
    expect(world.starts(1)).toEqual([0, 60_500, 183_000])
    expect(world.ends()).toEqual(['#1 Success at 184000'])
  })

  it('backs off after a system error', () => {
    const world = new World({ run: open })
    const event = world.send(0)
    world.engine.settle(event, SYSTEM_ERROR)
    expect(world.engine.nextDueMs()).toBe(1_000)
    world.engine.advance(1_000)
    world.engine.settle(event, SYSTEM_ERROR)
    expect(world.engine.nextDueMs()).toBe(3_000)
  })

  it('gives its concurrency back when it is settled, and under fifo to the one that waits', () => {
    const world = new World({ run: open, accountConcurrency: 1, choices: { queueing: 'fifo' } })
    const first = world.send(0, 'f', { count: 2 })
    world.engine.advance(700)
    world.engine.settle(first, SUCCEEDED)
    expect(world.starts(2)).toEqual([700])
  })

  it('answers with its last response only', () => {
    const world = new World({ run: open })
    const DestinationConfig = { OnSuccess: { Destination: SINK } }
    world.plane.eventInvokeConfigs.put({ FunctionName: 'f', DestinationConfig })
    const event = world.send(0)
    world.engine.settle(event, FUNCTION_ERROR, bytes('{"errorMessage":"first"}'))
    world.engine.advance(60_000)
    world.engine.settle(event, SUCCEEDED, bytes('"second"'))
    const next = world.send(70_000)
    world.engine.settle(next, SUCCEEDED)
    const responses = world.bodies(SINK).map((body) => JSON.parse(body).responsePayload)
    expect(responses).toEqual(['second', null])
  })

  it('must be in progress to be settled', () => {
    const world = new World({ run: open })
    const event = world.send(0)
    world.engine.settle(event, SUCCEEDED)
    expect(() => world.engine.settle(event, SUCCEEDED)).toThrow('event 1 has no attempt in progress')
    expect(() => world.engine.settle(99, SUCCEEDED)).toThrow('event 99 has no attempt in progress')
  })

  it('may be settled for many events in any order', () => {
    const world = new World({ run: open })
    world.send(0, 'f', { count: 100 })
    for (let step = 0; step < 100; step++) {
      world.engine.advance(step)
      world.engine.settle(1 + ((step * 37) % 100), SUCCEEDED)
    }
    expect(world.ends()).toEqual(
      Array.from({ length: 100 }, (_, step) => `#${1 + ((step * 37) % 100)} Success at ${step}`),
    )
    expect(world.engine.pending).toBe(0)
  })

  it.each([0, 1])(
    'sends events in its chain: the 17th of its function is stopped, copies with probability %s too',
    (p) => {
      const world = new World({ run: open, choices: { duplicateProbability: p } })
      let event = world.send(0)
      for (let runs = 1; runs <= 16; runs++) {
        world.engine.advance(0)
        const next = world.engine.accept('f', undefined, undefined, event)
        world.engine.settle(event, SUCCEEDED)
        event = next
      }
      world.engine.advance(0)
      const stopped = world.ends().filter((end) => end.includes('RecursiveInvocation'))
      expect(stopped).toHaveLength(1 + p)
      expect(() => world.engine.accept('f', undefined, undefined, 999)).toThrow('event 999 has no attempt in progress')
    },
  )
})
