import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { validationMessage } from '../../src/rules/constraint.ts'
import {
  configResponse,
  type EventInvokeConfig,
  effectiveConfig,
  eventInvokeConfigViolations,
  givesSetting,
  putConfig,
  updateConfig,
} from '../../src/rules/event-invoke-config.ts'
import { readEventInvokeConfig } from '../../src/rules/event-invoke-config-body.ts'

const queue = 'arn:aws:sqs:us-east-1:000000000000:q'
const topic = 'arn:aws:sns:us-east-1:000000000000:t'
const arn = 'arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST'

test('the answer has the recorded bytes, but for the form of its instant', () => {
  const config = putConfig({
    MaximumRetryAttempts: 0,
    MaximumEventAgeInSeconds: 60,
    DestinationConfig: { OnSuccess: { Destination: queue }, OnFailure: { Destination: queue } },
  })
  expect(JSON.stringify(configResponse(config, arn, 1_789_400_786_443))).toBe(
    '{"DestinationConfig":{"OnFailure":{"Destination":"arn:aws:sqs:us-east-1:000000000000:q"},"OnSuccess":{"Destination":"arn:aws:sqs:us-east-1:000000000000:q"}},"FunctionArn":"arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST","LastModified":1789400786.443,"MaximumEventAgeInSeconds":60,"MaximumRetryAttempts":0}',
  )
})

test('what is unset is an explicit null in the answer', () => {
  expect(JSON.stringify(configResponse(putConfig({ MaximumRetryAttempts: 1 }), arn, 0))).toBe(
    `{"DestinationConfig":{"OnFailure":{"Destination":null},"OnSuccess":{"Destination":null}},"FunctionArn":"${arn}","LastModified":0,"MaximumEventAgeInSeconds":null,"MaximumRetryAttempts":1}`,
  )
})

test('only a named setting counts as given', () => {
  for (const empty of [
    {},
    { DestinationConfig: {} },
    { MaximumRetryAttempts: null },
    { DestinationConfig: { OnSuccess: null } },
  ])
    expect(givesSetting(empty)).toBe(false)
  for (const given of [
    { MaximumRetryAttempts: 0 },
    { MaximumEventAgeInSeconds: 60 },
    { DestinationConfig: { OnSuccess: {} } },
    { DestinationConfig: { OnFailure: { Destination: '' } } },
  ])
    expect(givesSetting(given)).toBe(true)
})

describe('a value out of range is refused in AWS’s words', () => {
  test.each([
    [{ MaximumRetryAttempts: 3 }, "Value '3' at 'maximumRetryAttempts'", 'less than or equal to 2'],
    [{ MaximumRetryAttempts: -1 }, "Value '-1' at 'maximumRetryAttempts'", 'greater than or equal to 0'],
    [{ MaximumEventAgeInSeconds: 59 }, "Value '59' at 'maximumEventAgeInSeconds'", 'greater than or equal to 60'],
    [
      { MaximumEventAgeInSeconds: 21_601 },
      "Value '21601' at 'maximumEventAgeInSeconds'",
      'less than or equal to 21600',
    ],
  ])('%j', (request, what, range) => {
    expect(validationMessage(eventInvokeConfigViolations(request))).toBe(
      `1 validation error detected: ${what} failed to satisfy constraint: Member must have value ${range}`,
    )
  })

  test('all members at once', () => {
    const violations = eventInvokeConfigViolations({
      MaximumRetryAttempts: 3,
      MaximumEventAgeInSeconds: 59,
      DestinationConfig: { OnFailure: { Destination: 'queue' } },
    })
    expect(validationMessage(violations)).toMatch(/^3 validation errors detected: .*'maximumRetryAttempts'.*; .*; .*$/)
  })

  test('and the ends of the ranges are not', () => {
    for (const [MaximumRetryAttempts, MaximumEventAgeInSeconds] of [
      [0, 60],
      [2, 21_600],
    ] as const)
      expect(eventInvokeConfigViolations({ MaximumRetryAttempts, MaximumEventAgeInSeconds })).toEqual([])
  })
})

