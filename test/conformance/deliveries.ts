import { expect } from 'vitest'
import { fails, NODE_ERROR, type Promises } from './stage.ts'

const NO_CONCURRENCY = 'Function not invoked. Function isconfigured with zero reserved concurrent executions'

export const deliveries: Promises = {
  'a dropped event goes both to its on-failure destination and to the dead-letter queue': async (stage) => {
    const [sink, dead, other] = [stage.queue('sink'), stage.queue('dead'), stage.queue('other')]
    const DestinationConfig = { OnSuccess: { Destination: other }, OnFailure: { Destination: sink } }
    const config = { MaximumRetryAttempts: 0, DestinationConfig }
    await stage.create('f', { handler: fails, deadLetterArn: dead, config })
    const requestId = await stage.send('f', undefined, ' {"a":1}\n')
    await stage.until(1_000)
    await stage.expectDeadLetter(dead, requestId, ' {"a":1}\n', '200', 'no stock')
    await stage.expectRecord(sink, {
      requestId,
      functionArn: stage.arn('f', '$LATEST'),
      condition: 'RetriesExhausted',
      count: 1,
      requestPayload: ' {"a":1}\n',
      responseContext: '{"statusCode":200,"executedVersion":"$LATEST","functionError":"Unhandled"}',
      responsePayload: NODE_ERROR,
    })
    expect(await stage.messages(other)).toEqual([])
  },

  'a success goes to its on-success destination alone, once': async (stage) => {
    const [sink, dead, other] = [stage.topic('sink'), stage.queue('dead'), stage.queue('other')]
    const DestinationConfig = { OnSuccess: { Destination: sink }, OnFailure: { Destination: other } }
    await stage.create('f', { deadLetterArn: dead, config: { DestinationConfig } })
    await stage.send('f')
    await stage.until(1_000)
    await stage.only(sink, 0)
    expect((await stage.driver.observed()).messages).toHaveLength(1)
  },

  'without destination and dead-letter queue nothing is left of a dropped event': async (stage) => {
    await stage.create('f', { handler: fails, config: { MaximumRetryAttempts: 0 } })
    const event = await stage.send('f')
    await stage.until(1_000)
    await stage.expectEnd(event, 'RetriesExhausted', 1, 0)
    expect((await stage.driver.observed()).messages).toEqual([])
  },

  'a dead letter says 429 of an event that was throttled until it was too old': async (stage) => {
    const dead = stage.queue('dead')
    const config = { MaximumEventAgeInSeconds: 60 }
    await stage.create('f', { handler: () => ({ durationMs: 100_000 }), reserved: 1, deadLetterArn: dead, config })
    await stage.send('f')
    const event = await stage.send('f', undefined, '[ 1 ]')
    await stage.until(90_000)
    await stage.expectDeadLetter(dead, event, '[ 1 ]', '429', 'Rate Exceeded.')
  },

  'a dead letter of zero reserved concurrency has a message and no code': async (stage) => {
    const dead = stage.queue('dead')
    await stage.create('f', { reserved: 0, deadLetterArn: dead })
    const event = await stage.send('f')
    await stage.until(1_000)
    await stage.expectDeadLetter(dead, event, '{}', undefined, NO_CONCURRENCY)
  },

  'a dead letter quotes the first 1,024 bytes of the error (documented)': async (stage) => {
    const dead = stage.topic('dead')
    const response = JSON.stringify({ errorMessage: 'e'.repeat(1_500), errorType: 'Error' })
    const config = { MaximumRetryAttempts: 0 }
    await stage.create('f', { handler: () => ({ fails: true, response }), deadLetterArn: dead, config })
    const event = await stage.send('f')
    await stage.until(1_000)
    await stage.expectDeadLetter(dead, event, '{}', '200', 'e'.repeat(1_024))
  },

  'a function as destination gets the record as an event of its own, under its own config': async (stage) => {
    const sink = stage.queue('sink')
    const received: string[] = []
    await stage.create('collector', {
      handler: ({ requestId, payload }) => {
        received.push(`${requestId} ${payload}`)
        return { fails: true, response: NODE_ERROR }
      },
      config: { MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination: sink } } },
    })
    const DestinationConfig = { OnSuccess: { Destination: stage.arn('collector') } }
    await stage.create('f', { config: { DestinationConfig } })
    const event = await stage.send('f', undefined, '{"a":  1}')
    await stage.until(1_000)
    expect(received).toHaveLength(1)
    const [requestId, payload] = [received[0]!.slice(0, 36), received[0]!.slice(37)]
    expect(requestId).not.toBe(event)
    expect(payload).toContain(`"requestContext":{"requestId":"${event}",`)
    expect(payload).toContain('"condition":"Success"')
    expect(payload).toContain('"requestPayload":{"a":  1}')
    await stage.expectRecord(sink, {
      requestId,
      functionArn: stage.arn('collector', '$LATEST'),
      condition: 'RetriesExhausted',
      count: 1,
      requestPayload: payload,
      responseContext: '{"statusCode":200,"executedVersion":"$LATEST","functionError":"Unhandled"}',
      responsePayload: NODE_ERROR,
    })
  },

  'a version and its alias keep the dead-letter queue of publication, $LATEST has the present one': async (stage) => {
    const [before, after] = [stage.queue('before'), stage.queue('after')]
    await stage.create('f', { handler: fails, deadLetterArn: before })
    await stage.call('PublishVersion', { FunctionName: 'f' })
    await stage.call('CreateAlias', { FunctionName: 'f', Name: 'live', FunctionVersion: '1' })
    await stage.call('UpdateFunctionConfiguration', { FunctionName: 'f', DeadLetterConfig: { TargetArn: after } })
    for (const [qualifier, payload] of [
      ['1', '"version"'],
      ['live', '"alias"'],
      [undefined, '"latest"'],
    ] as const)
      await stage.send('f', qualifier, payload)
    await stage.until(200_000)
    expect((await stage.bodies(before)).sort()).toEqual(['"alias"', '"version"'])
    expect(await stage.bodies(after)).toEqual(['"latest"'])
  },

  'an empty dead-letter config changes nothing, an empty target removes it': async (stage) => {
    const dead = stage.queue('dead')
    await stage.create('f', { handler: fails, deadLetterArn: dead, config: { MaximumRetryAttempts: 0 } })
    await stage.call('UpdateFunctionConfiguration', { FunctionName: 'f', DeadLetterConfig: {} })
    await stage.send('f')
    await stage.until(1_000)
    await stage.only(dead)
    await stage.call('UpdateFunctionConfiguration', { FunctionName: 'f', DeadLetterConfig: { TargetArn: '' } })
    await stage.send('f')
    await stage.until(2_000)
    await stage.only(dead)
  },
}
