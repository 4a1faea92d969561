import { beforeEach, describe, expect, test } from 'vitest'
import type { EventInvokeConfigPage } from '../../../src/control-plane/event-invoke-configs.ts'
import { DESTINATION_SHAPE } from '../../../src/rules/destination.ts'
import type { EventInvokeConfigResponse } from '../../../src/rules/event-invoke-config.ts'
import { documentOf, refused, START_MS, TestEndpoint } from './endpoint.ts'

const PATH = '/2019-09-25/functions/f/event-invoke-config'
const arn = (name: string, qualifier = '') => `arn:aws:lambda:us-east-1:123456789012:function:${name}${qualifier}`
const queue = (name: string) => `arn:aws:sqs:us-east-1:123456789012:${name}`

type Config = EventInvokeConfigResponse
type Page = EventInvokeConfigPage

let endpoint: TestEndpoint
const put = (body: unknown, path = PATH) => endpoint.request('PUT', path, body)

/** A function with version 1, an alias `live` to it and an alias `other`, beside a function to send to. */
beforeEach(() => {
  endpoint = new TestEndpoint({ targetExists: ({ name }) => name !== 'missing' })
  const { functions, versions, aliases } = endpoint.world.plane
  for (const FunctionName of ['f', 'target']) functions.create({ FunctionName })
  versions.publish({ FunctionName: 'f' })
  for (const Name of ['live', 'other']) aliases.create({ FunctionName: 'f', Name, FunctionVersion: '1' })
})

describe('on the wire', () => {
  test('a config is the bytes that were recorded, its time a number in Java’s notation', async () => {
    const Destination = queue('q')
    const body = {
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 60,
      DestinationConfig: { OnSuccess: { Destination }, OnFailure: { Destination } },
    }
    const answer = await put(body)
    expect(await answer.text()).toBe(
      `{"DestinationConfig":{"OnFailure":{"Destination":"${Destination}"},"OnSuccess":{"Destination":"${Destination}"}},"FunctionArn":"${arn('f', ':$LATEST')}","LastModified":1.789400786443E9,"MaximumEventAgeInSeconds":60,"MaximumRetryAttempts":0}`,
    )
    expect(START_MS).toBe(1_789_400_786_443)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json'])
    expect(answer.headers.get('x-amzn-requestid')).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/)
  })

  test('what is unset is an explicit null', async () => {
    expect(await (await put({ MaximumRetryAttempts: 1 })).text()).toBe(
      `{"DestinationConfig":{"OnFailure":{"Destination":null},"OnSuccess":{"Destination":null}},"FunctionArn":"${arn('f', ':$LATEST')}","LastModified":1.789400786443E9,"MaximumEventAgeInSeconds":null,"MaximumRetryAttempts":1}`,
    )
  })

  test('a function without configs has an empty list', async () => {
    const answer = await endpoint.request('GET', `${PATH}/list`)
    expect(await answer.text()).toBe('{"FunctionEventInvokeConfigs":[],"NextMarker":null}')
  })

  test('a deleted config is answered without a body, and with its type', async () => {
    await put({ MaximumRetryAttempts: 1 })
    const answer = await endpoint.request('DELETE', PATH)
    expect([answer.status, await answer.text(), answer.headers.get('content-type')]).toEqual([
      204,
      '',
      'application/json',
    ])
    expect(answer.headers.get('x-amzn-requestid')).not.toBeNull()
  })

  test('a refusal names its type in a header, and its text under the key of its kind', async () => {
    expect(await (await endpoint.request('GET', PATH)).text()).toBe(
      `{"Type":"User","Message":"The function ${arn('f', ':$LATEST')} doesn't have an EventInvokeConfig"}`,
    )
    expect(await refused(await put({}))).toEqual([
      400,
      'InvalidParameterValueException',
      { Type: 'User', message: 'You must specify at least one of error handling or destination setting.' },
    ])
    expect(await refused(await put({ MaximumRetryAttempts: 3 }))).toMatchObject([400, 'ValidationException', {}])
  })

  test('a slash at the end of a path, and an encoded ARN in it, change nothing', async () => {
    await put({ MaximumRetryAttempts: 1 })
    const encoded = encodeURIComponent(arn('f', ':$LATEST'))
    for (const path of [`${PATH}/`, `/2019-09-25/functions/${encoded}/event-invoke-config?Qualifier=%24LATEST`])
      expect((await endpoint.request('GET', path)).status).toBe(200)
    expect((await endpoint.request('GET', `${PATH}/list/`)).status).toBe(200)
  })
})

