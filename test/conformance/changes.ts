import { expect } from 'vitest'
import { fails, NODE_ERROR, type Promises, type Stage } from './stage.ts'

const FAILED_ON_2 = '{"statusCode":200,"executedVersion":"2","functionError":"Unhandled"}'

/** A function with two versions and the alias `live` on the first. The config is that of the alias. */
async function aliased(stage: Stage, config: object, deadLetterArn?: string): Promise<void> {
  await stage.create('f', { handler: fails, ...(deadLetterArn !== undefined && { deadLetterArn }) })
  await stage.call('PublishVersion', { FunctionName: 'f' })
  await stage.call('UpdateFunctionConfiguration', { FunctionName: 'f', MemorySize: 256 })
  await stage.call('PublishVersion', { FunctionName: 'f' })
  await stage.call('CreateAlias', { FunctionName: 'f', Name: 'live', FunctionVersion: '1' })
  await stage.call('PutFunctionEventInvokeConfig', { FunctionName: 'f', Qualifier: 'live', ...config })
}

export const changes: Promises = {
  'an alias that is pointed elsewhere takes the next attempt along': async (stage) => {
    const DestinationConfig = { OnFailure: { Destination: stage.queue('sink') } }
    await aliased(stage, { MaximumRetryAttempts: 1, DestinationConfig })
    const requestId = await stage.send('f', 'live')
    await stage.until(30_000)
    await stage.call('UpdateAlias', { FunctionName: 'f', Name: 'live', FunctionVersion: '2' })
    await stage.until(100_000)
    expect(await stage.versions(requestId)).toEqual(['1', '2'])
    await stage.expectRecord(stage.queue('sink'), {
      requestId,
      functionArn: stage.arn('f', 'live'),
      condition: 'RetriesExhausted',
      count: 2,
      requestPayload: '{}',
      responseContext: FAILED_ON_2,
      responsePayload: NODE_ERROR,
    })
  },

  'an alias that stays keeps its version': async (stage) => {
    await aliased(stage, { MaximumRetryAttempts: 1 })
    const event = await stage.send('f', 'live')
    await stage.until(100_000)
    expect(await stage.versions(event)).toEqual(['1', '1'])
  },

  'a deleted alias is an attempt that ends in 404': async (stage) => {
    const [sink, dead] = [stage.queue('sink'), stage.queue('dead')]
    const DestinationConfig = { OnFailure: { Destination: sink } }
    await aliased(stage, { MaximumRetryAttempts: 0, DestinationConfig }, dead)
    await stage.reserve('f', 1)
    stage.driver.setHandler('f', () => ({ durationMs: 600_000 }))
    await stage.send('f')
    const requestId = await stage.send('f', 'live', '{ }')
    await stage.until(500)
    await stage.call('DeleteAlias', { FunctionName: 'f', Name: 'live' })
    await stage.until(90_000)
    await stage.expectStarts(requestId)
    await stage.expectEnd(requestId, 'RetriesExhausted', 1, 1_000)
    await stage.expectRecord(sink, {
      requestId,
      functionArn: stage.arn('f', 'live'),
      condition: 'RetriesExhausted',
      count: 1,
      requestPayload: '{ }',
      responseContext: '{"statusCode":404}',
    })
    await stage.expectDeadLetter(dead, requestId, '{ }', '404', `Function not found: ${stage.arn('f', 'live')}`)
  },

  'a deleted version uses up the retries in attempts that end in 404': async (stage) => {
    const sink = stage.queue('sink')
    await stage.create('f', { handler: () => ({ durationMs: 600_000 }), reserved: 1 })
    await stage.call('PublishVersion', { FunctionName: 'f' })
    const config = { MaximumRetryAttempts: 1, DestinationConfig: { OnFailure: { Destination: sink } } }
    await stage.call('PutFunctionEventInvokeConfig', { FunctionName: 'f', Qualifier: '1', ...config })
    await stage.send('f')
    const requestId = await stage.send('f', '1')
    await stage.until(500)
    await stage.call('DeleteFunction', { FunctionName: 'f', Qualifier: '1' })
    await stage.until(90_000)
    await stage.expectEnd(requestId, 'RetriesExhausted', 2, 61_000)
    await stage.expectRecord(sink, {
      requestId,
      functionArn: stage.arn('f', '1'),
      condition: 'RetriesExhausted',
      count: 2,
      requestPayload: '{}',
      responseContext: '{"statusCode":404}',
    })
  },

  'new code runs all that still waits, and what runs ends on the old': async (stage) => {
    const sink = stage.queue('sink')
    const config = { DestinationConfig: { OnSuccess: { Destination: sink } } }
    const code = (variant: number) => () => ({ durationMs: 2_000, response: `"variant ${variant}"` })
    await stage.create('f', { handler: code(1), reserved: 1, config })
    for (let event = 0; event < 3; event++) await stage.send('f')
    await stage.until(1_500)
    await stage.call('UpdateFunctionConfiguration', { FunctionName: 'f', MemorySize: 256 })
    stage.driver.setHandler('f', code(2))
    await stage.send('f')
    await stage.until(100_000)
    const responses = (await stage.bodies(sink)).map((body) => JSON.parse(body).responsePayload)
    expect(responses).toEqual(['variant 1', 'variant 2', 'variant 2', 'variant 2'])
  },

  'a changed config holds at the next decision about an event that waits': async (stage) => {
    await stage.create('f', { handler: fails, config: { MaximumRetryAttempts: 2 } })
    const event = await stage.send('f')
    await stage.until(30_000)
    await stage.call('UpdateFunctionEventInvokeConfig', { FunctionName: 'f', MaximumRetryAttempts: 0 })
    await stage.until(400_000)
    await stage.expectStarts(event, 0, 60_000)
    await stage.expectEnd(event, 'RetriesExhausted', 2, 60_000)
  },

  'zero reserved concurrency drops what waits at its next dispatch (inferred)': async (stage) => {
    await stage.create('f', { handler: () => ({ durationMs: 600_000 }), reserved: 1 })
    await stage.send('f')
    const event = await stage.send('f')
    await stage.until(2_000)
    await stage.reserve('f', 0)
    await stage.until(10_000)
    await stage.expectThrottles(event, 0, 1_000)
    await stage.expectEnd(event, 'ZeroReservedConcurrency', 0, 3_000)
  },

  'a function made again under its name runs what waits, and its own destination gets the record': async (stage) => {
    const [old, fresh] = [stage.queue('old'), stage.queue('fresh')]
    const to = (Destination: string) => ({ DestinationConfig: { OnSuccess: { Destination } } })
    await stage.create('f', { handler: fails, config: to(old) })
    const event = await stage.send('f')
    await stage.until(10_000)
    await stage.call('DeleteFunction', { FunctionName: 'f' })
    await stage.create('f', { config: to(fresh) })
    await stage.until(100_000)
    await stage.expectStarts(event, 0, 60_000)
    await stage.only(fresh, 60_000)
    expect(await stage.messages(old)).toEqual([])
  },
}
