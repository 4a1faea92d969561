import { expect, test } from 'vitest'
import { MemoryStore } from '../../src/control-plane/memory-store.ts'
import { fn, invalid, notFound, planeWith, refusal, violated } from './plane.ts'

const FunctionName = 'f'
const tooMuch = (minimum: number) => [
  'InvalidParameterValueException',
  {
    message: `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${minimum}].`,
  },
]

test('reserved concurrency is set, read and taken away', () => {
  const plane = planeWith(['f'])
  expect(plane.concurrency.get({ FunctionName })).toEqual({})
  expect(plane.concurrency.put({ FunctionName, ReservedConcurrentExecutions: 3 })).toEqual({
    ReservedConcurrentExecutions: 3,
  })
  expect(plane.concurrency.get({ FunctionName })).toEqual({ ReservedConcurrentExecutions: 3 })
  expect(plane.reservedConcurrency('f')).toBe(3)
  plane.concurrency.delete({ FunctionName })
  expect(plane.reservedConcurrency('f')).toBeUndefined()
})

test('an account keeps 100 executions unreserved', () => {
  const plane = planeWith(['f', 'g'])
  plane.concurrency.put({ FunctionName, ReservedConcurrentExecutions: 900 })
  expect(refusal(() => plane.concurrency.put({ FunctionName, ReservedConcurrentExecutions: 901 }))).toEqual(
    tooMuch(100),
  )
  expect(refusal(() => plane.concurrency.put({ FunctionName: 'g', ReservedConcurrentExecutions: 1 }))).toEqual(
    tooMuch(100),
  )
  plane.concurrency.put({ FunctionName, ReservedConcurrentExecutions: 899 })
  plane.concurrency.put({ FunctionName: 'g', ReservedConcurrentExecutions: 1 })
})

test('zero is always allowed', () => {
  const plane = planeWith(['f'], { accountConcurrency: 10 })
  expect(refusal(() => plane.concurrency.put({ FunctionName, ReservedConcurrentExecutions: 1 }))).toEqual(tooMuch(100))
  plane.concurrency.put({ FunctionName, ReservedConcurrentExecutions: 0 })
  expect(plane.reservedConcurrency('f')).toBe(0)
})

test('the minimum can be lifted, never the limit itself', () => {
  const plane = planeWith(['f'], { accountConcurrency: 10, minimumUnreserved: 0 })
  plane.concurrency.put({ FunctionName, ReservedConcurrentExecutions: 10 })
  expect(refusal(() => plane.concurrency.put({ FunctionName, ReservedConcurrentExecutions: 11 }))).toEqual(tooMuch(0))
})

test('what is reserved is known to a control plane on a store that another one filled', () => {
  const store = new MemoryStore()
  planeWith(['f'], { store }).concurrency.put({ FunctionName, ReservedConcurrentExecutions: 900 })
  const later = planeWith(['g'], { store })
  expect(refusal(() => later.concurrency.put({ FunctionName: 'g', ReservedConcurrentExecutions: 1 }))).toEqual(
    tooMuch(100),
  )
})

test('only a function has it, and only one that is there', () => {
  const plane = planeWith(['f'])
  for (const name of ['f:1', 'f:live', fn('f', '$LATEST')])
    expect(refusal(() => plane.concurrency.put({ FunctionName: name, ReservedConcurrentExecutions: 1 }))).toEqual(
      invalid(
        'This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.',
      ),
    )
  expect(refusal(() => plane.concurrency.put({ FunctionName: 'g', ReservedConcurrentExecutions: 1 }))).toEqual(
    notFound(`Function not found: ${fn('g', '$LATEST')}`),
  )
})

test('it is never negative', () => {
  expect(refusal(() => planeWith(['f']).concurrency.put({ FunctionName, ReservedConcurrentExecutions: -1 }))).toEqual(
    violated(
      "1 validation error detected: Value '-1' at 'reservedConcurrentExecutions' failed to satisfy constraint: Member must have value greater than or equal to 0",
    ),
  )
})

test('loop detection terminates unless the function allows loops', () => {
  const { concurrency } = planeWith(['f'])
  expect(concurrency.getRecursionConfig({ FunctionName })).toEqual({ RecursiveLoop: 'Terminate' })
  expect(concurrency.putRecursionConfig({ FunctionName, RecursiveLoop: 'Allow' })).toEqual({ RecursiveLoop: 'Allow' })
  expect(concurrency.getRecursionConfig({ FunctionName })).toEqual({ RecursiveLoop: 'Allow' })
  expect(
    refusal(() => concurrency.putRecursionConfig({ FunctionName, RecursiveLoop: 'InvalidValue' as 'Allow' })),
  ).toEqual(
    violated(
      "1 validation error detected: Value 'InvalidValue' at 'recursiveLoop' failed to satisfy constraint: Member must satisfy enum value set: [Terminate, Allow]",
    ),
  )
})
