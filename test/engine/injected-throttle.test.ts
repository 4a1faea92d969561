import { expect, it } from 'vitest'
import type { EngineView, Invoker } from '../../src/engine/ports.ts'
import { SUCCEEDED } from '../../src/rules/outcome.ts'
import { World } from './world.ts'

/** Models that succeed at once, and throttle dispatches until 5 s. */
function throttling(): Invoker {
  let engine: EngineView
  return {
    attach: (view) => {
      engine = view
    },
    throttles: () => engine.nowMs < 5_000,
    start: (attempt) => {
      engine.attempts.plan(attempt, 0, SUCCEEDED)
      return true
    },
  }
}

const reasonOf = (reserved: number | undefined) => {
  const world = new World({
    invoker: throttling(),
    setup: (plane) => {
      plane.functions.create({ FunctionName: 'f' })
      if (reserved !== undefined) plane.concurrency.put({ FunctionName: 'f', ReservedConcurrentExecutions: reserved })
    },
  })
  world.send(0)
  world.finish()
  return world
}

it('is a throttle like any other: the event backs off, and uses up no retry', () => {
  const world = reasonOf(undefined)
  expect(world.told('throttled').map(({ atMs }) => atMs)).toEqual([0, 1_000, 3_000])
  expect(world.ends()).toEqual(['#1 Success at 7000'])
  expect(world.told('finished')).toMatchObject([{ attempts: 1, retries: 0 }])
})

it('has the reason of the concurrency that the function would have taken', () => {
  expect(reasonOf(undefined).told('throttled')[0]!.reason).toBe('ConcurrentInvocationLimitExceeded')
  expect(reasonOf(5).told('throttled')[0]!.reason).toBe('ReservedFunctionConcurrentInvocationLimitExceeded')
})

it('refuses a call, and comes behind what drops an event anyway', () => {
  const world = reasonOf(0)
  expect(world.told('throttled')).toEqual([])
  expect(world.ends()).toEqual(['#1 ZeroReservedConcurrency at 0'])
  const early = new World({ invoker: throttling() })
  early.engine.call('f')
  expect(early.told('callRefused', 'callStarted').map(({ name }) => name)).toEqual(['callRefused'])
})

it('comes before a provisioned environment', () => {
  const world = new World({
    invoker: throttling(),
    setup: (plane) => {
      plane.functions.create({ FunctionName: 'f' })
      plane.versions.publish({ FunctionName: 'f' })
      plane.provisioned.put({ FunctionName: 'f', Qualifier: '1', ProvisionedConcurrentExecutions: 1 })
    },
  })
  world.send(0, 'f', { qualifier: '1' })
  world.finish()
  expect(world.told('throttled')).toHaveLength(3)
})
