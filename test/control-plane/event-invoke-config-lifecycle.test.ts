import fc from 'fast-check'
import { expect, test } from 'vitest'
import { putConfig } from '../../src/rules/event-invoke-config.ts'
import { fn, notFound, planeWith, publishNext, queue, refusal } from './plane.ts'

const FunctionName = 'f'
const withoutConfig = (qualifier: string) =>
  notFound(`The function ${fn('f', qualifier)} doesn't have an EventInvokeConfig`)

test('the recorded life of two configs, step by step', () => {
  const plane = planeWith(['f'])
  const configs = plane.eventInvokeConfigs
  const settings = ({ MaximumRetryAttempts, MaximumEventAgeInSeconds }: ReturnType<typeof configs.get>) => [
    MaximumRetryAttempts,
    MaximumEventAgeInSeconds,
  ]

  expect(settings(configs.put({ FunctionName, MaximumRetryAttempts: 0 }))).toEqual([0, null])
  expect(settings(configs.put({ FunctionName, MaximumEventAgeInSeconds: 60 }))).toEqual([null, 60])
  expect(settings(configs.update({ FunctionName, MaximumEventAgeInSeconds: 60 }))).toEqual([null, 60])
  expect(settings(configs.update({ FunctionName, MaximumRetryAttempts: 1 }))).toEqual([1, 60])
  expect(configs.get({ FunctionName })).toEqual(configs.get({ FunctionName, Qualifier: '$LATEST' }))
  expect(configs.list({ FunctionName }).FunctionEventInvokeConfigs).toEqual([configs.get({ FunctionName })])

  expect(plane.versions.publish({ FunctionName }).Version).toBe('1')
  expect(refusal(() => configs.get({ FunctionName, Qualifier: '1' }))).toEqual(withoutConfig('1'))
  configs.put({ FunctionName, Qualifier: '1', MaximumEventAgeInSeconds: 120 })
  expect(settings(configs.get({ FunctionName: 'f:1' }))).toEqual([null, 120])
  expect(settings(configs.get({ FunctionName }))).toEqual([1, 60])

  const all = configs.list({ FunctionName }).FunctionEventInvokeConfigs
  expect(all.map((config) => config.FunctionArn)).toEqual([fn('f', '$LATEST'), fn('f', '1')])
  const first = configs.list({ FunctionName, MaxItems: 1 })
  expect(first.FunctionEventInvokeConfigs).toEqual([all[0]])
  const second = configs.list({ FunctionName, MaxItems: 1, Marker: first.NextMarker! })
  expect(second).toEqual({ FunctionEventInvokeConfigs: [all[1]], NextMarker: null })

  configs.delete({ FunctionName })
  expect(refusal(() => configs.get({ FunctionName }))).toEqual(withoutConfig('$LATEST'))
  expect(configs.list({ FunctionName }).FunctionEventInvokeConfigs).toEqual([all[1]])
  expect(refusal(() => configs.delete({ FunctionName }))).toEqual(withoutConfig('$LATEST'))
})

test('put replaces, update merges', () => {
  const configs = planeWith(['f']).eventInvokeConfigs
  const both = { FunctionName, MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 60 }
  configs.put(both)
  configs.put({ FunctionName, MaximumRetryAttempts: 0 })
  expect(configs.get({ FunctionName })).toMatchObject({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: null })
  configs.put(both)
  configs.update({ FunctionName, MaximumRetryAttempts: 0 })
  expect(configs.get({ FunctionName })).toMatchObject({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 })
})

test('a put without destinations forgets them', () => {
  const configs = planeWith(['f']).eventInvokeConfigs
  configs.put({ FunctionName, DestinationConfig: { OnFailure: { Destination: queue('q') } } })
  const { DestinationConfig } = configs.put({ FunctionName, MaximumRetryAttempts: 0 })
  expect(DestinationConfig).toEqual({ OnFailure: { Destination: null }, OnSuccess: { Destination: null } })
})

