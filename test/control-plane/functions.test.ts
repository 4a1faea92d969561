import { describe, expect, test } from 'vitest'
import { FUNCTION_NAME_SHAPES } from '../../src/rules/function-name.ts'
import { conflict, fn, invalid, notFound, planeWith, publishNext, queue, refusal, violated } from './plane.ts'

const FunctionName = 'f'

describe('a new function', () => {
  test('has Lambda’s defaults', () => {
    const plane = planeWith([])
    expect(plane.functions.create({ FunctionName })).toMatchObject({
      FunctionName: 'f',
      FunctionArn: fn('f'),
      Version: '$LATEST',
      Timeout: 3,
      MemorySize: 128,
      Architectures: ['x86_64'],
      DeadLetterConfig: null,
      LastModified: '2026-09-14T15:46:26.000+0000',
    })
  })

  test('has the settings it was given', () => {
    const DeadLetterConfig = { TargetArn: queue('dead') }
    const request = {
      FunctionName,
      Timeout: 900,
      MemorySize: 10_240,
      Architectures: ['arm64'],
      DeadLetterConfig,
    } as const
    expect(planeWith([]).functions.create(request)).toMatchObject({ ...request, FunctionName: 'f' })
  })

  test('cannot have the name of another', () => {
    expect(refusal(() => planeWith(['f']).functions.create({ FunctionName }))).toEqual(
      conflict('Function already exist: f'),
    )
  })

  test('has a name of at most 64 characters, or 140 with its ARN', () => {
    const long = 'a'.repeat(65)
    expect(refusal(() => planeWith([]).functions.create({ FunctionName: long }))).toEqual(
      invalid(
        `1 validation error detected: Value '${long}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64`,
      ),
    )
    const longer = 'a'.repeat(141)
    expect(refusal(() => planeWith([]).functions.create({ FunctionName: longer }))).toEqual(
      violated(
        `1 validation error detected: Value '${longer}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 140`,
      ),
    )
    expect(planeWith([]).functions.create({ FunctionName: fn('a'.repeat(64)) }).FunctionName).toBe('a'.repeat(64))
  })

  test('has a name without a dot', () => {
    expect(refusal(() => planeWith([]).functions.create({ FunctionName: 'a.b' }))).toEqual(
      violated(
        `1 validation error detected: Value 'a.b' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: ${FUNCTION_NAME_SHAPES.plain.pattern}`,
      ),
    )
  })

  test.each([
    [{ Timeout: 0 }, 'timeout', 'greater than or equal to 1'],
    [{ Timeout: 901 }, 'timeout', 'less than or equal to 900'],
    [{ MemorySize: 127 }, 'memorySize', 'greater than or equal to 128'],
    [{ MemorySize: 10_241 }, 'memorySize', 'less than or equal to 10240'],
  ])('cannot have %j', (settings, member, range) => {
    expect(refusal(() => planeWith([]).functions.create({ FunctionName, ...settings }))).toEqual(
      violated(
        `1 validation error detected: Value '${Object.values(settings)[0]}' at '${member}' failed to satisfy constraint: Member must have value ${range}`,
      ),
    )
  })

  test('is not made when its dead-letter target is refused', () => {
    const plane = planeWith([], { targetExists: () => false })
    const DeadLetterConfig = { TargetArn: queue('dead') }
    expect(refusal(() => plane.functions.create({ FunctionName, DeadLetterConfig }))).toEqual(
      invalid(
        'Error occurred while SendMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not exist.',
      ),
    )
    expect(refusal(() => plane.functions.get({ FunctionName }))).toEqual(notFound(`Function not found: ${fn('f')}`))
    expect(plane.functionNames()).toEqual([])
  })
})

describe('an update', () => {
  test('changes what it names', () => {
    const plane = planeWith(['f'])
    plane.functions.update({ FunctionName, Timeout: 30 })
    expect(plane.functions.update({ FunctionName, MemorySize: 512 })).toMatchObject({ Timeout: 30, MemorySize: 512 })
  })

  test('removes the dead-letter target with an empty ARN only', () => {
    const plane = planeWith(['f'])
    plane.functions.update({ FunctionName, DeadLetterConfig: { TargetArn: queue('dead') } })
    expect(plane.functions.update({ FunctionName, DeadLetterConfig: {} }).DeadLetterConfig).toEqual({
      TargetArn: queue('dead'),
    })
    expect(plane.functions.update({ FunctionName, DeadLetterConfig: { TargetArn: '' } }).DeadLetterConfig).toBeNull()
  })

  test('of a published version is refused', () => {
    const plane = planeWith(['f'])
    publishNext(plane, 'f')
    expect(refusal(() => plane.functions.update({ FunctionName: 'f:1' }))[0]).toBe('InvalidParameterValueException')
    plane.functions.update({ FunctionName: 'f:$LATEST', Timeout: 9 })
  })

  test('needs the function', () => {
    expect(refusal(() => planeWith([]).functions.update({ FunctionName }))).toEqual(
      notFound(`Function not found: ${fn('f')}`),
    )
  })
})

