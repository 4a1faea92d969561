import { describe, expect, test } from 'vitest'
import { config, fine, found, said } from './account.ts'

const AGE = 'eventInvokeConfig.MaximumEventAgeInSeconds'
const neverOf = (retries: number | null, age: number, choices = {}) =>
  said('retry-never-comes', [fine('f', { eventInvokeConfig: config(retries, age) })], { choices })

describe('a retry that can never come', () => {
  test('is the first one where events may be 60 s old', () => {
    expect(neverOf(1, 60)).toEqual([
      `warning f:$LATEST ${AGE}: the first retry can never come: at the earliest it is due at an age of 60 s, and an event must be younger than 60 s`,
    ])
  })

  test('is the second one where events may be as old as both waits together', () => {
    expect(neverOf(2, 180)).toEqual([
      `warning f:$LATEST ${AGE}: the second retry can never come: at the earliest it is due at an age of 60 s + 120 s = 180 s, and an event must be younger than 180 s`,
    ])
    expect(neverOf(2, 181)).toEqual([])
  })

  test('takes the one after it along', () => {
    expect(neverOf(2, 60)[0]).toContain('the first retry of 2 can never come')
  })

  test('is a note where nobody asked for retries', () => {
    expect(neverOf(null, 90)[0]).toMatch(/^note .*the second retry can never come/)
  })

  test('is none that was not asked for', () => {
    expect([neverOf(0, 60), neverOf(1, 61), neverOf(1, 180), neverOf(2, 21_600)]).toEqual([[], [], [], []])
  })

  test('hangs on the choices that move it', () => {
    const exclusive = { ageLookAheadBoundary: 'exclusive' } as const
    expect(neverOf(2, 180, exclusive)).toEqual([])
    expect(neverOf(2, 179, exclusive)[0]).toContain('an event must be no older than 179 s')
    expect(neverOf(1, 61, { queueLatencyMs: 1_500 })[0]).toContain('an age of 1.5 s + 60 s = 61.5 s')
    const early = { jitter: { functionError: [0.5, 1], throttle: [1, 1] } } as const
    expect(neverOf(1, 60, early)[0]).toContain('an age of 60 s')
    expect(neverOf(1, 60, { ...early, ageLookAheadDelay: 'jittered' })).toEqual([])
    expect(neverOf(2, 180, early)).toEqual([])
  })

  test('is even the first attempt where the queue holds events for too long', () => {
    expect(neverOf(null, 60, { queueLatencyMs: 60_000 })[0]).toMatch(/^warning .*an attempt can never come/)
  })

  test('is looked for in the config of each qualifier', () => {
    const eventInvokeConfig = config(2, 100)
    const version = { version: '1', timeoutMs: 3_000, deadLetterArn: fine('f').deadLetterArn, eventInvokeConfig }
    const alias = { name: 'live', functionVersion: '1', other: undefined, eventInvokeConfig }
    const findings = found([fine('f', { versions: [version], aliases: [alias] })])
    expect(findings.map(({ id, qualifier, path }) => [id, qualifier, path.join('.')])).toEqual([
      ['retry-never-comes', '1', `versions.1.${AGE}`],
      ['retry-never-comes', 'live', `aliases.live.${AGE}`],
    ])
  })
})

describe('attempts that run into their timeout', () => {
  const lost = (timeoutMs: number, retries: number, age: number) =>
    said('retry-lost-to-timeouts', [fine('f', { timeoutMs, eventInvokeConfig: config(retries, age) })])

  test('lose a retry that quick failures keep', () => {
    expect(lost(30_000, 2, 240)).toEqual([
      `note f:$LATEST ${AGE}: the second retry does not come after attempts that time out at 30 s: it is due at an age of 30 s + 60 s + 30 s + 120 s = 240 s, and an event must be younger than 240 s`,
    ])
    expect(lost(29_000, 2, 240)).toEqual([])
    expect(lost(30_000, 1, 240)).toEqual([])
  })

  test('lose nothing that never comes anyway', () => {
    expect(lost(10_000, 2, 180)).toEqual([])
  })

  test('are as long as those of the slowest version that an alias may run', () => {
    const version = (name: string, timeoutMs: number) => ({
      version: name,
      timeoutMs,
      deadLetterArn: fine('f').deadLetterArn,
      eventInvokeConfig: undefined,
    })
    const alias = (weight: number) =>
      fine('f', {
        versions: [version('1', 3_000), version('2', 60_000)],
        aliases: [
          { name: 'live', functionVersion: '1', other: { version: '2', weight }, eventInvokeConfig: config(2, 240) },
        ],
      })
    expect(said('retry-lost-to-timeouts', [alias(0.1)])[0]).toContain('time out at 60 s')
    expect(found([alias(0)])).toEqual([])
    const all = alias(1)
    const [first, second] = all.versions
    const swapped = [
      { ...second!, version: '1' },
      { ...first!, version: '2' },
    ]
    expect(found([{ ...all, versions: swapped }])).toEqual([])
  })
})

describe('an age that is shorter than the timeout', () => {
  const short = (timeoutMs: number, retries: number | null, age: number) =>
    said('age-below-timeout', [fine('f', { timeoutMs, eventInvokeConfig: config(retries, age) })])

  test('takes every retry from attempts that time out', () => {
    expect(short(900_000, 2, 600)).toEqual([
      `warning f:$LATEST ${AGE}: an attempt may run for 900 s, and an event be 600 s old: one that times out at its first attempt is never retried`,
    ])
    expect(short(900_000, null, 900)).toHaveLength(1)
    expect(short(899_000, 2, 900)).toEqual([])
  })

  test('is worth a note where nothing is to be retried', () => {
    expect(short(900_000, 0, 60)[0]).toMatch(/^note .*finds no free concurrency/)
  })

  test('is told of once, and not as a lost retry too', () => {
    const ids = found([fine('f', { timeoutMs: 900_000, eventInvokeConfig: config(2, 600) })]).map(({ id }) => id)
    expect(ids).toEqual(['age-below-timeout'])
  })
})
