import { expect, test } from 'vitest'
import { FUNCTION_NAME_SHAPES } from '../../../src/rules/function-name.ts'
import { ROLE, refused, TestEndpoint } from './endpoint.ts'

const { namespaced, plain } = FUNCTION_NAME_SHAPES
const QUALIFIER = String.raw`\$(LATEST(\.PUBLISHED)?)|[a-zA-Z0-9-_$]+`
const arn = (name: string) => `arn:aws:lambda:us-east-1:123456789012:function:${name}`
const endpoint = new TestEndpoint()

/** The three operations of the recorded matrix, each to a name and perhaps a qualifier. */
const OPERATIONS = [
  ['Invoke', 'POST', (name: string, query: string) => `/2015-03-31/functions/${name}/invocations${query}`],
  ['GetFunction', 'GET', (name: string, query: string) => `/2015-03-31/functions/${name}${query}`],
  ['DeleteFunction', 'DELETE', (name: string, query: string) => `/2015-03-31/functions/${name}${query}`],
] as const

function send([, method, path]: (typeof OPERATIONS)[number], name: string, qualifier?: string) {
  const query = qualifier === undefined ? '' : `?Qualifier=${encodeURIComponent(qualifier)}`
  return endpoint.request(method, path(encodeURIComponent(name), query)).then(refused)
}

const badName = (value: string) =>
  `Value '${value}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: ${namespaced.pattern}`
const badQualifier = (value: string, constraint: string) =>
  `Value '${value}' at 'qualifier' failed to satisfy constraint: ${constraint}`
const LONG = 'a'.repeat(129)
const TOO_LONG = badQualifier(LONG, 'Member must have length less than or equal to 128')
const FARAWAY = `arn:aws:lambda:invalid-region:123456789012:function:${'n'.repeat(176)}`

for (const operation of OPERATIONS) {
  test.each([
    'my-function!',
    '*',
    'invalid-account:function:my-function',
    'arn:aws:lambda:invalid-region:123456789012:function:my-function',
    'arn:aws:lambda::123456789012:function:my-function',
    'arn:aws:lambda:us-east-1::function:my-function',
    'arn:aws:ec2:us-east-1:123456789012:instance:i-1',
    `${arn('my-function')}:1:2`,
    'function:my-function:$LATEST:extra',
    `${arn('my-function')}:$LATES`,
    FARAWAY,
  ])(`${operation[0]} refuses the name %s`, async (name) => {
    const message = `1 validation error detected: ${badName(name)}`
    expect(await send(operation, name)).toEqual([400, 'ValidationException', { message }])
  })

  test.each([
    ['f', 'invalid!', 1, badQualifier('invalid!', `Member must satisfy regular expression pattern: ${QUALIFIER}`)],
    ['f', LONG, 1, TOO_LONG],
    ['my-function!', LONG, 2, `${badName('my-function!')}; ${TOO_LONG}`],
  ])(`${operation[0]} refuses the name %s with the qualifier %s`, async (name, qualifier, count, sentences) => {
    const message = `${count} validation ${count === 1 ? 'error' : 'errors'} detected: ${sentences}`
    expect(await send(operation, name, qualifier)).toEqual([400, 'ValidationException', { message }])
  })

  test.each([
    ['n'.repeat(65), undefined, 'n'.repeat(65), '$LATEST'],
    ['arn:aws:lambda:us-east-1:123456789012:function', undefined, 'function', '$LATEST'],
    ['my-function', '$latest', 'my-function', '$latest'],
  ])(`${operation[0]} takes %s for a function that is not there`, async (name, qualifier, meant, suffix) => {
    const printed = operation[0] === 'Invoke' || qualifier !== undefined ? `:${suffix}` : ''
    const Message = `Function not found: ${arn(meant)}${printed}`
    expect(await send(operation, name, qualifier)).toEqual([
      404,
      'ResourceNotFoundException',
      { Type: 'User', Message },
    ])
  })

  test(`${operation[0]} refuses two qualifiers before it looks for the function`, async () => {
    const message = 'The derived qualifier from the function name does not match the specified qualifier.'
    expect(await send(operation, `${arn('my-function')}:$LATEST`, '1')).toEqual([
      400,
      'InvalidParameterValueException',
      { Type: 'User', message },
    ])
  })
}

test('CreateFunction has a pattern and lengths of its own', async () => {
  const create = async (FunctionName: string) => {
    const body = { FunctionName, Role: ROLE, Code: { ImageUri: 'i' }, PackageType: 'Image' }
    return refused(await endpoint.request('POST', '/2015-03-31/functions', body))
  }
  const sentence = (value: string, constraint: string) =>
    `1 validation error detected: Value '${value}' at 'functionName' failed to satisfy constraint: Member must ${constraint}`
  expect(await create('a.b')).toEqual([
    400,
    'ValidationException',
    { message: sentence('a.b', `satisfy regular expression pattern: ${plain.pattern}`) },
  ])
  expect(await create('a'.repeat(65))).toEqual([
    400,
    'InvalidParameterValueException',
    { Type: 'User', message: sentence('a'.repeat(65), 'have length less than or equal to 64') },
  ])
  expect(await create('a'.repeat(141))).toEqual([
    400,
    'ValidationException',
    { message: sentence('a'.repeat(141), 'have length less than or equal to 140') },
  ])
})

test('the signature’s scope says the region, and a key of twelve digits the account', async () => {
  const get = async (credential: string) => {
    const Authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0`
    return refused(await endpoint.request('GET', '/2015-03-31/functions/f', undefined, { Authorization }))
  }
  const missing = (place: string) => [
    404,
    'ResourceNotFoundException',
    { Type: 'User', Message: `Function not found: arn:aws:lambda:${place}:function:f` },
  ]
  expect(await get('AKIDEXAMPLE/20261124/eu-west-1/lambda/aws4_request')).toEqual(missing('eu-west-1:123456789012'))
  expect(await get('000000000000/20261124/us-east-1/lambda/aws4_request')).toEqual(missing('us-east-1:000000000000'))
  expect((await get('000000000000/20261124/no region/lambda/aws4_request'))[0]).toBe(404)
  expect((await get('000000000000/20261124/nowhere/lambda/aws4_request')).slice(0, 2)).toEqual([
    403,
    'InvalidSignatureException',
  ])
  expect([...endpoint.worlds.keys()]).not.toContain('000000000000 nowhere')
})
