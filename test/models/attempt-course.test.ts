import { describe, expect, it } from 'vitest'
import { run, runModel, toleranceOf } from './modelled.ts'

const EVENTS = 10_000
const HALF_A_MB = 524_288

/** Numbers of a list by how often each occurs. */
function countsOf(values: Iterable<unknown>): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const value of values) counts[String(value)] = (counts[String(value)] ?? 0) + 1
  return counts
}

describe('an error probability by attempt', () => {
  it('heals with the attempts', async () => {
    const { result } = await runModel({ errors: { byAttempt: [1, 1, 0] } })
    expect(result.total).toMatchObject({ succeeded: EVENTS, errors: 2 * EVENTS, attempts: 3 * EVENTS })
  })

  it('stays at the last one of the list', async () => {
    const { result } = await runModel({ errors: { byAttempt: [0, 1] } })
    expect(result.total).toMatchObject({ succeeded: EVENTS, errors: 0 })
    const { result: lasting } = await runModel({ errors: { byAttempt: [1] } })
    expect(lasting.total.dropped.RetriesExhausted).toBe(EVENTS)
  })

  it('is that probability at each', async () => {
    const { attempts } = await runModel({ errors: { byAttempt: [0.4, 0.1, 0.8] } })
    for (const [index, probability] of [0.4, 0.1, 0.8].entries()) {
      const those = attempts.filter(({ attempt }) => attempt === index + 1)
      const failed = those.filter(({ outcome }) => outcome === 'error').length
      expect(Math.abs(failed / those.length - probability)).toBeLessThan(toleranceOf(probability, those.length))
    }
  })

  it('counts attempts and not system errors', async () => {
    const { result } = await runModel({ errors: { byAttempt: [1, 0], system: 0.4 } })
    // Two attempts an event, each after 0.4 / 0.6 system errors on average.
    expect(Math.abs(result.total.systemErrors / EVENTS - 4 / 3)).toBeLessThan(0.1)
    expect(result.total).toMatchObject({ succeeded: EVENTS, errors: EVENTS })
  })

  it('of the same value for all is the same as one probability, draw by draw', async () => {
    const model = { duration: { exponential: { mean: '1s' } }, coldStart: '100ms' } as const
    const one = await runModel({ ...model, errors: { probability: 0.3, poison: 0.1, system: 0.1 } })
    const each = await runModel({ ...model, errors: { byAttempt: [0.3, 0.3], poison: 0.1, system: 0.1 } })
    expect(each.lines).toEqual(one.lines)
  })
})

describe('a payload', () => {
  const durationsOf = async (...args: Parameters<typeof runModel>) =>
    countsOf((await runModel(...args)).attempts.map(({ durationMs }) => durationMs))

  it('adds to the duration by its length', async () => {
    const model = { duration: '100ms', durationPerMB: '2s' }
    expect(await durationsOf(model, { payloadBytes: HALF_A_MB })).toEqual({ 1100: EVENTS })
    expect(await durationsOf(model, { payload: null })).toEqual({ [100 + (4 * 2_000) / (2 * HALF_A_MB)]: EVENTS })
  })

  it('of a modelled size adds by that size, which Lambda cuts at 1 MB', async () => {
    const model = { duration: '100ms', durationPerMB: '2s' }
    expect(await durationsOf({ ...model, payloadSize: HALF_A_MB })).toEqual({ 1100: EVENTS })
    expect(await durationsOf({ ...model, payloadSize: '512KB' }, { payloadBytes: 9 })).toEqual({ 1100: EVENTS })
    expect(await durationsOf({ ...model, payloadSize: '5MB' })).toEqual({ 2100: EVENTS })
  })

  it('has a size of whole bytes, drawn once an event: its retries and its copy have the same', async () => {
    const size = { uniform: { min: 0, max: '1MB' as const } }
    const { attempts } = await runModel(
      { durationPerMB: '1048576ms', payloadSize: size, errors: { byAttempt: [1, 0] } },
      { timeout: '900s', arrivals: [{ at: Array.from({ length: 200 }, (_, index) => `${index}s`) }] },
      { runLength: '200s', options: { duplicateProbability: 1 } },
    )
    expect(attempts.every(({ durationMs }) => Number.isInteger(durationMs))).toBe(true)
    const counts = countsOf(attempts.filter(({ outcome }) => outcome !== 'timeout').map(({ durationMs }) => durationMs))
    // The event and its copy, each with one attempt that fails and one that succeeds.
    expect(Object.keys(counts).length).toBeGreaterThan(150)
    expect(new Set(Object.values(counts))).toEqual(new Set([4]))
  })

  it('changes no other draw', async () => {
    const model = { duration: { exponential: { mean: '1s' } }, errors: { probability: 0.2 } } as const
    const [without, drawn] = await Promise.all([
      runModel(model),
      runModel({ ...model, durationPerMB: '0.001ms', payloadSize: { exponential: { mean: '1KB' } } }),
    ])
    const outcomes = (all: typeof without) => countsOf(all.attempts.map((each) => `${each.event} ${each.outcome}`))
    expect(outcomes(drawn)).toEqual(outcomes(without))
  })
})

