import { CreateFunctionCommand, InvokeCommand } from '@aws-sdk/client-lambda'
import { expect, test } from 'vitest'
import { ROLE, TestEndpoint, ZIP } from './endpoint.ts'
import { sdkClient } from './sdk.ts'

test('creates a function and invokes it', async () => {
  const client = sdkClient(new TestEndpoint())
  const settings = { FunctionName: 'f', Role: ROLE, Runtime: 'nodejs24.x', Handler: 'index.handler' } as const
  expect(await client.send(new CreateFunctionCommand({ ...settings, Code: { ZipFile: ZIP } }))).toMatchObject(settings)
  const answer = await client.send(new InvokeCommand({ FunctionName: 'f', Payload: '{"a":1}' }))
  expect(answer.Payload?.transformToString()).toBe('{"a":1}')
})
