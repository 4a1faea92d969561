import { connect } from 'node:net'
import { GetFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { TestEndpoint } from './endpoint.ts'
import { onSocket } from './socket.ts'

const endpoint = new TestEndpoint()
let socket: Awaited<ReturnType<typeof onSocket>>

beforeAll(async () => {
  endpoint.world.plane.functions.create({ FunctionName: 'f' })
  socket = await onSocket(endpoint)
})
afterAll(() => socket.close())

/** What comes back for bytes on the wire. */
function exchange(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(socket.url)
    const connection = connect(Number(port), hostname, () => connection.write(bytes))
    let text = ''
    connection.on('data', (chunk) => {
      text += chunk
    })
    connection.on('close', () => resolve(text))
    connection.on('error', reject)
  })
}

test('the SDK reaches the API over a real socket', async () => {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const client = new LambdaClient({ endpoint: socket.url, region: 'us-east-1', credentials, maxAttempts: 1 })
  const answer = await client.send(new InvokeCommand({ FunctionName: 'f', Payload: '{"a":1}' }))
  expect(answer.Payload?.transformToString()).toBe('{"a":1}')
  const { Code } = await client.send(new GetFunctionCommand({ FunctionName: 'f:$LATEST' }))
  expect(Code?.RepositoryType).toBe('S3')
  client.destroy()
})

test('the bytes of an accepted event have a length of zero and no type', async () => {
  const request = `POST /2015-03-31/functions/f/invocations HTTP/1.1\r\nHost: localhost\r\nX-Amz-Invocation-Type: Event\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`
  const [head, body] = (await exchange(request)).split('\r\n\r\n')
  expect(body).toBe('')
  expect(head).toMatch(/^HTTP\/1\.1 202 Accepted\r\n/)
  expect(head).toMatch(/\r\ncontent-length: 0\r\n/i)
  expect(head).toMatch(/\r\nx-amzn-requestid: [\da-f-]{36}\r\n/i)
  expect(head).not.toMatch(/content-type|transfer-encoding|x-powered-by/i)
})

test.each([
  [
    'a foreign name',
    'GET /2015-03-31/functions HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
    /^HTTP\/1\.1 403 /,
  ],
  ['no HTTP', 'hello\r\n\r\n', /^HTTP\/1\.1 400 /],
  [
    'a broken escape',
    'GET /2015-03-31/functions/%zz%ff HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
    /^HTTP\/1\.1 400 /,
  ],
  [
    'headers without an end',
    `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
    /^HTTP\/1\.1 431 /,
  ],
])('%s on the wire is refused, and nothing is told of the inside', async (_what, bytes, expected) => {
  const text = await exchange(bytes)
  expect(text).toMatch(expected)
  expect(text).not.toMatch(/\.ts:\d+|node_modules/)
  expect(endpoint.failures).toEqual([])
})
