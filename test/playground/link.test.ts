import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linkOf, type Place, readLink } from '../../src/playground/setup/link.ts'
import { SCENARIO, turn } from './turns.ts'

const SEED = 12
const LESSONS = { outage: { scenario: SCENARIO }, 'first-retry': { scenario: SCENARIO, speed: 5, event: 1 } }

const place: fc.Arbitrary<Place> = fc.record({
  scenario: fc.constant(SCENARIO),
  lesson: fc.constantFrom('outage', undefined),
  turns: fc.array(turn, { maxLength: 6 }),
  seed: fc.option(fc.nat(), { nil: undefined }),
  atMs: fc.nat({ max: 1e9 }),
  speed: fc.integer({ min: 1, max: 10_000 }),
  event: fc.option(fc.integer({ min: 1, max: 1e6 }), { nil: undefined }),
})

describe('a link', () => {
  it(`leads back to where it was made (seed ${SEED})`, () => {
    fc.assert(
      fc.property(place, (made) => {
        const link = linkOf(made)
        expect(link).toMatch(/^[\w\-.~%=&/:,!'()*]*$/)
        expect(readLink(link, LESSONS)).toEqual({ place: made, problems: [] })
      }),
      { seed: SEED, numRuns: 500 },
    )
  })

  it('can be read and written by hand', () => {
    const { place: read, problems } = readLink(
      'lesson=outage&retries=1&2m/mail.concurrency=0&at=3m12s&event=3&5s/outage=on',
      LESSONS,
    )
    expect(problems).toEqual([])
    expect(read).toMatchObject({ lesson: 'outage', atMs: 192_000, speed: 10, event: 3 })
    expect(read!.turns).toEqual([
      { atMs: 0, function: 'charge', knob: 'retries', value: 1 },
      { atMs: 120_000, function: 'mail', knob: 'concurrency', value: 0 },
      { atMs: 5_000, function: 'charge', knob: 'outage', value: true },
    ])
    expect(linkOf(read!)).toBe('lesson=outage&retries=1&2m/mail.concurrency=0&5s/outage=on&at=3m12s&speed=10&event=3')
  })

  it('says all that is wrong with it at once, and keeps the rest', () => {
    const { place: read, problems } = readLink(
      'lesson=outage&retires=1&retries=3&male.age=90s&age=30s&at=soon&speed=0&outage=maybe&errors=0.5&config=%7B',
      LESSONS,
    )
    expect(problems).toEqual([
      'retires: expected one of retries, age, concurrency, errors, duration, rate, onSuccess, onFailure, deadLetter, config, outage, send, at, speed, seed, event, got "retires"; did you mean "retries"?',
      'retries: expected a whole number from 0 to 2, got "3"',
      'male.age: expected a function of the scenario, got "male"; known here: charge, mail',
      'age: expected a duration from 1m to 6h in whole seconds, got "30s"',
      'at: expected a duration such as 90s, 2m, 6h, 1h30m, 1500ms or PT6H, got "soon"',
      'speed: expected a whole number from 1 to 10000, got "0"',
      'outage: expected on or off, got "maybe"',
      'config: expected an event-invoke config as JSON, got "{"',
    ])
    expect(read!.turns).toEqual([{ atMs: 0, function: 'charge', knob: 'errors', value: 0.5 }])
  })

  it('says what AWS would say of a config, and of events that would come too late', () => {
    const { place: read, problems } = readLink(
      'lesson=outage&config=%7B%22MaximumRetryAttempts%22:9%7D&11m/send=1&errors=0.0000001',
      LESSONS,
    )
    expect(problems).toEqual([
      expect.stringMatching(/^config: MaximumRetryAttempts: .*less than or equal to 2/),
      '11m/send: expected a time within the run length, 10m, got 11m',
    ])
    expect(read!.turns).toEqual([{ atMs: 0, function: 'charge', knob: 'errors', value: 1e-7 }])
  })

  it('that names no scenario opens none', () => {
    expect(readLink('lesson=outrage', LESSONS)).toEqual({
      place: undefined,
      problems: ['lesson: expected one of outage, first-retry, got "outrage"; did you mean "outage"?'],
    })
    const half = linkOf({ scenario: SCENARIO, turns: [], atMs: 0, speed: 10 }).slice(0, 60)
    expect(readLink(half, {}).problems).toEqual([
      'scenario: expected what such a link carries; perhaps a part of the link was lost',
    ])
  })
})
