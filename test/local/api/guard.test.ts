import { describe, expect, test } from 'vitest'
import { ORIGIN, refused, TestEndpoint } from './endpoint.ts'

const endpoint = new TestEndpoint({ hosts: ['lambda.test'] })
const PATH = '/2015-03-31/functions'
const status = async (url: string, headers: Record<string, string> = {}, method = 'GET') =>
  (await endpoint.app.request(url, { method, headers })).status

describe('who asks', () => {
  test.each([
    'http://localhost:3001',
    'http://127.0.0.1:9000',
    'http://127.1.2.3',
    'http://[::1]:3001',
    'http://a.localhost:1',
    'http://lambda.test:3001',
  ])('may call the endpoint %s', async (origin) => {
    expect(await status(origin + PATH)).toBe(200)
  })

  test.each([
    'http://evil.example',
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'http://10.0.0.1',
  ])('may not call it %s', async (origin) => {
    expect(await status(origin + PATH)).toBe(403)
  })

  test('is judged by the Host header where there is one', async () => {
    const answer = await endpoint.request('GET', PATH, undefined, { Host: 'evil.example:3001' })
    expect(await refused(answer)).toEqual([
      403,
      'ForbiddenException',
      { message: "The host 'evil.example:3001' is not one of this endpoint's names." },
    ])
  })

  test.each([
    ['another origin', { Origin: 'http://evil.example' }, 403],
    ['another port', { Origin: 'http://localhost:5173' }, 403],
    ['a sandboxed page', { Origin: 'null' }, 403],
    ['a page of another site', { 'Sec-Fetch-Site': 'cross-site' }, 403],
    ['a page of the same site', { 'Sec-Fetch-Site': 'same-site' }, 403],
    ['its own page', { Origin: ORIGIN, 'Sec-Fetch-Site': 'same-origin' }, 404],
    ['no page', {}, 404],
  ])('may write from %s only where it is its own or none', async (_what, headers, expected) => {
    expect(await status(`${ORIGIN}${PATH}/f`, headers as Record<string, string>, 'DELETE')).toBe(expected)
  })

  test.each([
    ['a picture on a page of another site', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' }, 403],
    ['a page of another port', { 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'cors' }, 403],
    ['a link that is followed', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' }, 200],
    ['its own page', { 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Mode': 'cors' }, 200],
    ['whoever types its address', { 'Sec-Fetch-Site': 'none', 'Sec-Fetch-Mode': 'navigate' }, 200],
  ])('may read as %s only where no other page makes it', async (_what, headers, expected) => {
    expect(await status(ORIGIN + PATH, headers as Record<string, string>)).toBe(expected)
  })

  test('makes no world by reading', async () => {
    const endpoint = new TestEndpoint()
    const query = 'X-Amz-Credential=999999999999/20261124/eu-west-1/lambda/aws4_request'
    const read = (path: string) => endpoint.request('GET', `${path}?${query}`)
    expect(await (await read(PATH)).json()).toMatchObject({ Functions: [] })
    expect((await read(`${PATH}/f`)).status).toBe(404)
    expect(endpoint.worlds.size).toBe(0)
  })
})

describe('what is too large', () => {
  test('are headers of more than 16 KB, and URLs of more than 16,384 characters', async () => {
    expect(await status(ORIGIN + PATH, { 'X-Long': 'x'.repeat(16_384) })).toBe(431)
    expect(await status(`${ORIGIN}${PATH}/${'x'.repeat(16_384)}`)).toBe(414)
  })

  test('is a body over its limit, whether its length is said or not', async () => {
    const path = '/2019-09-25/functions/f/event-invoke-config'
    const message = 'Request must be smaller than 1048576 bytes for the PutFunctionEventInvokeConfig operation'
    const expected = [413, 'RequestEntityTooLargeException', { message }]
    const body = ' '.repeat(1_048_577)
    expect(await refused(await endpoint.request('PUT', path, body))).toEqual(expected)
    expect(await refused(await endpoint.request('PUT', path, '', { 'Content-Length': '1048577' }))).toEqual(expected)
  })
})
