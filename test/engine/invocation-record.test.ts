import { describe, expect, it } from 'vitest'
import { FUNCTION_ERROR, SUCCEEDED } from '../../src/rules/outcome.ts'
import { bytes, DEAD, FAILS, SINK, World, type WorldOptions } from './world.ts'

const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:f'

const setup: NonNullable<WorldOptions['setup']> = (plane) => {
  plane.functions.create({ FunctionName: 'f', Timeout: 900, DeadLetterConfig: { TargetArn: DEAD } })
  const DestinationConfig = { OnSuccess: { Destination: SINK }, OnFailure: { Destination: SINK } }
  plane.eventInvokeConfigs.put({ FunctionName: 'f', MaximumEventAgeInSeconds: 90, DestinationConfig })
}

/** The only record that the sink took, with the request id in it masked. */
function record(world: World): string {
  const [body, ...others] = world.bodies(SINK)
  expect(others).toEqual([])
  return body!.replace(/"requestId":"[^"]{36}"/, '"requestId":"ID"')
}

/** The attributes of the only dead letter, as `NAME TYPE VALUE`. */
function attributes(world: World): string[] {
  const [letter] = world.taken.filter(({ arn }) => arn === DEAD)
  const entries = Object.entries(letter!.attributes()).filter(([name]) => name !== 'RequestID')
  return entries.map(([name, { DataType, StringValue }]) => `${name} ${DataType} ${StringValue}`)
}

function context(condition: string, count: number, qualifier = '$LATEST'): string {
  return `"requestContext":{"requestId":"ID","functionArn":"${ARN}:${qualifier}","condition":"${condition}","approximateInvokeCount":${count}}`
}

