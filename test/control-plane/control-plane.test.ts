import { expect, test } from 'vitest'
import { fn, planeWith, publishNext, queue } from './plane.ts'

const FunctionName = 'f'

test('a config is found under its own qualifier only: there is no fallback', () => {
  const plane = planeWith(['f'])
  publishNext(plane, 'f')
  plane.aliases.create({ FunctionName, Name: 'live', FunctionVersion: '1' })
  const read = () => ['$LATEST', '1', 'live'].map((q) => plane.eventInvokeConfig('f', q)?.MaximumRetryAttempts)
  plane.eventInvokeConfigs.put({ FunctionName, MaximumRetryAttempts: 0 })
  expect(read()).toEqual([0, undefined, undefined])
  plane.eventInvokeConfigs.put({ FunctionName, Qualifier: '1', MaximumRetryAttempts: 1 })
  expect(read()).toEqual([0, 1, undefined])
  plane.eventInvokeConfigs.put({ FunctionName, Qualifier: 'live', MaximumRetryAttempts: 2 })
  expect(read()).toEqual([0, 1, 2])
})

test('a missing function or qualifier leads nowhere', () => {
  const plane = planeWith(['f'])
  expect(plane.resolve('f', '$LATEST')).toEqual({ version: '$LATEST' })
  for (const [name, qualifier] of [
    ['g', '$LATEST'],
    ['f', '1'],
    ['f', 'live'],
    ['f', '$latest'],
  ] as const)
    expect(plane.resolve(name, qualifier)).toBeUndefined()
  expect([plane.version('g', '$LATEST'), plane.reservedConcurrency('g'), plane.recursiveLoop('f')]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})

test('functions stand in order of creation, also after one was changed', () => {
  const plane = planeWith(['b', 'a', 'c'])
  plane.concurrency.put({ FunctionName: 'b', ReservedConcurrentExecutions: 1 })
  expect(plane.functionNames()).toEqual(['b', 'a', 'c'])
})

test('every change is told once, with the function’s name, until the listener leaves', () => {
  const plane = planeWith(['f'])
  const heard: string[] = []
  const stop = plane.onChange((name) => heard.push(name))
  const changes = [
    () => plane.functions.update({ FunctionName, Timeout: 5 }),
    () => plane.versions.publish({ FunctionName }),
    () => plane.aliases.create({ FunctionName, Name: 'live', FunctionVersion: '1' }),
    () => plane.aliases.update({ FunctionName, Name: 'live', Description: 'x' }),
    () => plane.eventInvokeConfigs.put({ FunctionName, MaximumRetryAttempts: 0 }),
    () => plane.eventInvokeConfigs.update({ FunctionName, MaximumRetryAttempts: 1 }),
    () => plane.eventInvokeConfigs.delete({ FunctionName }),
    () => plane.concurrency.put({ FunctionName, ReservedConcurrentExecutions: 1 }),
    () => plane.concurrency.delete({ FunctionName }),
    () => plane.concurrency.putRecursionConfig({ FunctionName, RecursiveLoop: 'Allow' }),
    () => plane.aliases.delete({ FunctionName, Name: 'live' }),
    () => plane.functions.delete({ FunctionName }),
    () => plane.functions.create({ FunctionName }),
  ]
  for (const [i, change] of changes.entries()) {
    change()
    expect(heard).toEqual(Array(i + 1).fill('f'))
  }
  plane.setAccountConcurrency(10)
  expect(heard.at(-1)).toBe('')
  const count = heard.length
  plane.functions.get({ FunctionName })
  plane.versions.publish({ FunctionName })
  plane.versions.publish({ FunctionName })
  expect(heard).toHaveLength(count + 1)
  stop()
  plane.functions.update({ FunctionName })
  expect(heard).toHaveLength(count + 1)
})

test('a listener already sees the new state', () => {
  const plane = planeWith(['f'])
  const seen: unknown[] = []
  plane.onChange((name) => seen.push(plane.eventInvokeConfig(name, '$LATEST')))
  plane.eventInvokeConfigs.put({ FunctionName, DestinationConfig: { OnFailure: { Destination: queue('q') } } })
  expect(seen).toEqual([{ DestinationConfig: { OnFailure: { Destination: queue('q') } } }])
})

test('nobody changes a stored config from outside', () => {
  const plane = planeWith(['f'])
  const request = { FunctionName, DestinationConfig: { OnFailure: { Destination: queue('q') } } }
  plane.eventInvokeConfigs.put(request)
  request.DestinationConfig.OnFailure.Destination = queue('other')
  expect(plane.eventInvokeConfig('f', '$LATEST')?.DestinationConfig?.OnFailure?.Destination).toBe(queue('q'))
  expect(Object.isFrozen(plane.eventInvokeConfig('f', '$LATEST')?.DestinationConfig?.OnFailure)).toBe(true)
})

test('the account’s limit is a whole number that can be set', () => {
  const plane = planeWith([])
  expect(plane.accountConcurrency).toBe(1000)
  plane.setAccountConcurrency(0)
  expect(plane.accountConcurrency).toBe(0)
  for (const limit of [-1, 1.5, Number.NaN])
    expect(() => plane.setAccountConcurrency(limit)).toThrow(
      `accountConcurrency: expected a whole number, 0 or more, got ${limit}`,
    )
})

test('a function’s ARN stands in the partition of the region', () => {
  expect(planeWith([]).functionArn('f', 'live')).toBe(fn('f', 'live'))
  expect(planeWith([], { region: 'cn-north-1' }).functionArn('f')).toMatch(/^arn:aws-cn:lambda:cn-north-1:/)
})
