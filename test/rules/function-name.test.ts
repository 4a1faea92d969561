import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { functionArn } from '../../src/rules/arn.ts'
import {
  addressOf,
  aliasNameViolations,
  FUNCTION_NAME_SHAPES,
  functionNameViolations,
  newNameRefusal,
  parseFunctionName,
  qualifierViolations,
} from '../../src/rules/function-name.ts'
import { ServiceError, validationFailed } from '../../src/rules/service-error.ts'

const place = { region: 'us-east-1', account: '123456789012' }
const arn = functionArn(place, 'my-function')

describe('a function is named by', () => {
  test.each([
    ['my-function', undefined, undefined, undefined],
    ['my-function:live', undefined, undefined, 'live'],
    ['my-function:1', undefined, undefined, '1'],
    ['my-function:$LATEST', undefined, undefined, '$LATEST'],
    ['my-function:$LATEST.PUBLISHED', undefined, undefined, '$LATEST.PUBLISHED'],
    ['function:my-function', undefined, undefined, undefined],
    ['123456789012:function:my-function', undefined, '123456789012', undefined],
    ['123456789012:function:my-function:1', undefined, '123456789012', '1'],
    ['us-east-1:123456789012:function:my-function', 'us-east-1', '123456789012', undefined],
    ['us-gov-west-1:123456789012:my-function:a_b', 'us-gov-west-1', '123456789012', 'a_b'],
    [arn, 'us-east-1', '123456789012', undefined],
    [`${arn}:live`, 'us-east-1', '123456789012', 'live'],
  ])('%s', (text, region, account, qualifier) => {
    expect(parseFunctionName(text)).toEqual({ region, account, name: 'my-function', qualifier })
    expect(functionNameViolations(text, 'namespaced')).toEqual([])
  })
})

test('an ARN that ends in :function names a function called function', () => {
  expect(parseFunctionName('arn:aws:lambda:us-east-1:123456789012:function')?.name).toBe('function')
})

describe('AWS refuses by pattern', () => {
  const refused = [
    'my-function!',
    '*',
    '',
    'invalid-account:function:my-function',
    'arn:aws:lambda:invalid-region:123456789012:function:my-function',
    'arn:aws:lambda::123456789012:function:my-function',
    'arn:aws:lambda:us-east-1::function:my-function',
    'arn:aws:ec2:us-east-1:123456789012:instance:i-1234567890',
    `${arn}:1:2`,
    'function:my-function:$LATEST:extra',
    `${arn}:$LATES`,
  ]
  test.each(refused)('%j', (name) => {
    for (const shape of ['namespaced', 'plain'] as const) {
      expect(validationFailed(functionNameViolations(name, shape)).message).toContain(
        `Value '${name}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: ${FUNCTION_NAME_SHAPES[shape].pattern}`,
      )
    }
    expect(parseFunctionName(name)).toBeUndefined()
  })

  test('a dot or $LATEST.PUBLISHED, in the plain shape only', () => {
    for (const name of ['my.function', 'f:$LATEST.PUBLISHED']) {
      expect(functionNameViolations(name, 'namespaced')).toEqual([])
      expect(functionNameViolations(name, 'plain')).toHaveLength(1)
    }
  })
})

test('each shape has its own length, and 64 counts only for a new bare name', () => {
  const name = (length: number) => 'a'.repeat(length)
  expect(functionNameViolations(name(256), 'namespaced')).toEqual([])
  expect(functionNameViolations(name(140), 'plain')).toEqual([])
  expect(validationFailed(functionNameViolations(name(257), 'namespaced')).message).toBe(
    `1 validation error detected: Value '${name(257)}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 256`,
  )
  expect(validationFailed(functionNameViolations(name(141), 'plain')).message).toMatch(/less than or equal to 140$/)
  expect(newNameRefusal(name(64))).toBeUndefined()
  expect(newNameRefusal(name(65))).toBe(
    `1 validation error detected: Value '${name(65)}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64`,
  )
})