describe('the record of an event, byte for byte', () => {
  it('that succeeded: payload and response as the bytes they came as', () => {
    const world = new World({ setup, run: () => undefined })
    const event = world.send(0, 'f', { payload: ' {"a":1}\n' })
    world.engine.advance(250)
    world.engine.settle(event, SUCCEEDED, bytes('{"caf\\u00e9": [1, 2]}'))
    expect(record(world)).toBe(
      `{"version":"1.0","timestamp":"2026-01-01T00:00:00.250Z",${context('Success', 1)},"requestPayload": {"a":1}\n,"responseContext":{"statusCode":200,"executedVersion":"$LATEST"},"responsePayload":{"caf\\u00e9": [1, 2]}}`,
    )
  })

  it('that used up its retries: the error object, and a dead letter with its message', () => {
    const world = new World({ setup, run: () => undefined })
    world.plane.eventInvokeConfigs.update({ FunctionName: 'f', MaximumRetryAttempts: 0 })
    const event = world.send(0, 'f', { payload: ' {"a":1}\n' })
    world.engine.settle(event, FUNCTION_ERROR, bytes('{"errorMessage":"no stock","errorType":"Error"}'))
    expect(record(world)).toBe(
      `{"version":"1.0","timestamp":"2026-01-01T00:00:00.000Z",${context('RetriesExhausted', 1)},"requestPayload": {"a":1}\n,"responseContext":{"statusCode":200,"executedVersion":"$LATEST","functionError":"Unhandled"},"responsePayload":{"errorMessage":"no stock","errorType":"Error"}}`,
    )
    expect(world.bodies(DEAD)).toEqual([' {"a":1}\n'])
    expect(attributes(world)).toEqual(['ErrorCode Number 200', 'ErrorMessage String no stock'])
  })

  it('that would have been too old: all its attempts', () => {
    const world = new World({ setup, run: FAILS })
    world.send(0)
    world.finish()
    expect(record(world)).toBe(
      `{"version":"1.0","timestamp":"2026-01-01T00:01:00.000Z",${context('EventAgeExceeded', 2)},"requestPayload":{},"responseContext":{"statusCode":200,"executedVersion":"$LATEST","functionError":"Unhandled"},"responsePayload":null}`,
    )
  })

  it('that was throttled until it was too old: 429, no attempt and no response', () => {
    const world = new World({
      setup,
      accountConcurrency: 1,
      run: () => ({ ms: 800_000 }),
    })
    world.send(0, 'f', { count: 2 })
    world.engine.advance(100_000)
    expect(record(world)).toBe(
      `{"version":"1.0","timestamp":"2026-01-01T00:01:03.000Z",${context('EventAgeExceeded', 0)},"requestPayload":{},"responseContext":{"statusCode":429}}`,
    )
    expect(attributes(world)).toEqual(['ErrorCode Number 429', 'ErrorMessage String Rate Exceeded.'])
  })

  it('of a function without concurrency: no response at all', () => {
    const world = new World({ setup })
    world.plane.concurrency.put({ FunctionName: 'f', ReservedConcurrentExecutions: 0 })
    world.send(0)
    expect(record(world)).toBe(
      `{"version":"1.0","timestamp":"2026-01-01T00:00:00.000Z",${context('ZeroReservedConcurrency', 0)},"requestPayload":{}}`,
    )
    expect(attributes(world)).toEqual([
      'ErrorMessage String Function not invoked. Function isconfigured with zero reserved concurrent executions',
    ])
  })

  it('whose target is missing: 404, counted as attempts', () => {
    const world = new World({ setup })
    world.plane.versions.publish({ FunctionName: 'f' })
    world.plane.aliases.create({ FunctionName: 'f', Name: 'live', FunctionVersion: '1' })
    const DestinationConfig = { OnFailure: { Destination: SINK } }
    world.plane.eventInvokeConfigs.put({ FunctionName: 'f', Qualifier: 'live', DestinationConfig })
    world.plane.aliases.delete({ FunctionName: 'f', Name: 'live' })
    world.send(0, 'f', { qualifier: 'live' })
    world.finish()
    expect(world.told('missed').map(({ atMs }) => atMs)).toEqual([0, 60_000, 180_000])
    expect(record(world)).toBe(
      `{"version":"1.0","timestamp":"2026-01-01T00:03:00.000Z",${context('RetriesExhausted', 3, 'live')},"requestPayload":{},"responseContext":{"statusCode":404}}`,
    )
    expect(attributes(world)).toEqual(['ErrorCode Number 404', `ErrorMessage String Function not found: ${ARN}:live`])
  })

  it('that loop detection stopped: 400', () => {
    const world = new World({
      setup: (plane) => {
        for (const FunctionName of ['f', 'g']) plane.functions.create({ FunctionName })
        const to = (Destination: string) => ({ OnSuccess: { Destination }, OnFailure: { Destination: SINK } })
        plane.eventInvokeConfigs.put({ FunctionName: 'f', DestinationConfig: to(plane.functionArn('g')) })
        plane.eventInvokeConfigs.put({ FunctionName: 'g', DestinationConfig: to(plane.functionArn('f')) })
      },
    })
    world.send(0)
    world.finish()
    expect(world.told('started')).toHaveLength(32)
    expect(record(world)).toMatch(
      /"functionArn":"[^"]*:f:\$LATEST","condition":"RecursiveInvocation","approximateInvokeCount":0\},"requestPayload":\{"version".*,"responseContext":\{"statusCode":400\}\}$/,
    )
  })

  it('is itself the payload of the event that a function as destination gets', () => {
    const world = new World({
      setup: (plane) => {
        for (const FunctionName of ['f', 'g']) plane.functions.create({ FunctionName })
        const to = (Destination: string) => ({ DestinationConfig: { OnSuccess: { Destination } } })
        plane.eventInvokeConfigs.put({ FunctionName: 'f', ...to(plane.functionArn('g')) })
        plane.eventInvokeConfigs.put({ FunctionName: 'g', ...to(SINK) })
      },
    })
    world.send(0, 'f', { payload: '{"a":  1}' })
    world.finish()
    const [outer] = world.bodies(SINK)
    expect(outer).toContain('"requestPayload":{"version":"1.0"')
    expect(outer).toContain('"requestPayload":{"a":  1}')
    const { requestContext, requestPayload } = JSON.parse(outer!)
    expect(requestContext.requestId).not.toBe(requestPayload.requestContext.requestId)
  })
})
