import { describe, expect, it } from 'vitest'
import { accountDatapoint, functionDatapoint } from '../../src/measure/cloudwatch.ts'
import { FunctionMetrics } from '../../src/measure/function-metrics.ts'
import { Metrics } from '../../src/measure/metrics.ts'
import { FAILS, SINK, World } from '../engine/world.ts'

describe("CloudWatch's metrics of a whole run", () => {
  it('stand under their own names', () => {
    const metrics = new Metrics()
    const world = new World({
      observers: [metrics],
      run: ({ event }) => ({ ms: 100 * event, outcome: event === 2 ? 'error' : 'success' }),
      takes: () => false,
      accountConcurrency: 2,
      setup: (plane) => {
        plane.functions.create({ FunctionName: 'f' })
        const DestinationConfig = { OnFailure: { Destination: SINK } }
        plane.eventInvokeConfigs.put({ FunctionName: 'f', MaximumRetryAttempts: 0, DestinationConfig })
      },
    })
    world.send(0, 'f', { count: 3 })
    world.finish()
    expect(functionDatapoint(metrics.functions[0]!)).toEqual({
      AsyncEventsReceived: 3,
      AsyncEventAge: { SampleCount: 4, Average: 250, Minimum: 0, Maximum: 1_000, p50: 0, p90: 1_000, p99: 1_000 },
      AsyncEventsDropped: 1,
      DestinationDeliveryFailures: 1,
      DeadLetterErrors: undefined,
      Invocations: 3,
      Errors: 1,
      Throttles: 1,
      Duration: expect.objectContaining({ SampleCount: 3, Average: 200, Minimum: 100, Maximum: 300 }),
      ConcurrentExecutions: 2,
      RecursiveInvocationsDropped: undefined,
    })
    expect(accountDatapoint(metrics, 0)).toEqual({
      ConcurrentExecutions: 2,
      UnreservedConcurrentExecutions: 2,
      ClaimedAccountConcurrency: 2,
    })
  })

  it('count no invocation and no error where the target was missing', () => {
    const metrics = new Metrics()
    const world = new World({ observers: [metrics], run: FAILS })
    world.send(0, 'f', { qualifier: 'gone' })
    world.send(0)
    world.finish()
    const { Invocations, Errors, AsyncEventAge } = functionDatapoint(metrics.functions[0]!)
    expect([Invocations, Errors, AsyncEventAge?.SampleCount]).toEqual([3, 3, 6])
  })

  it('count stopped loops', () => {
    const metrics = new Metrics()
    const arn = (name: string) => `arn:aws:lambda:us-east-1:123456789012:function:${name}`
    const world = new World({
      observers: [metrics],
      setup: (plane) => {
        for (const FunctionName of ['f', 'g']) plane.functions.create({ FunctionName })
        const onSuccess = (name: string) => ({ OnSuccess: { Destination: arn(name) } })
        plane.eventInvokeConfigs.put({ FunctionName: 'f', DestinationConfig: onSuccess('g') })
        plane.eventInvokeConfigs.put({ FunctionName: 'g', DestinationConfig: onSuccess('f') })
      },
    })
    world.send(0)
    world.finish()
    const [f, g] = metrics.functions.map(functionDatapoint)
    expect([f!.Invocations, g!.Invocations]).toEqual([16, 16])
    expect([f!.RecursiveInvocationsDropped, g!.RecursiveInvocationsDropped]).toEqual([1, undefined])
    expect(f!.AsyncEventsDropped).toBe(1)
  })

  it('have no sample of anything for a function that did nothing', () => {
    expect(Object.values(functionDatapoint(new FunctionMetrics())).every((value) => value === undefined)).toBe(true)
  })
})
