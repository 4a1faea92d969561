import { describe, expect, test } from 'vitest'
import { DESTINATION_SHAPE } from '../../src/rules/destination.ts'
import { FUNCTION_NAME_SHAPES } from '../../src/rules/function-name.ts'
import { fn, invalid, notFound, planeWith, publishNext, queue, refusal, violated } from './plane.ts'

const missing = notFound("The function doesn't exist.")
const nothingGiven = invalid('You must specify at least one of error handling or destination setting.')
const conflicting = invalid('The derived qualifier from the function name does not match the specified qualifier.')
const withoutConfig = (name: string, qualifier: string) =>
  notFound(`The function ${fn(name, qualifier)} doesn't have an EventInvokeConfig`)
const retries = { MaximumRetryAttempts: 0 }
const FunctionName = 'f'

/** Functions f (with version 1, alias live, no config) and g. */
function setUp() {
  const plane = planeWith(['f', 'g'], { targetExists: (target) => target.name !== 'missing' })
  publishNext(plane, 'f')
  plane.aliases.create({ FunctionName, Name: 'live', FunctionVersion: '1' })
  return plane.eventInvokeConfigs
}

describe('a function or qualifier that is missing', () => {
  test.each([
    { FunctionName: 'nope' },
    { FunctionName: fn('nope') },
    { FunctionName, Qualifier: 'nope' },
    { FunctionName: 'f:2' },
  ])('put and update of %j: the function does not exist', (address) => {
    expect(refusal(() => setUp().put({ ...address, ...retries }))).toEqual(missing)
    expect(refusal(() => setUp().update({ ...address, ...retries }))).toEqual(missing)
  })

  test('list: the function does not exist', () => {
    for (const name of ['nope', fn('nope')])
      expect(refusal(() => setUp().list({ FunctionName: name }))).toEqual(missing)
  })

  test('get and delete: it has no config', () => {
    for (const operation of ['get', 'delete'] as const) {
      const of = (FunctionName: string, Qualifier?: string) =>
        refusal(() => setUp()[operation]({ FunctionName, Qualifier }))
      expect(of('nope')).toEqual(withoutConfig('nope', '$LATEST'))
      expect(of('f')).toEqual(withoutConfig('f', '$LATEST'))
      expect(of('f', 'nope')).toEqual(withoutConfig('f', 'nope'))
      expect(of('f', '1')).toEqual(withoutConfig('f', '1'))
      expect(of('f', '$latest')).toEqual(withoutConfig('f', '$latest'))
    }
  })

  test('update of a function without a config: it has none', () => {
    expect(refusal(() => setUp().update({ FunctionName, ...retries }))).toEqual(withoutConfig('f', '$LATEST'))
    expect(refusal(() => setUp().update({ FunctionName: 'f:live', ...retries }))).toEqual(withoutConfig('f', 'live'))
  })
})

test('a request that sets nothing is refused before the function is looked up', () => {
  for (const operation of ['put', 'update'] as const)
    for (const name of ['f', 'nope']) {
      expect(refusal(() => setUp()[operation]({ FunctionName: name }))).toEqual(nothingGiven)
      expect(refusal(() => setUp()[operation]({ FunctionName: name, DestinationConfig: {} }))).toEqual(nothingGiven)
    }
})

test('an empty side is accepted and stored as no destination', () => {
  for (const DestinationConfig of [{ OnSuccess: {} }, { OnFailure: {} }, { OnFailure: { Destination: '' } }])
    expect(setUp().put({ FunctionName, DestinationConfig }).DestinationConfig).toEqual({
      OnFailure: { Destination: null },
      OnSuccess: { Destination: null },
    })
})

describe('a destination', () => {
  const put = (Destination: string, side: 'OnSuccess' | 'OnFailure' = 'OnFailure') =>
    refusal(() => setUp().put({ FunctionName, DestinationConfig: { [side]: { Destination } } }))
  const update = (Destination: string) => {
    const configs = setUp()
    configs.put({ FunctionName, ...retries })
    return refusal(() => configs.update({ FunctionName, DestinationConfig: { OnFailure: { Destination } } }))
  }

  test.each([
    fn('nope'),
    fn('f-2', 'live'),
    fn('g', 'nope'),
    fn('g').replace('us-east-1', 'eu-west-2'),
    queue('missing'),
  ])('%s that does not exist is invalid', (arn) => {
    expect(put(arn)).toEqual(invalid(`The destination ARN ${arn} is invalid.`))
    expect(update(arn)).toEqual(invalid(`The destination ARN ${arn} is invalid.`))
  })

  test('that is another function, or a version of it, is fine', () => {
    const configs = setUp()
    const DestinationConfig = { OnSuccess: { Destination: fn('g') }, OnFailure: { Destination: fn('g', '$LATEST') } }
    expect(configs.put({ FunctionName, DestinationConfig }).DestinationConfig).toEqual(DestinationConfig)
    configs.put({ FunctionName: 'g', DestinationConfig: { OnSuccess: { Destination: fn('f', 'live') } } })
  })

  test('that is the function itself is refused', () => {
    for (const arn of [fn('f'), fn('f', 'live'), fn('f', 'nope')])
      expect(put(arn)).toEqual(invalid("You can't specify the function as a destination for itself."))
  })

  test('of an unsupported service prints the config', () => {
    const iam = 'arn:aws:iam::123456789012:role/r'
    expect(put(iam, 'OnSuccess')).toEqual(
      invalid(
        `The provided destination config DestinationConfig(onSuccess=OnSuccess(destination=${iam}), onFailure=null) is invalid.`,
      ),
    )
    expect(put(iam)).toEqual(
      invalid(
        `The provided destination config DestinationConfig(onSuccess=null, onFailure=OnFailure(destination=${iam})) is invalid.`,
      ),
    )
  })

  test.each([
    [`${queue('q')}.fifo`, 'OnFailure'],
    ['arn:aws:s3:::bucket', 'OnSuccess'],
  ] as const)('%s is invalid %s', (arn, side) => {
    expect(put(arn, side)).toEqual(invalid(`The destination ARN ${arn} is invalid.`))
  })

  test('that is no ARN breaks the pattern', () => {
    expect(put('some-queue')).toEqual(
      violated(
        `1 validation error detected: Value 'some-queue' at 'destinationConfig.onFailure.destination' failed to satisfy constraint: Member must satisfy regular expression pattern: ${DESTINATION_SHAPE.pattern}`,
      ),
    )
  })

  test('is looked at only when the function exists', () => {
    const DestinationConfig = { OnFailure: { Destination: fn('nope') } }
    expect(refusal(() => setUp().put({ FunctionName: 'nope', DestinationConfig }))).toEqual(missing)
  })
})

