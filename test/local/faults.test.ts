import { writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { killAgainAndAgain } from '../faults/kills.ts'
import { ServedEndpoint } from '../faults/served-endpoint.ts'
import { ROOT } from '../source-file.ts'
import { testFolder } from './store/folder.ts'

const QUEUE = 'arn:aws:sqs:us-east-1:123456789012'

function served(functions: string, ...options: readonly string[]): ServedEndpoint {
  const file = join(testFolder(), 'functions.yaml')
  writeFileSync(file, functions)
  const endpoint = new ServedEndpoint(['--functions', file, '--speed', '1000', ...options])
  onTestFinished(() => endpoint.kill())
  return endpoint
}

test('an endpoint that is killed again and again under load loses no event and ends none twice', async () => {
  const { accepted, ended, killedInStart, repeated, rounds, ...faults } = await killAgainAndAgain({
    rounds: 4,
    seed: 20261124,
    folder: testFolder(),
  })
  expect(accepted).toBeGreaterThan(20)
  expect(ended).toBeGreaterThanOrEqual(accepted)
  expect(faults).toEqual({
    lost: [],
    givenTwice: [],
    endedTwice: [],
    ranInSecret: [],
    wrongAttempts: [],
    wrongDeadLetters: [],
    tooManyRepeated: false,
  })
})

test('handlers that hang, crash, exit, fill memory or answer too much fail, and harm nothing else', async () => {
  const endpoint = served(`functions:
  wrong:
    module: ${join(ROOT, 'test/faults/handlers.ts')}
    handler: wrong
    timeout: 1s
    memory: 128
    eventInvokeConfig:
      MaximumRetryAttempts: 0
      DestinationConfig:
        OnSuccess: { Destination: "${QUEUE}:done" }
        OnFailure: { Destination: "${QUEUE}:failed" }
`)
  const causes = ['hang', 'loop', 'crash', 'exit', 'memory', 'large', 'nothing']
  const ids = await Promise.all(causes.map((how) => endpoint.send('wrong', { how })))
  await endpoint.settle()
  const records = new Map((await endpoint.deliveries()).map(({ requestId, body }) => [requestId, JSON.parse(body)]))
  const answers = ids.map((id) => {
    const { responsePayload: payload } = records.get(id!)
    return payload.errorType ?? payload
  })
  expect(Object.fromEntries(causes.map((how, i) => [how, answers[i]]))).toEqual({
    hang: 'Sandbox.Timedout',
    loop: 'Sandbox.Timedout',
    crash: 'Runtime.ExitError',
    exit: 'Runtime.ExitError',
    memory: 'Runtime.ExitError',
    large: 'Function.ResponseSizeTooLarge',
    nothing: 'nothing',
  })
  expect(await endpoint.stop()).toBe(143)
})

/** Functions that always fail, each with a dead-letter queue of its own name. */
function failing(...names: readonly string[]): string {
  const one = (name: string) =>
    `  ${name}: { deadLetterConfig: { TargetArn: "${QUEUE}:${name}" }, model: { errors: { poison: 1 } } }`
  return `functions:\n${names.map(one).join('\n')}\n`
}

test('a destination that is cut off, slow, in error or talks nonsense keeps no other delivery back', async () => {
  const names = ['cut', 'error', 'nonsense', 'flood', 'slow', 'good']
  const endpoint = served(failing(...names), '--deliver-to', await misbehaving())
  const ids = await Promise.all(names.map((name) => endpoint.send(name, {})))
  await endpoint.settle()
  const letters = await endpoint.deliveries()
  expect(letters.map(({ requestId }) => requestId).sort()).toEqual(ids.sort())
  const errorOf = (name: string) => letters.find(({ destination }) => destination.endsWith(`:${name}`))!.error
  // A target has taken a message when it has answered 2xx, whatever follows.
  expect(names.map(errorOf)).toEqual([
    null,
    expect.stringMatching(/ answered 500$/),
    expect.stringMatching(/^fetch failed: Response does not match the HTTP/),
    null,
    null,
    null,
  ])
  expect(letters.at(-1)!.destination).toBe(`${QUEUE}:slow`)
})

test('where the services of destinations are down, events end all the same, and the record says why', async () => {
  // Nothing listens on the port for discarded bytes.
  const endpoint = served(failing('f'), '--endpoint-url', 'http://127.0.0.1:9')
  const ids = await Promise.all([1, 2, 3].map(() => endpoint.send('f', {})))
  await endpoint.settle()
  const letters = await endpoint.deliveries()
  expect(letters.map(({ requestId }) => requestId).sort()).toEqual(ids.sort())
  expect(letters.map(({ error }) => error)).toEqual(Array(3).fill(expect.stringContaining('ECONNREFUSED')))
  expect(await endpoint.stop()).toBe(143)
})

/** A target of deliveries that does what the end of the destination's name says. */
async function misbehaving(): Promise<string> {
  const server: Server = createServer((request, response) => {
    request.resume()
    const name = `${request.headers['x-asyncinvoke-destination']}`.split(':').at(-1)
    if (name === 'cut') response.writeHead(200, { 'Content-Length': 100 }).write('cu', () => response.destroy())
    else if (name === 'error') response.writeHead(500).end('no')
    else if (name === 'nonsense') response.socket!.end('ni! ni!\r\n')
    else if (name === 'flood') response.end(Buffer.alloc(20_000_000, 32))
    else setTimeout(() => response.end(), name === 'slow' ? 1_500 : 0)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
