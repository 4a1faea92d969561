import { fails, NODE_ERROR, type Promises } from './stage.ts'

/** All promises here look at the one message of this queue. */
const SINK = 'sink'
const FAILED = '{"statusCode":200,"executedVersion":"$LATEST","functionError":"Unhandled"}'

export const records: Promises = {
  'of a success holds request and response as the bytes they came as': async (stage) => {
    const DestinationConfig = { OnSuccess: { Destination: stage.queue(SINK) } }
    const response = '{"face": "\\uD83D\\uDE00",  "list": [1, 2]}'
    await stage.create('f', { handler: () => ({ durationMs: 250, response }), config: { DestinationConfig } })
    const requestId = await stage.send('f', undefined, ' {"a":1}\n')
    await stage.until(1_000)
    await stage.expectRecord(stage.queue(SINK), {
      requestId,
      functionArn: stage.arn('f', '$LATEST'),
      condition: 'Success',
      count: 1,
      requestPayload: ' {"a":1}\n',
      responseContext: '{"statusCode":200,"executedVersion":"$LATEST"}',
      responsePayload: response,
    })
  },

  'counts the failed attempts before a success, says {} for an empty body and null for no answer': async (stage) => {
    const DestinationConfig = { OnSuccess: { Destination: stage.queue(SINK) } }
    await stage.create('f', { handler: ({ number }) => ({ fails: number === 1 }), config: { DestinationConfig } })
    const requestId = await stage.send('f')
    await stage.until(100_000)
    await stage.expectRecord(stage.queue(SINK), {
      requestId,
      functionArn: stage.arn('f', '$LATEST'),
      condition: 'Success',
      count: 2,
      requestPayload: '{}',
      responseContext: '{"statusCode":200,"executedVersion":"$LATEST"}',
      responsePayload: 'null',
    })
  },

  'of exhausted retries says 200, Unhandled and the last error object': async (stage) => {
    const DestinationConfig = { OnFailure: { Destination: stage.queue(SINK) } }
    const handler = ({ number }: { number: number }) => ({
      fails: true,
      response: `{"errorMessage": "failure ${number}", "errorType": "Exception"}`,
    })
    await stage.create('f', { handler, config: { DestinationConfig } })
    const requestId = await stage.send('f', undefined, '"x"')
    await stage.until(200_000)
    await stage.expectRecord(stage.queue(SINK), {
      requestId,
      functionArn: stage.arn('f', '$LATEST'),
      condition: 'RetriesExhausted',
      count: 3,
      requestPayload: '"x"',
      responseContext: FAILED,
      responsePayload: '{"errorMessage": "failure 3", "errorType": "Exception"}',
    })
  },

  'of an event too old for its next retry says the same of its last attempt': async (stage) => {
    for (const [ageS, count] of [
      [60, 1],
      [90, 2],
    ] as const) {
      const [name, sink] = [`f${ageS}`, stage.queue(`${SINK}${ageS}`)]
      const DestinationConfig = { OnFailure: { Destination: sink } }
      await stage.create(name, { handler: fails, config: { MaximumEventAgeInSeconds: ageS, DestinationConfig } })
      const requestId = await stage.send(name)
      await stage.until(count * 100_000)
      await stage.expectRecord(sink, {
        requestId,
        functionArn: stage.arn(name, '$LATEST'),
        condition: 'EventAgeExceeded',
        count,
        requestPayload: '{}',
        responseContext: FAILED,
        responsePayload: NODE_ERROR,
      })
    }
  },

  'of an event that was throttled until it was too old says 429 and has no response payload': async (stage) => {
    const DestinationConfig = { OnFailure: { Destination: stage.queue(SINK) } }
    const config = { MaximumEventAgeInSeconds: 60, DestinationConfig }
    await stage.create('f', { handler: () => ({ durationMs: 100_000 }), reserved: 1, config })
    await stage.send('f')
    const requestId = await stage.send('f', undefined, '{"late": true}')
    await stage.until(90_000)
    await stage.only(stage.queue(SINK), 31_000)
    await stage.expectRecord(stage.queue(SINK), {
      requestId,
      functionArn: stage.arn('f', '$LATEST'),
      condition: 'EventAgeExceeded',
      count: 0,
      requestPayload: '{"late": true}',
      responseContext: '{"statusCode":429}',
    })
  },

  'of zero reserved concurrency has no response at all': async (stage) => {
    const DestinationConfig = { OnFailure: { Destination: stage.queue(SINK) } }
    await stage.create('f', { reserved: 0, config: { DestinationConfig } })
    const requestId = await stage.send('f')
    await stage.until(1_000)
    await stage.expectRecord(stage.queue(SINK), {
      requestId,
      functionArn: stage.arn('f', '$LATEST'),
      condition: 'ZeroReservedConcurrency',
      count: 0,
      requestPayload: '{}',
    })
  },

  'of a timeout holds the platform’s error object': async (stage) => {
    const DestinationConfig = { OnFailure: { Destination: stage.queue(SINK) } }
    const config = { MaximumRetryAttempts: 0, DestinationConfig }
    await stage.create('f', { timeoutS: 3, handler: () => ({ durationMs: 5_000 }), config })
    const requestId = await stage.send('f')
    await stage.until(10_000)
    await stage.only(stage.queue(SINK), 3_000)
    const errorMessage = `RequestId: ${requestId} Error: Task timed out after 3.00 seconds`
    await stage.expectRecord(stage.queue(SINK), {
      requestId,
      functionArn: stage.arn('f', '$LATEST'),
      condition: 'RetriesExhausted',
      count: 1,
      requestPayload: '{}',
      responseContext: FAILED,
      responsePayload: JSON.stringify({ errorType: 'Sandbox.Timedout', errorMessage }),
    })
  },

  'names the qualifier that was addressed and the version that ran': async (stage) => {
    await stage.create('f')
    await stage.call('PublishVersion', { FunctionName: 'f' })
    await stage.call('CreateAlias', { FunctionName: 'f', Name: 'live', FunctionVersion: '1' })
    for (const [Qualifier, version] of [
      ['$LATEST', '$LATEST'],
      ['1', '1'],
      ['live', '1'],
    ] as const) {
      const sink = stage.queue(`${SINK}-${version}-${Qualifier}`.replaceAll('$', ''))
      const DestinationConfig = { OnSuccess: { Destination: sink } }
      await stage.call('PutFunctionEventInvokeConfig', { FunctionName: 'f', Qualifier, DestinationConfig })
      const requestId = await stage.send('f', Qualifier)
      await stage.until(1_000)
      await stage.expectRecord(sink, {
        requestId,
        functionArn: stage.arn('f', Qualifier),
        condition: 'Success',
        count: 1,
        requestPayload: '{}',
        responseContext: `{"statusCode":200,"executedVersion":"${version}"}`,
        responsePayload: 'null',
      })
    }
  },
}
