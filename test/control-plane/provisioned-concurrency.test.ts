import { describe, expect, test } from 'vitest'
import { MemoryStore } from '../../src/control-plane/memory-store.ts'
import { conflict, fn, invalid, notFound, planeWith, publishNext, refusal, violated } from './plane.ts'

const FunctionName = 'f'
const put = (Qualifier: string, ProvisionedConcurrentExecutions: number) => ({
  FunctionName,
  Qualifier,
  ProvisionedConcurrentExecutions,
})

/** Two functions; `f` with versions 1 and 2, `live` on 1, `next` on 2, `head` on `$LATEST`. */
function prepared(options: Parameters<typeof planeWith>[1] = {}) {
  const plane = planeWith(['f', 'g'], options)
  publishNext(plane, 'f')
  publishNext(plane, 'f')
  plane.aliases.create({ FunctionName, Name: 'live', FunctionVersion: '1' })
  plane.aliases.create({ FunctionName, Name: 'next', FunctionVersion: '2' })
  plane.aliases.create({ FunctionName, Name: 'head', FunctionVersion: '$LATEST' })
  return plane
}

const UNPUBLISHED = invalid('Provisioned Concurrency Configs cannot be applied to unpublished function versions.')
const ABOVE_RESERVED = invalid(
  'Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function',
)
const ALIAS_OF_PROVISIONED = conflict(
  "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version",
)
const untyped = (message: string) => ['InvalidParameterValueException', { message }]
const NONE_SET = [
  'ProvisionedConcurrencyConfigNotFoundException',
  { Type: 'User', message: 'No Provisioned Concurrency Config found for this function' },
]