describe('an update', () => {
  const stored = putConfig({
    MaximumRetryAttempts: 2,
    MaximumEventAgeInSeconds: 60,
    DestinationConfig: { OnSuccess: { Destination: queue }, OnFailure: { Destination: topic } },
  })

  test('changes what it names and keeps the rest', () => {
    expect(updateConfig(stored, { MaximumRetryAttempts: 0 })).toEqual({ ...stored, MaximumRetryAttempts: 0 })
    expect(updateConfig(stored, { MaximumEventAgeInSeconds: 90 })).toEqual({ ...stored, MaximumEventAgeInSeconds: 90 })
  })

  test('of one side of the destinations keeps the other', () => {
    const updated = updateConfig(stored, { DestinationConfig: { OnFailure: { Destination: queue } } })
    expect(updated.DestinationConfig).toEqual({ OnSuccess: { Destination: queue }, OnFailure: { Destination: queue } })
  })

  test('with an empty destination clears that side', () => {
    const updated = updateConfig(stored, { DestinationConfig: { OnFailure: { Destination: '' } } })
    expect(updated.DestinationConfig).toEqual({ OnSuccess: { Destination: queue } })
  })
})

test('a put forgets what it does not name, and what it names as nothing', () => {
  expect(putConfig({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: null })).toEqual({ MaximumRetryAttempts: 0 })
  expect(putConfig({ DestinationConfig: { OnSuccess: {}, OnFailure: { Destination: '' } } })).toEqual({})
})

test('the defaults stand in for what is unset', () => {
  const defaults = { maximumRetries: 2, maximumAgeMs: 21_600_000, onSuccess: undefined, onFailure: undefined }
  expect(effectiveConfig(undefined)).toEqual(defaults)
  expect(effectiveConfig({})).toEqual(defaults)
  expect(effectiveConfig({ MaximumRetryAttempts: 0 })).toEqual({ ...defaults, maximumRetries: 0 })
  const DestinationConfig = { OnFailure: { Destination: queue } }
  expect(effectiveConfig({ MaximumEventAgeInSeconds: 60, DestinationConfig })).toEqual({
    ...defaults,
    maximumAgeMs: 60_000,
    onFailure: queue,
  })
})

const configs: fc.Arbitrary<EventInvokeConfig> = fc.record({
  MaximumRetryAttempts: fc.option(fc.integer({ min: 0, max: 2 })),
  MaximumEventAgeInSeconds: fc.option(fc.integer({ min: 60, max: 21_600 })),
  DestinationConfig: fc.option(
    fc.record({
      OnSuccess: fc.option(fc.record({ Destination: fc.constantFrom(queue, topic, '', null) })),
      OnFailure: fc.option(fc.record({ Destination: fc.constantFrom(queue, topic, '', null) })),
    }),
  ),
})

test('to put what was put changes nothing, and an update with itself neither', () => {
  fc.assert(
    fc.property(configs, (config) => {
      const stored = putConfig(config)
      expect(putConfig(stored)).toEqual(stored)
      expect(updateConfig(stored, stored)).toEqual(stored)
      expect(effectiveConfig(stored)).toEqual(effectiveConfig(config))
    }),
    { seed: 3 },
  )
})

describe('a request body', () => {
  test('is read with its unknown keys left out', () => {
    const body = { MaximumRetryAttempts: 1, DestinationConfig: { OnFailure: { Destination: queue } }, Colour: 'red' }
    expect(putConfig(readEventInvokeConfig(body))).toEqual({
      MaximumRetryAttempts: 1,
      DestinationConfig: { OnFailure: { Destination: queue } },
    })
    expect(givesSetting(readEventInvokeConfig({ DestinationConfig: { OnSuccess: {} } }))).toBe(true)
    expect(givesSetting(readEventInvokeConfig({ DestinationConfig: {} }))).toBe(false)
  })

  test.each([
    [{ MaximumRetryAttempts: '2' }, 'STRING_VALUE can not be converted to an Integer'],
    [{ MaximumEventAgeInSeconds: 60.5 }, 'DECIMAL_VALUE can not be converted to an Integer'],
    [{ DestinationConfig: { OnFailure: { Destination: 7 } } }, 'NUMBER_VALUE can not be converted to a String'],
    [{ DestinationConfig: [] }, 'Start of list can not be converted to a structure'],
    ['{}', 'STRING_VALUE can not be converted to a structure'],
    [{ DestinationConfig: { OnSuccess: true } }, 'TRUE_VALUE can not be converted to a structure'],
  ])('%j has a wrong type', (body, message) => {
    expect(() => readEventInvokeConfig(body)).toThrow(
      expect.objectContaining({ code: 'SerializationException', status: 400, message }),
    )
  })
})
