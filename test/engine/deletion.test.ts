import { describe, expect, it } from 'vitest'
import { World } from './world.ts'

const FAILED = 'arn:aws:sqs:us-east-1:123456789012:failed'
const DEAD = 'arn:aws:sqs:us-east-1:123456789012:dead'

describe('a function that is deleted while events wait', () => {
  it.each([0, 1, 2])('lets them end after 404s, with its %i retries, a record and a dead letter', (retries) => {
    const world = new World({
      setup: (plane) => {
        plane.functions.create({ FunctionName: 'f', DeadLetterConfig: { TargetArn: DEAD } })
        plane.eventInvokeConfigs.put({
          FunctionName: 'f',
          MaximumRetryAttempts: retries,
          DestinationConfig: { OnFailure: { Destination: FAILED } },
        })
      },
      choices: { queueLatencyMs: 1_000 },
      run: () => ({ ms: 10 }),
    })
    world.send(0)
    world.plane.functions.delete({ FunctionName: 'f' })
    world.finish()
    const [record] = world.bodies(FAILED).map((body) => JSON.parse(body))
    expect(record.requestContext).toMatchObject({ condition: 'RetriesExhausted', approximateInvokeCount: retries + 1 })
    expect(record.responseContext).toEqual({ statusCode: 404 })
    expect(world.taken.find(({ arn }) => arn === DEAD)?.attributes().ErrorCode).toMatchObject({ StringValue: '404' })
  })

  it('runs them when it is there again, under its new config', () => {
    const world = new World({
      setup: (plane) => plane.functions.create({ FunctionName: 'f' }),
      choices: { queueLatencyMs: 1_000 },
      run: () => ({ ms: 10 }),
    })
    world.send(0)
    world.plane.functions.delete({ FunctionName: 'f' })
    world.plane.functions.create({ FunctionName: 'f' })
    world.plane.eventInvokeConfigs.put({
      FunctionName: 'f',
      DestinationConfig: { OnSuccess: { Destination: FAILED } },
    })
    world.finish()
    expect(world.ends()).toEqual(['#1 Success at 1010'])
    expect(world.bodies(FAILED)).toHaveLength(1)
  })
})