describe('provisioned concurrency', () => {
  test('is in progress when it is put, then ready', () => {
    const plane = prepared({ provisionedReadyMs: 1_500 })
    const asked = {
      RequestedProvisionedConcurrentExecutions: 5,
      AllocatedProvisionedConcurrentExecutions: 0,
      AvailableProvisionedConcurrentExecutions: 0,
      LastModified: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/),
      Status: 'IN_PROGRESS',
    }
    expect(plane.provisioned.put(put('live', 5))).toEqual(asked)
    expect(plane.provisioned.get({ FunctionName, Qualifier: 'live' })).toEqual(asked)
    expect(plane.provisioned.get({ FunctionName: 'f:live' })).toEqual({
      ...asked,
      AllocatedProvisionedConcurrentExecutions: 5,
      AvailableProvisionedConcurrentExecutions: 5,
      Status: 'READY',
    })
  })

  test('is listed by qualifier, replaced, and given back', () => {
    const plane = prepared()
    plane.provisioned.put(put('next', 2))
    plane.provisioned.put(put('1', 5))
    plane.provisioned.put(put('1', 3))
    const listed = () =>
      plane.provisioned
        .list({ FunctionName })
        .ProvisionedConcurrencyConfigs.map(({ FunctionArn, RequestedProvisionedConcurrentExecutions: requested }) => [
          FunctionArn,
          requested,
        ])
    expect(listed()).toEqual([
      [fn('f', '1'), 3],
      [fn('f', 'next'), 2],
    ])
    plane.provisioned.delete({ FunctionName, Qualifier: '1' })
    plane.provisioned.delete({ FunctionName, Qualifier: '1' })
    expect(listed()).toEqual([[fn('f', 'next'), 2]])
    expect(refusal(() => plane.provisioned.get({ FunctionName, Qualifier: '1' }))).toEqual(NONE_SET)
  })

  test('is of published versions only, the one behind an alias too', () => {
    const plane = prepared()
    for (const qualifier of ['$LATEST', 'head'])
      expect(refusal(() => plane.provisioned.put(put(qualifier, 1)))).toEqual(UNPUBLISHED)
    const unprovisionable = invalid('The function resource provided must be an alias or a published version.')
    expect(refusal(() => plane.provisioned.get({ FunctionName }))).toEqual(unprovisionable)
    expect(refusal(() => plane.provisioned.delete({ FunctionName, Qualifier: '$LATEST' }))).toEqual(unprovisionable)
    plane.provisioned.put(put('live', 1))
    expect(refusal(() => plane.aliases.update({ FunctionName, Name: 'live', FunctionVersion: '$LATEST' }))).toEqual(
      UNPUBLISHED,
    )
  })

  test('is at least one environment, of something that is there', () => {
    const plane = prepared()
    expect(refusal(() => plane.provisioned.put(put('1', 0)))).toEqual(
      violated(
        "1 validation error detected: Value '0' at 'provisionedConcurrentExecutions' failed to satisfy constraint: Member must have value greater than or equal to 1",
      ),
    )
    expect(refusal(() => plane.provisioned.put(put('9', 1)))).toEqual(notFound(`Function not found: ${fn('f', '9')}`))
    expect(refusal(() => plane.provisioned.put(put('no', 1)))).toEqual(
      notFound(`Cannot find alias arn: ${fn('f', 'no')}`),
    )
    expect(refusal(() => plane.provisioned.list({ FunctionName: 'h' }))).toEqual(
      notFound(`Function not found: ${fn('h')}`),
    )
  })

  test('is no more than the reserved concurrency, all qualifiers together', () => {
    const plane = prepared()
    plane.concurrency.put({ FunctionName, ReservedConcurrentExecutions: 5 })
    expect(refusal(() => plane.provisioned.put(put('1', 6)))).toEqual(ABOVE_RESERVED)
    plane.provisioned.put(put('1', 3))
    expect(refusal(() => plane.provisioned.put(put('2', 3)))).toEqual(ABOVE_RESERVED)
    plane.provisioned.put(put('2', 2))
    plane.provisioned.put(put('1', 2))
  })

  test('forbids to reserve less, nothing included', () => {
    const plane = prepared()
    plane.provisioned.put(put('1', 2))
    for (const reserved of [0, 1])
      expect(refusal(() => plane.concurrency.put({ FunctionName, ReservedConcurrentExecutions: reserved }))).toEqual(
        untyped(
          ` ReservedConcurrentExecutions  ${reserved} should not be lower than function's total provisioned concurrency [2].`,
        ),
      )
    plane.concurrency.put({ FunctionName, ReservedConcurrentExecutions: 2 })
  })

  test('comes out of the account where none is reserved, and leaves it 100', () => {
    const plane = prepared()
    expect(refusal(() => plane.provisioned.put(put('1', 1_001)))).toEqual(
      untyped("Specified ConcurrentExecutions for function is greater than account's unreserved concurrency [1000]."),
    )
    expect(refusal(() => plane.provisioned.put(put('1', 901)))).toEqual(
      untyped(
        "Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].",
      ),
    )
    plane.provisioned.put(put('1', 900))
    const reserve = (name: string, executions: number) => () =>
      plane.concurrency.put({ FunctionName: name, ReservedConcurrentExecutions: executions })
    expect(refusal(reserve('g', 1))[0]).toBe('InvalidParameterValueException')
    // What it has provisioned is part of what it then reserves.
    reserve('f', 900)()
    expect(refusal(reserve('g', 1))[0]).toBe('InvalidParameterValueException')
    plane.provisioned.delete({ FunctionName, Qualifier: '1' })
    expect(refusal(reserve('g', 1))[0]).toBe('InvalidParameterValueException')
    plane.concurrency.delete({ FunctionName })
    reserve('g', 900)()
  })

  test('belongs to a version once: by itself or by one alias', () => {
    const plane = prepared()
    plane.provisioned.put(put('1', 2))
    expect(refusal(() => plane.provisioned.put(put('live', 2)))).toEqual(ALIAS_OF_PROVISIONED)
    plane.provisioned.delete({ FunctionName, Qualifier: '1' })
    plane.provisioned.put(put('live', 2))
    expect(refusal(() => plane.provisioned.put(put('1', 2)))).toEqual(
      conflict('Version is pointed by a Provisioned Concurrency alias'),
    )
    plane.provisioned.put(put('next', 2))
    expect(refusal(() => plane.aliases.update({ FunctionName, Name: 'live', FunctionVersion: '2' }))).toEqual(
      ALIAS_OF_PROVISIONED,
    )
  })

  test('moves with its alias, is divided by weights, and cannot be changed while it is', () => {
    const plane = prepared()
    plane.provisioned.put(put('live', 5))
    const byVersion = () => Object.fromEntries(plane.provisionedConcurrency('f'))
    expect(byVersion()).toEqual({ '1': 5 })
    plane.aliases.update({ FunctionName, Name: 'live', FunctionVersion: '2' })
    expect(byVersion()).toEqual({ '2': 5 })
    const weigh = (weights: Record<string, number>) =>
      plane.aliases.update({ FunctionName, Name: 'live', RoutingConfig: { AdditionalVersionWeights: weights } })
    weigh({ '1': 0.3 })
    expect(byVersion()).toEqual({ '1': 2, '2': 3 })
    weigh({ '1': 0.05 })
    expect(byVersion()).toEqual({ '2': 5 })
    expect(refusal(() => plane.provisioned.put(put('live', 6)))).toEqual(
      invalid('Invalid alias configuration for Provisioned Concurrency'),
    )
    weigh({})
    plane.provisioned.put(put('live', 6))
    expect(byVersion()).toEqual({ '2': 6 })
  })

  test('goes with what it belongs to', () => {
    const plane = prepared({ accountConcurrency: 110 })
    plane.provisioned.put(put('live', 5))
    plane.provisioned.put(put('2', 5))
    plane.aliases.delete({ FunctionName, Name: 'live' })
    plane.aliases.delete({ FunctionName, Name: 'next' })
    plane.functions.delete({ FunctionName, Qualifier: '2' })
    expect(plane.provisionedConcurrency('f').size).toBe(0)
    plane.provisioned.put(put('1', 10))
    plane.functions.delete({ FunctionName })
    plane.concurrency.put({ FunctionName: 'g', ReservedConcurrentExecutions: 10 })
  })

  test('is known to a control plane on a store that another one filled', () => {
    const store = new MemoryStore()
    prepared({ store }).provisioned.put(put('1', 900))
    const later = planeWith(['h'], { store })
    expect(refusal(() => later.concurrency.put({ FunctionName: 'h', ReservedConcurrentExecutions: 1 }))[0]).toBe(
      'InvalidParameterValueException',
    )
  })
})