test('a long ARN with a bad region breaks the pattern only', () => {
  const long = `arn:aws:lambda:bad-region:123456789012:function:${'a'.repeat(180)}`
  expect(functionNameViolations(long, 'namespaced').map((violation) => violation.constraint)).toEqual([
    `Member must satisfy regular expression pattern: ${FUNCTION_NAME_SHAPES.namespaced.pattern}`,
  ])
})

test('a qualifier breaks its pattern or its length', () => {
  for (const fine of ['$LATEST', '$latest', '1', 'live', 'a'.repeat(128), undefined])
    expect(qualifierViolations(fine)).toEqual([])
  expect(validationFailed(qualifierViolations('invalid!')).message).toBe(
    String.raw`1 validation error detected: Value 'invalid!' at 'qualifier' failed to satisfy constraint: Member must satisfy regular expression pattern: \$(LATEST(\.PUBLISHED)?)|[a-zA-Z0-9-_$]+`,
  )
  expect(validationFailed(qualifierViolations('a'.repeat(129))).message).toBe(
    `1 validation error detected: Value '${'a'.repeat(129)}' at 'qualifier' failed to satisfy constraint: Member must have length less than or equal to 128`,
  )
})

test('an alias is never named by digits alone', () => {
  for (const fine of ['live', '1a', 'v-1']) expect(aliasNameViolations(fine)).toEqual([])
  for (const bad of ['1', '42', '$LATEST', 'a b']) expect(aliasNameViolations(bad)).toHaveLength(1)
})

/** The error that a call throws, which must be the service's own. */
function refusal(call: () => unknown): ServiceError {
  try {
    call()
  } catch (error) {
    if (error instanceof ServiceError) return error
    throw error
  }
  throw new Error('expected a ServiceError, nothing was thrown')
}

describe('the address of a call', () => {
  test('takes its qualifier from the name, the parameter, or both when they agree', () => {
    expect(addressOf('f', undefined, place)).toEqual({ name: 'f', qualifier: undefined })
    expect(addressOf('f:1', undefined, place)).toEqual({ name: 'f', qualifier: '1' })
    expect(addressOf('f', 'live', place)).toEqual({ name: 'f', qualifier: 'live' })
    expect(addressOf(`${arn}:live`, 'live', place)).toEqual({ name: 'my-function', qualifier: 'live' })
  })

  test.each([
    ['f:1', '$LATEST'],
    ['f:$LATEST', '1'],
    ['f:1', 'live'],
    [`${arn}:live`, 'other'],
    ['f:live', 'other'],
  ])('refuses %s with the qualifier %s', (name, qualifier) => {
    const error = refusal(() => addressOf(name, qualifier, place))
    expect(error.bodyText).toBe(
      '{"Type":"User","message":"The derived qualifier from the function name does not match the specified qualifier."}',
    )
    expect(error.status).toBe(400)
  })

  test('refuses another region by name', () => {
    const error = refusal(() => addressOf('arn:aws:lambda:eu-west-2:123456789012:function:f', undefined, place))
    expect(error.code).toBe('ResourceNotFoundException')
    expect(error.message).toBe("Functions from 'eu-west-2' are not reachable in this region ('us-east-1')")
  })

  test('refuses another account without a word', () => {
    const error = refusal(() => addressOf('999999999999:function:f', undefined, place))
    expect([error.code, error.status, error.message]).toEqual(['AccessDeniedException', 403, ''])
  })
})

test('whatever the form, the same function and qualifier come out', () => {
  const name = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9_-]{0,20}$/).filter((text) => text !== 'function')
  const qualifier = fc.option(fc.constantFrom('$LATEST', '7', 'live', 'a-b_c'), { nil: undefined })
  const forms = [
    '',
    'function:',
    '123456789012:function:',
    'us-east-1:123456789012:function:',
    'arn:aws:lambda:us-east-1:123456789012:function:',
  ]
  fc.assert(
    fc.property(name, qualifier, fc.constantFrom(...forms), (bare, end, form) => {
      const text = form + bare + (end === undefined ? '' : `:${end}`)
      expect(addressOf(text, undefined, place)).toEqual({ name: bare, qualifier: end })
    }),
    { seed: 2 },
  )
})