test('a config names the qualifier as it was addressed, and the instant of its last change', () => {
  const plane = planeWith(['f'])
  publishNext(plane, 'f')
  plane.aliases.create({ FunctionName, Name: 'live', FunctionVersion: '1' })
  const configs = plane.eventInvokeConfigs
  const put = (request: { FunctionName: string; Qualifier?: string }) =>
    configs.put({ ...request, MaximumRetryAttempts: 0 })
  expect(put({ FunctionName }).FunctionArn).toBe(fn('f', '$LATEST'))
  expect(put({ FunctionName: 'f:live' }).FunctionArn).toBe(fn('f', 'live'))
  expect(put({ FunctionName: 'f:live', Qualifier: 'live' }).FunctionArn).toBe(fn('f', 'live'))
  expect(put({ FunctionName: fn('f', 'live') }).FunctionArn).toBe(fn('f', 'live'))
  expect(put({ FunctionName: 'f:1' }).FunctionArn).toBe(fn('f', '1'))
  const before = put({ FunctionName: 'f:$LATEST', Qualifier: '$LATEST' }).LastModified
  expect(put({ FunctionName })).toMatchObject({ FunctionArn: fn('f', '$LATEST'), LastModified: before + 1 })
})

test('a function without configs has an empty list', () => {
  expect(planeWith(['f']).eventInvokeConfigs.list({ FunctionName })).toEqual({
    FunctionEventInvokeConfigs: [],
    NextMarker: null,
  })
})

test('a put that fails leaves the former config', () => {
  const configs = planeWith(['f'], { targetExists: (target) => target.name !== 'missing' }).eventInvokeConfigs
  const before = configs.put({ FunctionName, MaximumRetryAttempts: 1 })
  refusal(() => configs.put({ FunctionName, MaximumRetryAttempts: 3 }))
  refusal(() => configs.put({ FunctionName, DestinationConfig: { OnFailure: { Destination: queue('missing') } } }))
  refusal(() => configs.update({ FunctionName, MaximumEventAgeInSeconds: 59 }))
  expect(configs.get({ FunctionName })).toEqual(before)
})

test('an alias that is deleted leaves its config, a function that is deleted leaves none', () => {
  const plane = planeWith(['f'])
  publishNext(plane, 'f')
  plane.aliases.create({ FunctionName, Name: 'live', FunctionVersion: '1' })
  plane.eventInvokeConfigs.put({ FunctionName, Qualifier: 'live', MaximumRetryAttempts: 0 })
  plane.aliases.delete({ FunctionName, Name: 'live' })
  expect(plane.eventInvokeConfigs.get({ FunctionName, Qualifier: 'live' }).MaximumRetryAttempts).toBe(0)
  plane.functions.delete({ FunctionName })
  plane.functions.create({ FunctionName })
  expect(plane.eventInvokeConfigs.list({ FunctionName }).FunctionEventInvokeConfigs).toEqual([])
})

test('a page goes on where the last one ended, whatever was deleted or added in between', () => {
  const plane = planeWith(['f'])
  const put = (Qualifier: string) => plane.eventInvokeConfigs.put({ FunctionName, Qualifier, MaximumRetryAttempts: 0 })
  for (const _ of 'abc') put(publishNext(plane, 'f'))
  const first = plane.eventInvokeConfigs.list({ FunctionName, MaxItems: 2 })
  expect(first.FunctionEventInvokeConfigs.map((config) => config.FunctionArn)).toEqual([fn('f', '1'), fn('f', '2')])
  plane.eventInvokeConfigs.delete({ FunctionName, Qualifier: '2' })
  put('$LATEST')
  const rest = plane.eventInvokeConfigs.list({ FunctionName, MaxItems: 2, Marker: first.NextMarker! })
  expect(rest.FunctionEventInvokeConfigs.map((config) => config.FunctionArn)).toEqual([fn('f', '3')])
})

test('what was put is what is got', () => {
  const destination = fc.option(fc.constantFrom(queue('a'), queue('b')), { nil: undefined })
  const requests = fc.record({
    MaximumRetryAttempts: fc.integer({ min: 0, max: 2 }),
    MaximumEventAgeInSeconds: fc.option(fc.integer({ min: 60, max: 21_600 }), { nil: undefined }),
    DestinationConfig: fc.record({
      OnSuccess: fc.record({ Destination: destination }),
      OnFailure: fc.record({ Destination: destination }),
    }),
  })
  fc.assert(
    fc.property(requests, (request) => {
      const plane = planeWith(['f'])
      const answer = plane.eventInvokeConfigs.put({ FunctionName, ...request })
      expect(plane.eventInvokeConfigs.get({ FunctionName })).toEqual(answer)
      expect(plane.eventInvokeConfig('f', '$LATEST')).toEqual(putConfig(request))
      expect(putConfig(answer)).toEqual(putConfig(request))
    }),
    { seed: 6 },
  )
})