describe('a name', () => {
  test.each([
    ['f:1', '$LATEST'],
    ['f:$LATEST', '1'],
    ['f:1', 'live'],
    [fn('f', 'live'), 'other'],
    ['f:live', 'other'],
    ['nope:$LATEST', '1'],
  ])('%s with the qualifier %s is refused, before anything is looked up', (FunctionName, Qualifier) => {
    const configs = setUp()
    for (const call of [
      () => configs.put({ FunctionName, Qualifier, ...retries }),
      () => configs.update({ FunctionName, Qualifier, ...retries }),
      () => configs.get({ FunctionName, Qualifier }),
      () => configs.delete({ FunctionName, Qualifier }),
    ])
      expect(refusal(call)).toEqual(conflicting)
  })

  test.each([
    ['f:1', '1'],
    ['f:live', 'live'],
    [fn('f', 'live'), 'live'],
    ['f:$LATEST', '$LATEST'],
  ])('%s with the same qualifier %s is fine', (FunctionName, Qualifier) => {
    setUp().put({ FunctionName, Qualifier, ...retries })
  })

  test('of another region or account is not reachable', () => {
    const elsewhere = fn('f').replace('us-east-1', 'eu-west-2')
    expect(refusal(() => setUp().get({ FunctionName: elsewhere }))).toEqual(
      notFound("Functions from 'eu-west-2' are not reachable in this region ('us-east-1')"),
    )
    const [code] = refusal(() => setUp().get({ FunctionName: fn('f').replace('123456789012', '999999999999') }))
    expect(code).toBe('AccessDeniedException')
  })

  test('is checked together with the qualifier and the settings, before all else', () => {
    const [code, body] = refusal(() =>
      setUp().put({ FunctionName: 'my-function!', Qualifier: 'q'.repeat(129), MaximumRetryAttempts: 3 }),
    )
    expect(code).toBe('ValidationException')
    expect(body).toEqual({
      message: [
        "3 validation errors detected: Value 'my-function!' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: ",
        FUNCTION_NAME_SHAPES.namespaced.pattern,
        `; Value '${'q'.repeat(129)}' at 'qualifier' failed to satisfy constraint: Member must have length less than or equal to 128`,
        "; Value '3' at 'maximumRetryAttempts' failed to satisfy constraint: Member must have value less than or equal to 2",
      ].join(''),
    })
  })

  test('may be 65 to 256 characters long where no function is created', () => {
    const name = 'a'.repeat(65)
    expect(refusal(() => setUp().get({ FunctionName: name }))).toEqual(withoutConfig(name, '$LATEST'))
  })
})

describe('a list', () => {
  test.each([
    [0, 'greater than or equal to 1'],
    [51, 'less than or equal to 50'],
  ])('of %d items is refused', (MaxItems, range) => {
    expect(refusal(() => setUp().list({ FunctionName, MaxItems }))).toEqual(
      violated(
        `1 validation error detected: Value '${MaxItems}' at 'maxItems' failed to satisfy constraint: Member must have value ${range}`,
      ),
    )
  })

  test.each(['f:live', 'f:1', fn('f', '1')])('of %s is refused', (name) => {
    expect(refusal(() => setUp().list({ FunctionName: name }))).toEqual(
      invalid('The function name must not include a version number or alias.'),
    )
  })

  test.each(['', '!', 'abc=', btoa('g:1'), btoa('f')])('with the marker %j is refused', (Marker) => {
    expect(refusal(() => setUp().list({ FunctionName, Marker }))).toEqual(invalid('Invalid pagination key.'))
  })
})

test('a value of the wrong type is refused before all else', () => {
  const request = { FunctionName: '!', MaximumRetryAttempts: '1' as unknown as number }
  expect(refusal(() => setUp().put(request))[0]).toBe('SerializationException')
})

test('the largest settings are accepted, and the same put twice', () => {
  const configs = setUp()
  const request = { FunctionName, MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 21_600 }
  configs.put(request)
  expect(configs.put(request)).toMatchObject({ MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 21_600 })
})