describe('a published version', () => {
  test('keeps the settings of its publication, the dead-letter target included', () => {
    const plane = planeWith([])
    plane.functions.create({ FunctionName, Timeout: 5, DeadLetterConfig: { TargetArn: queue('one') } })
    plane.versions.publish({ FunctionName })
    plane.functions.update({ FunctionName, Timeout: 50, DeadLetterConfig: { TargetArn: queue('two') } })
    expect(plane.version('f', '1')).toMatchObject({ timeoutMs: 5000, memoryMb: 128, deadLetterArn: queue('one') })
    expect(plane.version('f', '$LATEST')).toMatchObject({
      timeoutMs: 50_000,
      memoryMb: 128,
      deadLetterArn: queue('two'),
    })
    expect(plane.functions.get({ FunctionName: 'f:1' })).toMatchObject({ FunctionArn: fn('f', '1'), Timeout: 5 })
  })

  test('is made only when something has changed since the last', () => {
    const plane = planeWith(['f'])
    const publish = () => plane.versions.publish({ FunctionName }).Version
    expect([publish(), publish()]).toEqual(['1', '1'])
    plane.functions.update({ FunctionName, Timeout: 5 })
    expect([publish(), publish()]).toEqual(['2', '2'])
  })

  test('stands in the list by its number, after $LATEST', () => {
    const plane = planeWith(['f'])
    for (let i = 1; i <= 11; i++) publishNext(plane, 'f')
    expect(plane.versions.list({ FunctionName }).map((version) => version.Version)).toEqual([
      '$LATEST',
      ...Array.from({ length: 11 }, (_, i) => String(i + 1)),
    ])
  })

  test('can be deleted unless an alias leads to it, and its number does not come back', () => {
    const plane = planeWith(['f'])
    for (let i = 1; i <= 3; i++) publishNext(plane, 'f')
    plane.aliases.create({
      FunctionName,
      Name: 'live',
      FunctionVersion: '1',
      RoutingConfig: { AdditionalVersionWeights: { 2: 0.1 } },
    })
    for (const used of ['f:1', 'f:2'])
      expect(refusal(() => plane.functions.delete({ FunctionName: used }))).toEqual(
        conflict('Unable to delete version because the following aliases reference it: [live]'),
      )
    plane.functions.delete({ FunctionName: 'f:3' })
    expect(plane.resolve('f', '3')).toBeUndefined()
    expect(refusal(() => plane.functions.delete({ FunctionName: 'f:3' }))).toEqual(
      notFound(`Function not found: ${fn('f', '3')}`),
    )
    expect(publishNext(plane, 'f')).toBe('4')
  })
})

describe('a function that is deleted', () => {
  test('takes everything with it', () => {
    const plane = planeWith(['f', 'g'])
    publishNext(plane, 'f')
    plane.concurrency.put({ FunctionName, ReservedConcurrentExecutions: 900 })
    plane.functions.delete({ FunctionName })
    expect(plane.functionNames()).toEqual(['g'])
    expect([plane.resolve('f', '$LATEST'), plane.resolve('f', '1'), plane.version('f', '1')]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    plane.concurrency.put({ FunctionName: 'g', ReservedConcurrentExecutions: 900 })
  })

  test('cannot lose its $LATEST alone', () => {
    expect(refusal(() => planeWith(['f']).functions.delete({ FunctionName: 'f:$LATEST' }))).toEqual(
      invalid('$LATEST version cannot be deleted without deleting the function.'),
    )
  })

  test('must be there', () => {
    const long = 'a'.repeat(65)
    expect(refusal(() => planeWith([]).functions.delete({ FunctionName: long }))).toEqual(
      notFound(`Function not found: ${fn(long)}`),
    )
    expect(refusal(() => planeWith([]).functions.get({ FunctionName: 'f:live' }))).toEqual(
      notFound(`Function not found: ${fn('f', 'live')}`),
    )
  })
})
