import { describe, expect, test } from 'vitest'
import { conflict, fn, invalid, notFound, planeWith, publishNext, queue, refusal, violated } from './plane.ts'

const alias = { FunctionName: 'f', Name: 'live' }

function setUp() {
  const plane = planeWith(['f'])
  for (let i = 1; i <= 3; i++) publishNext(plane, 'f')
  return plane
}

const weights = (AdditionalVersionWeights: Record<string, number>) => ({ RoutingConfig: { AdditionalVersionWeights } })

test('an alias leads to its version, and to another when it is pointed there', () => {
  const plane = setUp()
  expect(plane.aliases.create({ ...alias, FunctionVersion: '1' })).toEqual({
    AliasArn: fn('f', 'live'),
    Name: 'live',
    FunctionVersion: '1',
    Description: '',
    RevisionId: expect.any(String),
  })
  expect(plane.resolve('f', 'live')).toEqual({ version: '1' })
  plane.aliases.update({ ...alias, FunctionVersion: '2', Description: 'two' })
  expect(plane.resolve('f', 'live')).toEqual({ version: '2' })
  expect(plane.aliases.get(alias)).toMatchObject({ FunctionVersion: '2', Description: 'two' })
  expect(plane.functions.get({ FunctionName: 'f:live' })).toMatchObject({ FunctionArn: fn('f', 'live'), Version: '2' })
})

test('a weighted alias leads to two versions until its weights are taken away', () => {
  const plane = setUp()
  plane.aliases.create({ ...alias, FunctionVersion: '1', ...weights({ 2: 0.25 }) })
  expect(plane.resolve('f', 'live')).toEqual({ version: '1', other: { version: '2', weight: 0.25 } })
  expect(plane.aliases.get(alias).RoutingConfig).toEqual({ AdditionalVersionWeights: { 2: 0.25 } })
  plane.aliases.update({ ...alias, Description: 'still' })
  expect(plane.resolve('f', 'live')?.other).toBeDefined()
  plane.aliases.update({ ...alias, RoutingConfig: {} })
  expect(plane.resolve('f', 'live')).toEqual({ version: '1' })
})

test('aliases are listed by name', () => {
  const plane = setUp()
  for (const Name of ['b', 'a']) plane.aliases.create({ FunctionName: 'f', Name, FunctionVersion: '1' })
  expect(plane.aliases.list({ FunctionName: 'f' }).map((each) => each.Name)).toEqual(['a', 'b'])
})

test('to delete an alias twice is no error', () => {
  const plane = setUp()
  plane.aliases.create({ ...alias, FunctionVersion: '1' })
  plane.aliases.delete(alias)
  plane.aliases.delete(alias)
  expect(plane.resolve('f', 'live')).toBeUndefined()
})

describe('AWS refuses', () => {
  const create = (settings: { FunctionVersion: string } & object, name = 'live') =>
    refusal(() => setUp().aliases.create({ FunctionName: 'f', Name: name, ...settings }))

  test('an alias that exists, and one that does not', () => {
    const plane = setUp()
    plane.aliases.create({ ...alias, FunctionVersion: '1' })
    expect(refusal(() => plane.aliases.create({ ...alias, FunctionVersion: '1' }))).toEqual(
      conflict(`Alias already exists: ${fn('f', 'live')}`),
    )
    for (const operation of ['get', 'update'] as const)
      expect(refusal(() => plane.aliases[operation]({ FunctionName: 'f', Name: 'dev' }))).toEqual(
        notFound(`Cannot find alias arn: ${fn('f', 'dev')}`),
      )
  })

  test('a function or version that is missing', () => {
    expect(create({ FunctionVersion: '9' })).toEqual(notFound(`Function not found: ${fn('f', '9')}`))
    expect(create({ FunctionVersion: '1', ...weights({ 9: 0.5 }) })).toEqual(
      notFound(`Function not found: ${fn('f', '9')}`),
    )
    expect(refusal(() => setUp().aliases.create({ ...alias, FunctionName: 'g', FunctionVersion: '1' }))).toEqual(
      notFound(`Function not found: ${fn('g')}`),
    )
  })

  test('more than one further version', () => {
    expect(create({ FunctionVersion: '1', ...weights({ 2: 0.1, 3: 0.1 }) })).toEqual(
      invalid('Number of items in AdditionalVersionWeights cannot be greater than 1'),
    )
  })

  test('weights on $LATEST', () => {
    expect(create({ FunctionVersion: '$LATEST', ...weights({ 1: 0.5 }) })).toEqual(
      invalid('$LATEST is not supported for an alias pointing to more than 1 version'),
    )
  })

  test('the same version twice', () => {
    expect(create({ FunctionVersion: '1', ...weights({ 1: 0.5 }) })).toEqual(
      invalid('Invalid function version 1. Function version 1 is already included in routing configuration.'),
    )
  })

  test('a weight above one', () => {
    expect(create({ FunctionVersion: '1', ...weights({ 2: 2 }) })).toEqual(
      violated(
        "1 validation error detected: Value '{2=2.0}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0, Member must not be null]",
      ),
    )
  })

  test('a weight on something that is no number', () => {
    expect(create({ FunctionVersion: '1', ...weights({ $LATEST: 0.5 }) })).toEqual(
      violated(
        "1 validation error detected: Value '{$LATEST=0.5}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [0-9]+]",
      ),
    )
  })

  test('a name of digits alone, and a version that is none', () => {
    const [, name] = create({ FunctionVersion: '1' }, '42')
    expect(name).toEqual({
      message:
        "1 validation error detected: Value '42' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)",
    })
    const [code] = create({ FunctionVersion: 'live' })
    expect(code).toBe('ValidationException')
  })

  test('two versions with different dead-letter targets', () => {
    const plane = setUp()
    plane.functions.update({ FunctionName: 'f', DeadLetterConfig: { TargetArn: queue('dead') } })
    const FunctionVersion = plane.versions.publish({ FunctionName: 'f' }).Version
    expect(refusal(() => plane.aliases.create({ ...alias, FunctionVersion, ...weights({ 1: 0.5 }) }))[0]).toBe(
      'InvalidParameterValueException',
    )
  })
})
