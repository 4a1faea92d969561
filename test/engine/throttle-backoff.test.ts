import { describe, expect, it } from 'vitest'
import type { ModelChoices } from '../../src/rules/model-choices.ts'
import { World } from './world.ts'

const MEAN_MS = 5_000

/** Events that are throttled until `untilMs` by one that holds the only slot. */
function throttled(untilMs: number, choices: Partial<ModelChoices> = {}, seed = 1, ageS = 21_600): World {
  const world = new World({
    seed,
    accountConcurrency: 1,
    choices: { throttleBackoff: { exponential: { meanMs: MEAN_MS } }, ...choices },
    run: ({ event }) => ({ ms: event === 1 ? untilMs : 0 }),
    setup: (plane) => {
      plane.functions.create({ FunctionName: 'f', Timeout: 900 })
      plane.eventInvokeConfigs.put({ FunctionName: 'f', MaximumEventAgeInSeconds: ageS })
    },
  })
  world.send(0, 'f', { count: 100 })
  world.engine.advance(untilMs - 1)
  return world
}

const waitsOf = (world: World) => world.told('waiting').map(({ atMs, untilMs }) => untilMs - atMs)
const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

describe('exponential waits after a throttle', () => {
  const world = throttled(600_000)
  const waits = waitsOf(world)

  it('have their mean and its spread, and no memory of the throttles before', () => {
    expect(waits.length).toBeGreaterThan(10_000)
    const deviation = MEAN_MS / Math.sqrt(waits.length)
    expect(Math.abs(meanOf(waits) - MEAN_MS)).toBeLessThan(4 * deviation)
    const longer = waits.filter((wait) => wait > 2 * MEAN_MS).length / waits.length
    expect(Math.abs(longer - Math.exp(-2))).toBeLessThan(
      4 * Math.sqrt((Math.exp(-2) * (1 - Math.exp(-2))) / waits.length),
    )
  })

  it('differ from each other, also where an event is throttled more often than its count goes', () => {
    expect(new Set(waits).size).toBe(waits.length)
    const patient = throttled(900_000, { throttleBackoff: { exponential: { meanMs: 2_000 } } })
    const most = patient.told('throttled').filter(({ event }) => event === 2).length
    expect(most).toBeGreaterThan(350)
    const drawn = waitsOf(patient)
    expect(new Set(drawn).size).toBe(drawn.length)
  })

  it('belong to the event: another seed has others, the same has the same', () => {
    expect(waitsOf(throttled(60_000))).toEqual(waitsOf(throttled(60_000)))
    expect(waitsOf(throttled(60_000, {}, 2))).not.toEqual(waitsOf(throttled(60_000)))
  })

  it('are looked ahead at with their mean', () => {
    const ends = throttled(600_000, {}, 1, 60).told('finished')
    expect(ends).toHaveLength(99)
    for (const { ageMs, condition, refusedWaitMs } of ends) {
      expect(condition).toBe('EventAgeExceeded')
      if (refusedWaitMs === undefined) expect(ageMs).toBeGreaterThanOrEqual(60_000)
      else expect([refusedWaitMs, ageMs >= 55_000]).toEqual([MEAN_MS, true])
    }
  })

  it('are looked ahead at as they were drawn where that is chosen', () => {
    const ends = throttled(600_000, { ageLookAheadDelay: 'jittered' }, 1, 60).told('finished')
    for (const { ageMs, refusedWaitMs } of ends) {
      expect(ageMs).toBeLessThan(60_000)
      expect(ageMs + refusedWaitMs!).toBeGreaterThanOrEqual(60_000 - 1e-6)
    }
    expect(new Set(ends.map(({ refusedWaitMs }) => refusedWaitMs)).size).toBeGreaterThan(90)
  })

  it('are longer where the backlog is, and vary with the jitter', () => {
    const pressed = waitsOf(throttled(60_000, { backPressure: 100 }))
    expect(meanOf(pressed)).toBeGreaterThan(1.5 * MEAN_MS)
    const plain = waitsOf(throttled(2, { queueing: 'backoff' }))
    const jittered = waitsOf(throttled(2, { jitter: { functionError: [1, 1], throttle: [2, 2] } }))
    expect(jittered).toEqual(plain.map((wait) => 2 * wait))
  })
})
