import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ROUTES } from '../../../src/local/api/route-table.ts'
import { ROLE, TestEndpoint, ZIP } from './endpoint.ts'

/** Requests to try: 500 in the suite; `REQUESTS=10000 SEED=7` for more of others. */
const requests = Number(process.env.REQUESTS ?? 500)
const seed = Number(process.env.SEED ?? 4)

const endpoint = new TestEndpoint()

/** Makes what earlier requests have deleted. */
function restore(): void {
  const { plane } = endpoint.world
  const { functions, versions, aliases } = plane
  const resolve = (name: string, qualifier: string) => plane.resolve(name, qualifier)
  for (const FunctionName of ['f', 'g']) if (!resolve(FunctionName, '$LATEST')) functions.create({ FunctionName })
  if (!resolve('f', '1') && !resolve('f', 'live')) versions.publish({ FunctionName: 'f' })
  if (!resolve('f', 'live') && resolve('f', '1'))
    aliases.create({ FunctionName: 'f', Name: 'live', FunctionVersion: '1' })
}

const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:q'
/** A body that is right for every operation, since each leaves out what it does not know. */
const RIGHT: Readonly<Record<string, unknown>> = {
  MaximumRetryAttempts: 1,
  MaximumEventAgeInSeconds: 60,
  DestinationConfig: { OnFailure: { Destination: QUEUE } },
  FunctionName: 'h',
  Role: ROLE,
  Runtime: 'nodejs24.x',
  Handler: 'index.handler',
  Code: { ZipFile: Buffer.from(ZIP).toString('base64') },
  ZipFile: Buffer.from(ZIP).toString('base64'),
  Timeout: 3,
  MemorySize: 128,
  Environment: { Variables: { A_B: 'c' } },
  DeadLetterConfig: { TargetArn: QUEUE },
  LoggingConfig: { LogFormat: 'JSON' },
  VpcConfig: { SubnetIds: ['s'] },
  Layers: ['l'],
  SnapStart: { ApplyOn: 'None' },
  Architectures: ['arm64'],
  Publish: true,
  Name: 'a',
  FunctionVersion: '1',
  RoutingConfig: { AdditionalVersionWeights: {} },
  ReservedConcurrentExecutions: 5,
  ProvisionedConcurrentExecutions: 2,
  RecursiveLoop: 'Allow',
  StatementId: 's',
  Action: 'lambda:InvokeFunction',
  Principal: '*',
  Tags: { constructor: 'y' },
}

const FUNCTION_ARN = 'arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3Af'
const NAMES = [
  'f',
  'g',
  'f:live',
  'f:1',
  'f:$LATEST',
  'h',
  'constructor',
  '__proto__',
  '*',
  '',
  'n'.repeat(300),
  '%zz',
  '%00',
  '..',
]
const name = fc.oneof(
  fc.constantFrom(...NAMES),
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 8 }),
)
const arn = name.map((each) => `arn:aws:lambda:us-east-1:123456789012:function:${each}`)
const right = <Value>(...values: Value[]) => ({ weight: 4, arbitrary: fc.constantFrom(...values) })
const wrong = <Value>(arbitrary: fc.Arbitrary<Value>) => ({ weight: 1, arbitrary })
const segment = fc.oneof(
  right('f', 'g'),
  wrong(fc.oneof(name, arn).map((text) => encodeURIComponent(text.toWellFormed()))),
  wrong(fc.constantFrom(...NAMES)),
)
const leaf = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(-1, 1.5, 1e308, '', '$LATEST', null, {}, [], true))

/** The right body with one of its members, or a member of a member, exchanged or taken away. */
const mutated = fc.tuple(fc.constantFrom(...Object.keys(RIGHT)), leaf, fc.boolean()).map(([key, value, isInner]) => {
  const before = RIGHT[key]
  const inner = typeof before === 'object' && isInner ? { ...before, [Object.keys(before!)[0] ?? 'x']: value } : value
  return JSON.stringify({ ...RIGHT, [key]: inner })
})
const cut = fc.tuple(mutated, fc.nat(200)).map(([text, length]) => text.slice(0, length))
const body = fc.oneof(
  right(JSON.stringify(RIGHT)),
  { weight: 4, arbitrary: mutated },
  wrong(fc.oneof(cut, fc.json(), fc.string(), fc.uint8Array({ maxLength: 64 }), fc.constant(undefined))),
)

