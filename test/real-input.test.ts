import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RunResult } from '../src/scenario/result.ts'
import type { ScenarioInput } from '../src/scenario/schema/scenario.ts'
import { simulate } from '../src/scenario/simulate.ts'
import { directory, execute } from './cli/command.ts'

const DAY = join(import.meta.dirname, '../../shared/data/azure-2019')
const MINUTES = join(DAY, 'day-minutes.csv.gz')
const DURATIONS = join(DAY, 'day-durations.csv.gz')
const FUNCTIONS = 197
const EVENTS = 205_202

const isThere = existsSync(MINUTES) && existsSync(DURATIONS)
if (!isThere) console.warn(`skipped: the recorded day is not at ${DAY}`)

const ERRORS = { probability: 0.2, outages: [{ from: '9h', to: '9h30m' }] }

function day(errors: typeof ERRORS | undefined): ScenarioInput {
  return {
    name: 'azure day',
    functionsFrom: {
      perMinute: MINUTES,
      timeout: '900s',
      model: { duration: { pool: DURATIONS }, ...(errors && { errors }) },
    },
  }
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, each) => total + each, 0)
}

/** That every event of the day has come and has ended, in each function and in all. */
function expectEveryEvent({ complete, functions, total }: RunResult): void {
  expect(complete).toBe(true)
  expect(Object.keys(functions)).toHaveLength(FUNCTIONS)
  for (const [name, each] of [...Object.entries(functions), ['total', total] as const]) {
    expect(each.pending, name).toBe(0)
    expect(each.succeeded + sum(each.dropped), name).toBe(each.received)
    expect(each.attempts, name).toBe(each.succeeded + each.errors)
  }
  expect(total.received).toBe(EVENTS)
  for (const count of ['received', 'succeeded', 'attempts', 'errors', 'throttles'] as const) {
    expect(sum(Object.fromEntries(Object.entries(functions).map(([name, each]) => [name, each[count]])))).toBe(
      total[count],
    )
  }
}

describe.skipIf(!isThere)('a recorded day of 197 functions', () => {
  it('replays whole under the default config, and every event succeeds', async () => {
    const result = await simulate(day(undefined), { readFile })
    expectEveryEvent(result)
    expect(result.total).toMatchObject({ succeeded: EVENTS, attempts: EVENTS, errors: 0, throttles: 0 })
  })

  it('replays whole with 20 % errors and an outage, and every event is accounted for', async () => {
    const result = await simulate(day(ERRORS), { readFile })
    expectEveryEvent(result)
    const { attempts, dropped } = result.total
    // By errors alone 0.8 % are dropped and 1.24 attempts made; the outage of half an hour adds to both.
    expect(dropped.RetriesExhausted).toBeGreaterThan(EVENTS * 0.2 ** 3)
    expect(sum(dropped)).toBe(dropped.RetriesExhausted)
    expect(attempts / EVENTS).toBeGreaterThan(1.24)
    expect(attempts / EVENTS).toBeLessThan(1.4)
  })

  it('replays in one command, to the same result', async () => {
    const folder = directory({ 'day.json': JSON.stringify(day(ERRORS)) })
    const { code, stdout } = await execute(['run', join(folder, 'day.json'), '--json'])
    expect(code).toBe(0)
    const { name, warnings, ...result } = JSON.parse(stdout)
    const { name: sameName, warnings: others, ...expected } = await simulate(day(ERRORS), { readFile })
    expect([name, warnings.length]).toEqual([sameName, others.length])
    expect(result).toEqual(JSON.parse(JSON.stringify(expected)))
  })
})