describe('an outage', () => {
  const span = { from: '100s', to: '600s' } as const

  it('of all attempts is the same with its probability left out', async () => {
    const plain = await runModel({ duration: '1s', errors: { outages: [span] } })
    expect(plain.result.total.errors).toBeGreaterThan(5_000)
    const certain = await runModel({ duration: '1s', errors: { outages: [{ ...span, probability: 1 }] } })
    expect(certain.lines).toEqual(plain.lines)
  })

  it('with a probability fails that share of the attempts that start in it, and no other', async () => {
    const { attempts } = await runModel(
      { duration: '1s', errors: { outages: [{ ...span, probability: 0.3 }] } },
      { eventInvokeConfig: { MaximumRetryAttempts: 0 } },
    )
    const inside = attempts.filter(({ atMs }) => atMs - 1_000 >= 100_000 && atMs - 1_000 < 600_000)
    const failed = attempts.filter(({ outcome }) => outcome === 'error')
    expect(inside).toHaveLength(5_000)
    expect(failed.every((each) => inside.includes(each))).toBe(true)
    expect(Math.abs(failed.length / 5_000 - 0.3)).toBeLessThan(toleranceOf(0.3, 5_000))
  })

  it('with a duration lets attempts hang so long, at most until their timeout', async () => {
    const hanging = async (duration: string) => {
      const { attempts } = await runModel({ duration: '1s', errors: { outages: [{ ...span, duration }] } })
      return countsOf(attempts.map(({ outcome, durationMs }) => `${outcome} ${durationMs}`))
    }
    const failed = expect.any(Number)
    expect(await hanging('2s')).toEqual({ 'success 1000': failed, 'error 2000': failed })
    expect(await hanging('900s')).toEqual({ 'success 1000': failed, 'timeout 3000': failed })
  })

  it('of two at once counts the worse', async () => {
    const outages = [
      { from: '0s', to: '1000s', probability: 0.2 },
      { from: '0s', to: '1000s', probability: 0.5 },
    ] as const
    const { attempts } = await runModel({ errors: { outages: [...outages] } })
    const share = attempts.filter(({ outcome, atMs }) => outcome === 'error' && atMs < 1_000_000).length
    const all = attempts.filter(({ atMs }) => atMs < 1_000_000).length
    expect(Math.abs(share / all - 0.5)).toBeLessThan(toleranceOf(0.5, all))
  })
})

describe('a duration beyond the timeout', () => {
  it('is a function error at the timeout, which is retried like any other', async () => {
    const { result, attempts } = await runModel({ duration: { exponential: { mean: '3s' } } }, { timeout: '3s' })
    const late = attempts.filter(({ outcome }) => outcome === 'timeout')
    expect(Math.abs(late.length / attempts.length - Math.exp(-1))).toBeLessThan(
      toleranceOf(Math.exp(-1), attempts.length),
    )
    expect(late.every(({ durationMs }) => durationMs === 3_000)).toBe(true)
    expect(result.total).toMatchObject({ errors: late.length, duration: { max: 3_000 } })
    const share = Math.exp(-3)
    expect(Math.abs(result.total.dropped.RetriesExhausted / EVENTS - share)).toBeLessThan(toleranceOf(share, EVENTS))
  })
})

describe('a version', () => {
  it('has the circumstances of its function but for those that it sets itself', async () => {
    const { attempts } = await run({
      runLength: '1s',
      functions: {
        f: {
          payloadBytes: HALF_A_MB,
          model: { duration: '100ms', durationPerMB: '2s', errors: { byAttempt: [1, 0] } },
          versions: { '1': {}, '2': { model: { durationPerMB: '0s' } }, '3': { model: { errors: {} } } },
          arrivals: ['1', '2', '3'].map((qualifier) => ({ at: ['1s'], qualifier })),
        },
      },
    })
    expect(attempts.map(({ version, outcome, durationMs }) => `${version} ${outcome} ${durationMs}`).sort()).toEqual([
      '1 error 1100',
      '1 success 1100',
      '2 error 100',
      '2 success 100',
      '3 success 1100',
    ])
  })
})
