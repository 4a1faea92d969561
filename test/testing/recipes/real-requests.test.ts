import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { harness } from '../../../src/testing/index.ts'
import '../../../src/testing/vitest.ts'

it('asks a server that is there once more when it has failed', async () => {
  const answers = [503, 200]
  const server = createServer((_, response) => response.writeHead(answers.shift()!).end())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const lambda = harness({
    functions: {
      notify: async () => {
        const { status } = await fetch(url)
        if (status !== 200) throw new Error(`the server answered ${status}`)
      },
    },
    // Real seconds that a request may take at most.
    realLimit: '10s',
  })
  const event = await lambda.settled(await lambda.invoke('notify'))

  expect(event).toHaveEndedAs('Success')
  expect(event.attempts.map(({ startedMs, outcome }) => [startedMs, outcome])).toEqual([
    [0, 'error'],
    [60_000, 'success'],
  ])
  lambda.stop()
  server.close()
})