test('a config lives as recorded: replaced, merged, one for each qualifier, listed in pages, deleted alone', async () => {
  const settings = async (answer: Promise<Response>) => {
    const { MaximumRetryAttempts, MaximumEventAgeInSeconds, FunctionArn } = await documentOf<Config>(answer)
    return [MaximumRetryAttempts, MaximumEventAgeInSeconds, FunctionArn.split(':').at(-1)]
  }
  const get = (query = '') => endpoint.request('GET', PATH + query)
  const post = (body: unknown) => endpoint.request('POST', PATH, body)
  expect(await settings(put({ MaximumRetryAttempts: 0 }))).toEqual([0, null, '$LATEST'])
  expect(await settings(put({ MaximumEventAgeInSeconds: 60 }))).toEqual([null, 60, '$LATEST'])
  expect(await settings(post({ MaximumEventAgeInSeconds: 60 }))).toEqual([null, 60, '$LATEST'])
  expect(await settings(post({ MaximumRetryAttempts: 1 }))).toEqual([1, 60, '$LATEST'])
  expect(await (await get()).text()).toBe(await (await get('?Qualifier=%24LATEST')).text())
  expect((await get('?Qualifier=1')).status).toBe(404)
  expect(await settings(put({ MaximumEventAgeInSeconds: 120 }, `${PATH}?Qualifier=1`))).toEqual([null, 120, '1'])

  const list = (query: string) => documentOf<Page>(endpoint.request('GET', `${PATH}/list${query}`))
  const first = await list('?MaxItems=1')
  const second = await list(`?MaxItems=1&Marker=${encodeURIComponent(first.NextMarker!)}`)
  expect(first.FunctionEventInvokeConfigs.map((each) => each.FunctionArn)).toEqual([arn('f', ':$LATEST')])
  expect(second).toMatchObject({ FunctionEventInvokeConfigs: [{ FunctionArn: arn('f', ':1') }], NextMarker: null })
  expect((await endpoint.request('DELETE', PATH)).status).toBe(204)
  expect((await list('')).FunctionEventInvokeConfigs).toHaveLength(1)
  expect((await endpoint.request('DELETE', PATH)).status).toBe(404)
})

const settings = { MaximumRetryAttempts: 1 }
const onSuccess = (Destination: string) => ({ DestinationConfig: { OnSuccess: { Destination } } })
const onFailure = (Destination: string) => ({ DestinationConfig: { OnFailure: { Destination } } })
const MISSING = [404, 'ResourceNotFoundException', { Type: 'User', Message: "The function doesn't exist." }]
const unconfigured = (name: string, qualifier: string) => [
  404,
  'ResourceNotFoundException',
  { Type: 'User', Message: `The function ${arn(name, `:${qualifier}`)} doesn't have an EventInvokeConfig` },
]
const invalid = (message: string) => [400, 'InvalidParameterValueException', { Type: 'User', message }]
const violated = (message: string) => [
  400,
  'ValidationException',
  { message: `1 validation error detected: ${message}` },
]
const DERIVED = invalid('The derived qualifier from the function name does not match the specified qualifier.')
const NOTHING = invalid('You must specify at least one of error handling or destination setting.')
const IAM = 'arn:aws:iam::123456789012:role/r'
const to = (name: string) => `/2019-09-25/functions/${encodeURIComponent(name)}/event-invoke-config`

