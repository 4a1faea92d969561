import { describe, expect, it } from 'vitest'
import { type JudgedRun, verdictOf } from '../../../src/testing/checks/verdict.ts'
import type { TestedAttempt, TestedEvent } from '../../../src/testing/events/tested-event.ts'
import { type FaultPlan, onAttempt } from '../../../src/testing/faults/fault.ts'

type Outcome = TestedAttempt['outcome']

/** A delivery of an event as far as it is judged. */
function delivery(condition: TestedEvent['condition'], outcomes: readonly Outcome[], more: Partial<TestedEvent> = {}) {
  const attempts = outcomes.map((outcome, index) => ({ attempt: index + 1, outcome }))
  return { condition, attempts, duplicates: [], born: [], ...more } as unknown as TestedEvent
}

const clean = { before: [], after: ['charge'], isFollowed: false }
const ended = {
  well: delivery('Success', ['success']),
  afterRetry: delivery('Success', ['error', 'success']),
  badly: delivery('RetriesExhausted', ['error', 'error', 'error']),
  unseen: delivery('EventAgeExceeded', []),
}
const all: FaultPlan = [onAttempt(1).fail(), onAttempt(2).fail(), onAttempt(3).fail()]

function verdict(event: TestedEvent, effects: readonly string[], rest: Partial<JudgedRun> = {}, isFollowed = false) {
  return verdictOf({ event, plan: all, timeout: '3s', effects, ...rest }, { ...clean, isFollowed })
}

describe('a run', () => {
  it('is sound with the effects of a clean one', () => {
    expect(verdict(ended.well, ['charge'])).toBeUndefined()
    expect(verdict(ended.badly, ['charge'])).toBeUndefined()
  })

  it('is sound without effects if the event was dropped', () => {
    expect(verdict(ended.badly, [])).toBeUndefined()
    expect(verdict(ended.unseen, [])).toBeUndefined()
  })

  it('is not sound with other effects, or none, if a delivery succeeded', () => {
    expect(verdict(ended.well, ['charge', 'charge'])).toBe('repeated')
    expect(verdict(ended.well, [])).toBe('repeated')
    expect(verdict(delivery('RetriesExhausted', ['error'], { duplicates: [ended.well] }), [])).toBe('repeated')
  })

  it('is not sound with something else than none or all if no delivery succeeded', () => {
    expect(verdict(ended.badly, ['half a charge'])).toBe('neither')
    expect(verdict(ended.badly, ['charge', 'charge'])).toBe('neither')
  })

  it('may come to anything if a run was cut in its midst and none succeeded', () => {
    const plan = [onAttempt(1).crashAfter('1s'), ...all.slice(1)]
    expect(verdict(ended.badly, ['half a charge'], { plan })).toBeUndefined()
    expect(verdict(ended.well, ['half a charge'], { plan })).toBe('repeated')
  })

  it('fails by itself if nothing was done to its last attempt and no delivery succeeded', () => {
    const plan = all.slice(0, 2)
    for (const effects of [[], ['charge'], ['half a charge']])
      expect(verdict(ended.badly, effects, { plan })).toBe('failsByItself')
  })

  it('may fail by itself before a retry mends it, or beside a delivery that succeeds', () => {
    expect(verdict(ended.afterRetry, ['charge'], { plan: [] })).toBeUndefined()
    expect(verdict({ ...ended.badly, duplicates: [ended.well] }, ['charge'], { plan: [] })).toBeUndefined()
  })

  it('takes a slow attempt for a fault only if it is longer than the timeout', () => {
    const event = delivery('RetriesExhausted', ['timeout'])
    expect(verdict(event, [], { plan: [onAttempt(1).take('3s')] })).toBe('failsByItself')
    expect(verdict(event, [], { plan: [onAttempt(1).take(3_001)] })).toBeUndefined()
  })

  it('may fail by itself in a duplicate, beside which the first delivery was at work', () => {
    const event = delivery('RetriesExhausted', ['error'], { duplicates: [delivery('RetriesExhausted', ['error'])] })
    expect(verdict(event, ['charge'])).toBeUndefined()
  })

  it('is judged by its effects only after a success where other functions follow on that', () => {
    expect(verdict(ended.badly, ['half a chain'], {}, true)).toBeUndefined()
    expect(verdict(ended.badly, ['half a chain'], { plan: [] }, true)).toBe('failsByItself')
    expect(verdict(ended.well, ['half a chain'], {}, true)).toBe('repeated')
  })

  it('is not judged if the record of a dropped event started a function', () => {
    const refunded = delivery('RetriesExhausted', ['error'], { born: [ended.well] })
    expect(verdict(refunded, ['charge', 'refund'])).toBeUndefined()
    expect(verdict(delivery('Success', ['success'], { born: [ended.well] }), ['charge', 'charge'])).toBe('repeated')
  })
})