const query = fc.oneof(
  right({}),
  wrong(
    fc.dictionary(
      fc.constantFrom(
        'Qualifier',
        'Marker',
        'MaxItems',
        'FunctionVersion',
        'tagKeys',
        'RevisionId',
        'List',
        'X-Amz-Credential',
      ),
      fc.oneof(
        fc.constantFrom('1', '0', '-1', '51', '99999999999999999999', 'ALL', 'live', '$LATEST', 'YWZ0ZXIgZg=='),
        name,
      ),
      { maxKeys: 3 },
    ),
  ),
)
const visible = fc.stringMatching(/^[\x21-\x7e]{0,40}$/)
const headers = fc.oneof(
  right({}, { 'X-Amz-Invocation-Type': 'Event' }),
  wrong(
    fc.dictionary(
      fc.constantFrom(
        'X-Amz-Invocation-Type',
        'X-Amz-Log-Type',
        'X-Amz-Client-Context',
        'X-Amzn-Trace-Id',
        'Authorization',
        'Content-Type',
        'Content-Length',
        'Host',
        'Origin',
      ),
      fc.oneof(
        fc.constantFrom('Event', 'RequestResponse', 'Tail', 'e30=', '-1', 'AWS4-HMAC-SHA256 Credential=/x/y'),
        visible,
      ),
      { maxKeys: 2 },
    ),
  ),
)
const routes = Object.entries(ROUTES)
const frequent = routes.filter(([operation]) => /Invoke|Function|Alias|Version/.test(operation))
const method = fc.constantFrom('GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS')

const request = fc.record({
  route: fc.oneof(right(...frequent), wrong(fc.constantFrom(...routes))).map(([, route]) => route),
  otherMethod: fc.oneof(right(undefined), wrong(method)),
  segments: fc.array(segment, { minLength: 2, maxLength: 2 }),
  query,
  headers,
  body,
})

/** A part of a path: what is the right name of a function becomes the right value of other parameters too. */
function named(parameter: string, segment: string): string {
  if (segment !== 'f') return segment
  const others: Readonly<Record<string, string>> = { ':Name': 'live', ':StatementId': 's', ':Resource': FUNCTION_ARN }
  return others[parameter] ?? segment
}

test('a request, however wrong, is answered with what is wrong with it', async () => {
  const statuses = new Map<number, number>()
  const each = fc.asyncProperty(request, async ({ route, otherMethod, segments, query, headers, body }) => {
    restore()
    const rest = [...segments]
    const path = route[1].replaceAll(/:\w+/g, (parameter) => named(parameter, rest.shift() ?? 'x'))
    const search = new URLSearchParams(query).toString()
    const method = otherMethod ?? route[0]
    const sent = method === 'GET' || method === 'HEAD' ? undefined : body
    const answer = await endpoint.request(method, `${path}${search === '' ? '' : `?${search}`}`, sent, headers)
    const text = await answer.text()
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
    if (answer.status >= 500) expect(answer.status).toBe(501)
    if (answer.status >= 400 && method !== 'HEAD') expect(Object.keys(JSON.parse(text)).join()).toMatch(/message/i)
    expect(text).not.toMatch(/\bat .*\.ts:\d+/)
    expect(endpoint.failures).toEqual([])
  })
  await fc.assert(each, { seed, numRuns: requests })
  expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 202, 400, 404, 501]))
})

test('the control plane is as good as before', async () => {
  const answer = await endpoint.request('GET', '/2015-03-31/functions?FunctionVersion=ALL')
  expect(answer.status).toBe(200)
})
