import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROLE, TestEndpoint, ZIP } from './endpoint.ts'
import { clientEnvironment, isInstalled, output } from './installed.ts'
import { onSocket } from './socket.ts'

const isThere = isInstalled('aws', '--version')
const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:f'

describe.skipIf(!isThere)(isThere ? 'the AWS CLI' : 'the AWS CLI (not installed here)', () => {
  const endpoint = new TestEndpoint({ nowMs: Date.now, settlingMs: 500 })
  const folder = mkdtempSync(join(tmpdir(), 'asyncinvoke-cli-'))
  let socket: Awaited<ReturnType<typeof onSocket>>

  beforeAll(async () => {
    writeFileSync(join(folder, 'f.zip'), ZIP)
    socket = await onSocket(endpoint)
  })
  afterAll(async () => {
    await socket.close()
    rmSync(folder, { recursive: true })
  })

  /** What `aws lambda …` prints, as JSON where it is. */
  async function lambda(command: string): Promise<unknown> {
    const text = await output('aws', ['lambda', ...command.split(' ')], clientEnvironment(socket.url))
    if (/^[{[]/.test(text)) return JSON.parse(text)
    // The client of the first major version advertises the second with each error.
    return text.trim()
  }
  const error = (code: string, operation: string, text: string) =>
    expect.stringContaining(`An error occurred (${code}) when calling the ${operation} operation: ${text}`)

  test('makes a function and waits for it', async () => {
    const create = `create-function --function-name f --role ${ROLE} --runtime nodejs24.x --handler index.handler --zip-file fileb://${folder}/f.zip`
    expect(await lambda(create)).toMatchObject({ FunctionName: 'f', State: 'Pending', CodeSize: ZIP.length })
    expect(await lambda('wait function-active-v2 --function-name f')).toBe('')
    expect(await lambda('update-function-configuration --function-name f --timeout 9')).toMatchObject({ Timeout: 9 })
    expect(await lambda('wait function-updated-v2 --function-name f')).toBe('')
    expect(await lambda('publish-version --function-name f')).toMatchObject({
      Version: '1',
      FunctionArn: `${FUNCTION}:1`,
    })
  })

  test('keeps configs through their lives', async () => {
    const config = (command: string) => lambda(command.replace(' ', '-function-event-invoke-config --function-name '))
    expect(await config('put f --maximum-retry-attempts 0')).toMatchObject({
      FunctionArn: `${FUNCTION}:$LATEST`,
      MaximumRetryAttempts: 0,
      DestinationConfig: { OnSuccess: {}, OnFailure: {} },
      LastModified: expect.any(Number),
    })
    expect(await config('update f --maximum-event-age-in-seconds 60')).toMatchObject({
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 60,
    })
    expect(await config('put f:1 --maximum-event-age-in-seconds 120')).not.toHaveProperty('MaximumRetryAttempts')
    expect(await config('get f --qualifier 1')).toMatchObject({ MaximumEventAgeInSeconds: 120 })
    expect(await config('put f --maximum-retry-attempts 3')).toEqual(
      error(
        'ValidationException',
        'PutFunctionEventInvokeConfig',
        "1 validation error detected: Value '3' at 'maximumRetryAttempts' failed to satisfy constraint: Member must have value less than or equal to 2",
      ),
    )
    const query = '--query FunctionEventInvokeConfigs[].FunctionArn'
    const list = 'list-function-event-invoke-configs --function-name f'
    for (const paging of ['', ' --page-size 1'])
      expect(await lambda(`${list}${paging} ${query}`)).toEqual([`${FUNCTION}:$LATEST`, `${FUNCTION}:1`])
    const first = (await lambda(`${list} --max-items 1`)) as { NextToken: string }
    expect(await lambda(`${list} --starting-token ${first.NextToken} ${query}`)).toEqual([`${FUNCTION}:1`])
    expect(await config('delete f')).toBe('')
    expect(await config('get f')).toEqual(
      error(
        'ResourceNotFoundException',
        'GetFunctionEventInvokeConfig',
        `The function ${FUNCTION}:$LATEST doesn't have an EventInvokeConfig`,
      ),
    )
  })

  test('sends events and calls', async () => {
    const invoke = (more: string) => lambda(`invoke --function-name f ${more} ${join(folder, 'out')}`)
    expect(await invoke('--invocation-type Event --payload {"a":1}')).toEqual({ StatusCode: 202 })
    expect(new TextDecoder().decode(endpoint.world.sent[0]?.payload)).toBe('{"a":1}')
    expect(await invoke('--payload {}')).toEqual({ StatusCode: 200, ExecutedVersion: '$LATEST' })
    expect(await invoke('--payload {')).toEqual(
      error(
        'InvalidRequestContentException',
        'Invoke',
        'Could not parse request body into json: Could not parse payload into json: Unexpected end-of-input: expected close marker for Object',
      ),
    )
    expect(await lambda('list-layers')).toEqual(
      error('NotImplementedException', 'ListLayers', 'asyncinvoke does not support ListLayers.'),
    )
  })
})
