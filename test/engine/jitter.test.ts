import { describe, expect, it } from 'vitest'
import type { ModelChoices } from '../../src/rules/model-choices.ts'
import { FAILS, World, type WorldOptions } from './world.ts'

/** The factors on the nominal waits of many events that fail, and of many that are throttled. */
function factors(jitter: ModelChoices['jitter'], seed = 1) {
  const failing = new World({ run: FAILS, seed, choices: { jitter } })
  failing.send(0, 'f', { count: 300 })
  failing.finish()
  const retries = failing.told('waiting').map(({ atMs, untilMs }) => (untilMs - atMs) / (atMs === 0 ? 60_000 : 120_000))
  const throttled = new World({
    seed,
    choices: { jitter },
    accountConcurrency: 1,
    run: () => ({ ms: 60_000 }),
    setup: (plane) => plane.functions.create({ FunctionName: 'f', Timeout: 60 }),
  })
  throttled.send(0, 'f', { count: 40 })
  throttled.engine.advance(60_000)
  const steps = new Map<number, number>()
  const backoffs = throttled.told('waiting').map(({ event, atMs, untilMs }) => {
    const step = (steps.get(event) ?? 0) + 1
    steps.set(event, step)
    return (untilMs - atMs) / (1_000 * 2 ** (step - 1))
  })
  return { functionError: retries, throttle: backoffs }
}

function expectSpread(values: readonly number[], [lowest, highest]: readonly [number, number]) {
  expect(Math.min(...values)).toBeGreaterThan(lowest - 1e-12)
  expect(Math.max(...values)).toBeLessThan(highest + 1e-12)
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const deviation = (highest - lowest) / Math.sqrt(12 * values.length)
  expect(Math.abs(mean - (lowest + highest) / 2)).toBeLessThan(4 * deviation)
  expect(new Set(values).size).toBeGreaterThan(values.length / 2)
}

describe('jitter', () => {
  it('is none by default: every wait is exactly nominal', () => {
    const { functionError, throttle } = factors('none')
    expect(new Set([...functionError, ...throttle])).toEqual(new Set([1]))
  })

  it('as recorded spreads waits over the recorded ranges', () => {
    const { functionError, throttle } = factors('recorded')
    expectSpread(functionError, [0.875, 1.125])
    expectSpread(throttle, [0.95, 1.15])
  })

  it('spreads waits over the ranges that are given', () => {
    const { functionError, throttle } = factors({ functionError: [1, 3], throttle: [0.5, 0.6] })
    expectSpread(functionError, [1, 3])
    expectSpread(throttle, [0.5, 0.6])
  })

  it('is the same for the same seed and another for another', () => {
    expect(factors('recorded', 7)).toEqual(factors('recorded', 7))
    expect(factors('recorded', 7)).not.toEqual(factors('recorded', 8))
  })

  it('leaves the look-ahead nominal, unless the choice says otherwise', () => {
    const options = (ageLookAheadDelay: 'nominal' | 'jittered'): WorldOptions => ({
      run: FAILS,
      choices: { jitter: { functionError: [1.5, 1.6], throttle: [1, 1] }, ageLookAheadDelay },
    })
    const ends = (ageLookAheadDelay: 'nominal' | 'jittered') => {
      const world = new World(options(ageLookAheadDelay))
      world.plane.eventInvokeConfigs.put({ FunctionName: 'f', MaximumEventAgeInSeconds: 80 })
      world.send(0)
      return world.finish().told('finished')[0]!
    }
    // 60 s nominal fits into 80 s, 90 s jittered does not: by then the event is too old, and no attempt starts.
    expect(ends('nominal')).toMatchObject({ condition: 'EventAgeExceeded', attempts: 1 })
    expect(ends('nominal').atMs).toBeGreaterThanOrEqual(90_000)
    expect(ends('jittered')).toMatchObject({ condition: 'EventAgeExceeded', attempts: 1, atMs: 0 })
  })
})