test.each<[what: string, method: string, path: string, body: unknown, expected: unknown]>([
  ['put: a missing function', 'PUT', to('nope'), settings, MISSING],
  ['put: a missing function by its ARN', 'PUT', to(arn('nope')), settings, MISSING],
  ['put: a missing alias', 'PUT', `${PATH}?Qualifier=nope`, settings, MISSING],
  ['put: a missing version', 'PUT', `${PATH}?Qualifier=7`, settings, MISSING],
  ['update: a missing function', 'POST', to('nope'), settings, MISSING],
  ['list: a missing function', 'GET', `${to('nope')}/list`, undefined, MISSING],
  ['get: a missing function', 'GET', to('nope'), undefined, unconfigured('nope', '$LATEST')],
  ['get: a missing alias', 'GET', `${PATH}?Qualifier=nope`, undefined, unconfigured('f', 'nope')],
  ['delete: a missing function', 'DELETE', to('nope'), undefined, unconfigured('nope', '$LATEST')],
  ['delete: no config', 'DELETE', `${PATH}?Qualifier=1`, undefined, unconfigured('f', '1')],
  ['update: no config', 'POST', PATH, settings, unconfigured('f', '$LATEST')],
  ['put: nothing', 'PUT', PATH, {}, NOTHING],
  ['put: no body', 'PUT', PATH, undefined, NOTHING],
  ['put: empty destinations', 'PUT', PATH, { DestinationConfig: {} }, NOTHING],
  ['put: nothing for a missing function', 'PUT', to('nope'), {}, NOTHING],
  ['update: nothing', 'POST', PATH, {}, NOTHING],
  [
    'a missing function as destination',
    'PUT',
    PATH,
    onSuccess(arn('nope')),
    invalid(`The destination ARN ${arn('nope')} is invalid.`),
  ],
  [
    'a missing queue',
    'PUT',
    PATH,
    onFailure(queue('missing')),
    invalid(`The destination ARN ${queue('missing')} is invalid.`),
  ],
  ['itself', 'PUT', PATH, onSuccess(arn('f')), invalid("You can't specify the function as a destination for itself.")],
  [
    'an IAM ARN on success',
    'PUT',
    PATH,
    onSuccess(IAM),
    invalid(
      `The provided destination config DestinationConfig(onSuccess=OnSuccess(destination=${IAM}), onFailure=null) is invalid.`,
    ),
  ],
  [
    'an IAM ARN on failure',
    'PUT',
    PATH,
    onFailure(IAM),
    invalid(
      `The provided destination config DestinationConfig(onSuccess=null, onFailure=OnFailure(destination=${IAM})) is invalid.`,
    ),
  ],
  [
    'no ARN',
    'PUT',
    PATH,
    onFailure('q'),
    violated(
      `Value 'q' at 'destinationConfig.onFailure.destination' failed to satisfy constraint: Member must satisfy regular expression pattern: ${DESTINATION_SHAPE.pattern}`,
    ),
  ],
  [
    '3 retries',
    'PUT',
    PATH,
    { MaximumRetryAttempts: 3 },
    violated(
      "Value '3' at 'maximumRetryAttempts' failed to satisfy constraint: Member must have value less than or equal to 2",
    ),
  ],
  [
    '-1 retries',
    'PUT',
    PATH,
    { MaximumRetryAttempts: -1 },
    violated(
      "Value '-1' at 'maximumRetryAttempts' failed to satisfy constraint: Member must have value greater than or equal to 0",
    ),
  ],
  [
    '59 s',
    'PUT',
    PATH,
    { MaximumEventAgeInSeconds: 59 },
    violated(
      "Value '59' at 'maximumEventAgeInSeconds' failed to satisfy constraint: Member must have value greater than or equal to 60",
    ),
  ],
  [
    '21,601 s',
    'PUT',
    PATH,
    { MaximumEventAgeInSeconds: 21_601 },
    violated(
      "Value '21601' at 'maximumEventAgeInSeconds' failed to satisfy constraint: Member must have value less than or equal to 21600",
    ),
  ],
  [
    'a page of 51',
    'GET',
    `${PATH}/list?MaxItems=51`,
    undefined,
    violated("Value '51' at 'maxItems' failed to satisfy constraint: Member must have value less than or equal to 50"),
  ],
  [
    'a page of 0',
    'GET',
    `${PATH}/list?MaxItems=0`,
    undefined,
    violated("Value '0' at 'maxItems' failed to satisfy constraint: Member must have value greater than or equal to 1"),
  ],
  ['an unusable marker', 'GET', `${PATH}/list?Marker=x`, undefined, invalid('Invalid pagination key.')],
  [
    'the list of an alias',
    'GET',
    `${to('f:live')}/list`,
    undefined,
    invalid('The function name must not include a version number or alias.'),
  ],
  [
    'another region',
    'GET',
    to('arn:aws:lambda:eu-west-1:123456789012:function:f'),
    undefined,
    [
      404,
      'ResourceNotFoundException',
      { Type: 'User', Message: "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')" },
    ],
  ],
  [
    'another account',
    'GET',
    to('arn:aws:lambda:us-east-1:000000000000:function:f'),
    undefined,
    [403, 'AccessDeniedException', { Message: null }],
  ],
  ['name:1 and $LATEST', 'PUT', `${to('f:1')}?Qualifier=%24LATEST`, settings, DERIVED],
  ['name:$LATEST and 1', 'PUT', `${to('f:$LATEST')}?Qualifier=1`, settings, DERIVED],
  ['name:1 and an alias', 'PUT', `${to('f:1')}?Qualifier=live`, settings, DERIVED],
  ['the ARN of an alias and another', 'PUT', `${to(arn('f', ':live'))}?Qualifier=other`, settings, DERIVED],
  ['name:alias and another', 'PUT', `${to('f:live')}?Qualifier=other`, settings, DERIVED],
])('refuses as recorded: %s', async (_what, method, path, body, expected) => {
  expect(await refused(await endpoint.request(method, path, body))).toEqual(expected)
})

