import type { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openStoreFile } from '../../../src/local/store/store-file.ts'
import { FUNCTION_ERROR, SUCCEEDED, SYSTEM_ERROR } from '../../../src/rules/outcome.ts'
import { DEAD, Incarnation, Outside, SINK } from './incarnation.ts'

/** What may happen to an endpoint, one thing after the other. Numbers choose among what there is. */
type Step =
  | { readonly name: 'accept' | 'commit' | 'kill' | 'fill' | 'free' }
  | { readonly name: 'advance'; readonly byMs: number }
  | { readonly name: 'settle'; readonly which: number; readonly outcome: number }
  | { readonly name: 'tell'; readonly which: number; readonly isTaken: boolean }

const named = (...names: ('accept' | 'commit' | 'kill' | 'fill' | 'free')[]) =>
  fc.constantFrom(...names).map((name): Step => ({ name }))
const which = fc.nat(50)
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: named('accept') },
    { weight: 6, arbitrary: named('commit') },
    { weight: 1, arbitrary: named('kill') },
    { weight: 1, arbitrary: named('fill', 'free', 'free') },
    {
      weight: 3,
      arbitrary: fc
        .constantFrom(0, 50, 1_000, 60_000, 120_000, 600_000)
        .map((byMs): Step => ({ name: 'advance', byMs })),
    },
    {
      weight: 6,
      arbitrary: fc
        .record({ which, outcome: fc.constantFrom(SUCCEEDED, FUNCTION_ERROR, FUNCTION_ERROR, SYSTEM_ERROR) })
        .map((choice): Step => ({ name: 'settle', ...choice })),
    },
    {
      weight: 4,
      arbitrary: fc.record({ which, isTaken: fc.boolean() }).map((choice): Step => ({ name: 'tell', ...choice })),
    },
  ),
  { minLength: 40, maxLength: 150, size: 'max' },
)

/** Does the steps, each kill followed by a new process, and then lets all that was accepted come to its end. */
function live(outside: Outside, life: readonly Step[]): Incarnation {
  let now = new Incarnation(outside)
  let accepted = 0
  for (const step of life) {
    if (step.name === 'accept') now.accept('f', `{"n": ${++accepted}}`)
    if (step.name === 'commit') now.commit()
    if (step.name === 'fill') outside.database.exec('PRAGMA query_only = 1')
    if (step.name === 'free') outside.database.exec('PRAGMA query_only = 0')
    if (step.name === 'advance') now.advance(step.byMs)
    if (step.name === 'settle' && now.running.length > 0)
      now.settle(now.running[step.which % now.running.length]!, step.outcome)
    if (step.name === 'tell' && now.carried.length > 0)
      now.tell(now.carried[step.which % now.carried.length]!, step.isTaken)
    if (step.name === 'kill') {
      const { nowMs } = now.engine
      now.kill()
      outside.database.exec('PRAGMA query_only = 0')
      now = new Incarnation(outside, nowMs)
    }
  }
  outside.database.exec('PRAGMA query_only = 0')
  for (let round = 0; round < 10_000; round++) {
    now.commit()
    for (const number of [...now.running]) now.settle(number, SUCCEEDED)
    for (const delivery of [...now.carried]) now.tell(delivery, true)
    if (now.engine.pending === 0 && !now.queue.hasChanges && now.carried.length === 0) break
    if (now.running.length === 0 && now.engine.nextDueMs() < Number.POSITIVE_INFINITY)
      now.advance(now.engine.nextDueMs() - now.engine.nowMs)
  }
  now.commit()
  return now
}

function rows(database: DatabaseSync, table: string): Record<string, unknown>[] {
  return database.prepare(`SELECT * FROM ${table}`).all() as Record<string, unknown>[]
}

/** What must be true of any life at its end. */
function expectNothingLost(outside: Outside, last: Incarnation): void {
  const { acknowledged, database, kills, messages, runs, systemErrors } = outside
  expect(rows(database, 'event')).toEqual([])
  const ended = rows(database, 'ended').map(({ document }) => JSON.parse(document as string))
  const ids = ended.map(({ requestId }) => requestId)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids).toEqual(expect.arrayContaining([...acknowledged.keys()]))
  // Every run of code is counted, no more are repeated than processes died, and no more than two retries were used.
  for (const { requestId, attempts, tries, retries } of ended) {
    const faults = systemErrors.get(requestId) ?? 0
    expect(tries).toBe(runs.get(requestId) ?? 0)
    expect(attempts).toBeGreaterThanOrEqual(tries - faults)
    expect(tries).toBeLessThanOrEqual(1 + retries + faults + kills)
    expect(retries).toBeLessThanOrEqual(2)
  }
  // Each end has its deliveries, once each in the record; targets may have got one again after a crash.
  const recorded = last.deliveries.list()
  const born = ended.filter(({ functionName }) => functionName === 'g')
  const told = recorded.map(({ requestId, destination }) => `${requestId} ${destination}`)
  expect(new Set(told).size).toBe(told.length)
  const expected = ended
    .filter(({ functionName }) => functionName === 'f')
    .flatMap(({ requestId, condition }) =>
      condition === 'Success'
        ? [`${requestId} ${outside.plane.functionArn('g')}`]
        : [`${requestId} ${SINK}`, `${requestId} ${DEAD}`],
    )
  expect(told.sort()).toEqual(
    expected.concat(born.flatMap(({ condition }) => (condition === 'Success' ? [] : []))).sort(),
  )
  expect(new Set(messages)).toEqual(new Set(expected.filter((message) => !message.endsWith(':g'))))
  expect(born).toHaveLength(expected.filter((message) => message.endsWith(':g')).length)
  for (const { requestId, body, kind } of recorded) {
    const payload = kind === 'deadLetter' ? JSON.parse(body) : JSON.parse(body).requestPayload
    const sent = acknowledged.get(requestId)
    if (sent !== undefined) expect(payload).toEqual(JSON.parse(sent))
  }
}

test('whenever a process dies, every accepted event ends once, and what was in flight is repeated and counted', () => {
  fc.assert(
    fc.property(steps, (life) => {
      const outside = new Outside(openStoreFile(':memory:'))
      const last = live(outside, life)
      expectNothingLost(outside, last)
      last.kill()
      outside.database.close()
    }),
    { seed: 20, numRuns: 150 },
  )
})
