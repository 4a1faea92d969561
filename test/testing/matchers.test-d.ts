// Checked by `npm run typecheck`; there is nothing to run.
import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import type { TestedEvent } from '../../src/testing/events/tested-event.ts'
import type { IdempotenceOptions, IdempotenceSetup } from '../../src/testing/fast-check.ts'
import { assertDelivered, assertEndedAs, assertRetriedAfter } from '../../src/testing/judgements/assertions.ts'
import type { IdempotenceSettings, IdempotenceSubject } from '../../src/testing/judgements/idempotence-matcher.ts'
import '../../src/testing/vitest.ts'

declare const event: TestedEvent
declare const invoking: Promise<TestedEvent>
declare const something: unknown

describe('the types of the matchers', () => {
  it('ask for what each matcher needs', () => {
    expectTypeOf(expect(event).toHaveBeenAttempted).parameters.toEqualTypeOf<[times: number]>()
    expectTypeOf(expect(event).toHaveBeenAttempted).returns.toEqualTypeOf<void>()
    expectTypeOf(expect(event).not.toHaveRetriedAfter).toBeCallableWith('1m', 120_000)
    expectTypeOf(expect(event).toBeDropped).toBeCallableWith()
    expectTypeOf(expect(event).toBeDropped).toBeCallableWith('EventAgeExceeded')
    expectTypeOf(expect(event).toHaveDelivered).toBeCallableWith('onFailure', { requestPayload: { order: 7 } })
    expectTypeOf(expect(event).toBeDeadLettered).toBeCallableWith({ attributes: { ErrorCode: expect.any(String) } })
  })

  it('refuse conditions, sides and waits that there are not', () => {
    // @ts-expect-error: no condition
    expect(event).toHaveEndedAs('Succeeded')
    // @ts-expect-error: success is no drop
    expect(event).toBeDropped('Success')
    // @ts-expect-error: as in AWS's config, but the side of a record is written with a small letter
    expect(event).toHaveDelivered('OnFailure')
    // @ts-expect-error: no wait
    expect(event).toHaveRetriedAfter()
    // @ts-expect-error: no part of a dead letter
    expect(event).toBeDeadLettered({ order: 7 })
  })

  it('are there for events only, and for what is not known', () => {
    expectTypeOf(expect(7).toHaveBeenAttempted).toEqualTypeOf<never>()
    expectTypeOf(expect([event]).toHaveBeenAttempted).toEqualTypeOf<never>()
    expectTypeOf(expect(invoking).toHaveBeenAttempted).toEqualTypeOf<never>()
    expectTypeOf(expect(something).toHaveBeenAttempted).toBeFunction()
  })

  it('are there for a setup, with the options of checkIdempotent', () => {
    const setup = () => ({ handler: async () => 7, effects: () => [] })
    expectTypeOf(expect(setup).toBeIdempotentUnderRetry).returns.toEqualTypeOf<Promise<void>>()
    expectTypeOf(expect(setup).toBeIdempotentUnderRetry).toBeCallableWith({ kinds: ['duplicate'], payloads: fc.nat() })
    expectTypeOf(expect(setup).toHaveBeenAttempted).toEqualTypeOf<never>()
    expectTypeOf(expect(event).toBeIdempotentUnderRetry).toEqualTypeOf<never>()
    expectTypeOf<IdempotenceOptions>().toExtend<IdempotenceSettings>()
    expectTypeOf<Omit<IdempotenceSettings, 'payloads' | 'changes'>>().toExtend<IdempotenceOptions>()
    expectTypeOf<keyof IdempotenceSettings>().toEqualTypeOf<keyof IdempotenceOptions>()
    expectTypeOf<IdempotenceSetup>().toExtend<IdempotenceSubject>()
  })

  it('return a promise behind resolves', () => {
    expectTypeOf(expect(invoking).resolves.toHaveEndedAs).returns.toEqualTypeOf<Promise<void>>()
  })

  it('stand in asymmetric matchers too', () => {
    expectTypeOf(expect.toHaveEndedAs).toBeCallableWith('Success')
  })
})

describe('the types of the plain assertions', () => {
  it('are those of the matchers', () => {
    expectTypeOf(assertRetriedAfter).toBeCallableWith(event, '1m', 120_000)
    expectTypeOf(assertDelivered).toBeCallableWith(event, 'onFailure', { requestPayload: { order: 7 } })
    // @ts-expect-error: no event
    assertEndedAs(7, 'Success')
    // @ts-expect-error: no condition
    assertEndedAs(event, 'Succeeded')
    // @ts-expect-error: no wait
    assertRetriedAfter(event)
  })
})