test.each([
  ['the ARN of an alias', to(arn('f', ':live')), settings],
  ['the ARN of an alias and the same qualifier', `${to(arn('f', ':live'))}?Qualifier=live`, settings],
  ['name:alias', to('f:live'), settings],
  ['name:alias and the same qualifier', `${to('f:live')}?Qualifier=live`, settings],
  ['name:1', to('f:1'), settings],
  ['name:$LATEST and $LATEST', `${to('f:$LATEST')}?Qualifier=%24LATEST`, settings],
  ['account:function:name', to('123456789012:function:f'), settings],
  ['both limits', PATH, { MaximumEventAgeInSeconds: 21_600, MaximumRetryAttempts: 2 }],
  ['another function as destination', PATH, onSuccess(arn('target'))],
  ['an empty side', PATH, { DestinationConfig: { OnSuccess: {} } }],
  ['an empty destination', PATH, onFailure('')],
  ['members that AWS does not know', PATH, { ...settings, Whatever: [1], FunctionName: 'target' }],
])('accepts, twice: %s', async (_what, path, body) => {
  for (let time = 0; time < 2; time++) {
    const answer = await put(body, path)
    expect([answer.status, (await documentOf<Config>(answer)).FunctionArn]).toEqual([
      200,
      expect.stringContaining(':function:f:'),
    ])
  }
})

test.each([
  ['{"MaximumRetryAttempts":', 'SerializationException'],
  ['[]', 'SerializationException'],
  ['{"MaximumRetryAttempts":"1"}', 'SerializationException'],
  ['{"MaximumRetryAttempts":1.5}', 'SerializationException'],
  ['{"DestinationConfig":{"OnFailure":"q"}}', 'SerializationException'],
])('refuses a body of the wrong shape: %s', async (body, type) => {
  expect((await refused(await put(body))).slice(0, 2)).toEqual([400, type])
})

test('leaves a config as it was when a put fails', async () => {
  await put({ MaximumRetryAttempts: 1 })
  await put(onFailure(queue('missing')))
  expect(await (await endpoint.request('GET', PATH)).json()).toMatchObject({ MaximumRetryAttempts: 1 })
})
