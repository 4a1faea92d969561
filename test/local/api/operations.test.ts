import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROUTES } from '../../../src/local/api/route-table.ts'
import { ROOT } from '../../source-file.ts'
import { documentOf, TestEndpoint } from './endpoint.ts'

const endpoint = new TestEndpoint()
const page = readFileSync(join(ROOT, 'docs/reference/endpoint-api.md'), 'utf8')

test('the page of the API says of each operation of Lambda whether it is there', async () => {
  const supported: string[] = []
  const others: string[] = []
  for (const [operation, [method, path, query]] of Object.entries(ROUTES)) {
    const answer = await endpoint.request(method, `${path.replaceAll(/:\w+/g, 'x')}${query ? `?${query}` : ''}`)
    if (answer.status !== 501) supported.push(operation)
    else {
      others.push(operation)
      const { message } = await documentOf<{ message: string }>(answer)
      expect(message).toBe(`asyncinvoke does not support ${operation}.`)
    }
  }
  const [there, notThere] = page.split('## What is not there')
  expect([...there!.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name).sort()).toEqual(supported.sort())
  expect([...notThere!.matchAll(/`([A-Z]\w+)`/g)].map(([, name]) => name).sort()).toEqual(others.sort())
})

test.each([
  ['GET', '/'],
  ['PATCH', '/2015-03-31/functions'],
  ['GET', '/2015-03-31/functions/f/x'],
  ['GET', '/2015-03-31'],
])('what is no operation of Lambda is not found: %s %s', async (method, path) => {
  const answer = await endpoint.request(method, path)
  expect([answer.status, answer.headers.get('x-amzn-errortype')]).toEqual([404, 'UnknownOperationException'])
})
