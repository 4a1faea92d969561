import { describe, expect, it } from 'vitest'
import { Records } from '../../src/measure/records.ts'
import { simulate } from '../../src/scenario/simulate.ts'
import { run, runModel, toleranceOf } from './modelled.ts'

const EVENTS = 10_000

describe('a failure after the side effect', () => {
  it('of every attempt repeats the effect with every retry, and the event is dropped nevertheless', async () => {
    const { result, attempts } = await runModel({ duration: '1s', errors: { crashAfterEffect: 1 } })
    expect(result.total.sideEffects).toEqual({ attempts: 3 * EVENTS, events: EVENTS, repeated: EVENTS })
    expect(result.total.dropped.RetriesExhausted).toBe(EVENTS)
    expect(attempts.every(({ outcome, durationMs }) => outcome === 'error' && durationMs === 1_000)).toBe(true)
  })

  it.each([
    [{ crashAfterEffect: 0.3 }, 'error', 1_000],
    [{ timeoutAfterEffect: 0.3 }, 'timeout', 3_000],
  ] as const)('by chance repeats the effect of that share of the events: %o', async (errors, outcome, failedMs) => {
    const { result, attempts } = await runModel({ duration: '1s', errors })
    const { sideEffects, dropped } = result.total
    // Every attempt has its effect, whether it then succeeds or fails: an event with a retry has it twice or more.
    expect(sideEffects).toMatchObject({ attempts: attempts.length, events: EVENTS })
    expect(Math.abs(sideEffects!.repeated / EVENTS - 0.3)).toBeLessThan(toleranceOf(0.3, EVENTS))
    expect(Math.abs(dropped.RetriesExhausted / EVENTS - 0.027)).toBeLessThan(toleranceOf(0.027, EVENTS))
    const failed = attempts.filter((each) => each.outcome === outcome && each.durationMs === failedMs)
    expect(failed).toHaveLength(result.total.errors)
    expect(sideEffects!.repeated).toBe(attempts.filter(({ attempt }) => attempt === 2).length)
  })

  it('happens only to attempts that would have succeeded: other failures come before the effect', async () => {
    const { result, attempts } = await runModel({
      errors: { probability: 0.5, crashAfterEffect: 0.4, timeoutAfterEffect: 0.1 },
    })
    const { sideEffects } = result.total
    expect(Math.abs(sideEffects!.attempts / attempts.length - 0.5)).toBeLessThan(toleranceOf(0.5, attempts.length))
    const succeeded = attempts.filter(({ outcome }) => outcome === 'success').length
    expect(Math.abs(succeeded / sideEffects!.attempts - 0.5)).toBeLessThan(toleranceOf(0.5, sideEffects!.attempts))
    // An event without an effect failed three times by itself.
    const share = (EVENTS - sideEffects!.events) / EVENTS
    expect(Math.abs(share - 0.125)).toBeLessThan(toleranceOf(0.125, EVENTS))
  })

  it('does not happen to an attempt that runs into its timeout by itself', async () => {
    const { result } = await runModel({ duration: '5s', errors: { crashAfterEffect: 1 } })
    expect(result.total.sideEffects).toEqual({ attempts: 0, events: 0, repeated: 0 })
  })

  it('changes no other draw', async () => {
    const model = { duration: { exponential: { mean: '1s' } }, errors: { probability: 0.3 } } as const
    const plain = await runModel(model)
    const crashing = await runModel({ ...model, errors: { ...model.errors, crashAfterEffect: 0.3 } })
    const [before, after] = [plain, crashing].map(({ attempts }) => attempts.filter(({ attempt }) => attempt === 1))
    const crashes = after!.filter((each, index) => each.outcome !== before![index]!.outcome)
    expect(after!.map(({ durationMs }) => durationMs)).toEqual(before!.map(({ durationMs }) => durationMs))
    expect(crashes.length).toBeGreaterThan(1_000)
    expect(crashes.every(({ outcome }) => outcome === 'error')).toBe(true)
  })

  it('is counted for each function and for all', async () => {
    const of = (count: number, crashAfterEffect: number) => ({
      model: { errors: { crashAfterEffect } },
      arrivals: [{ at: Array.from({ length: count }, () => '0s') }],
    })
    const { result } = await run({ functions: { a: of(5, 1), b: of(7, 0) } })
    expect(result.functions.a!.sideEffects).toEqual({ attempts: 15, events: 5, repeated: 5 })
    expect(result.functions.b!.sideEffects).toEqual({ attempts: 7, events: 7, repeated: 0 })
    expect(result.total.sideEffects).toEqual({ attempts: 22, events: 12, repeated: 5 })
  })

  it('of an event of the warm-up is left out', async () => {
    const { result } = await runModel({ errors: { crashAfterEffect: 1 } }, {}, { warmUp: '600s' })
    expect(result.total).toMatchObject({
      received: 4_000,
      sideEffects: { attempts: 12_000, events: 4_000, repeated: 4_000 },
    })
  })

  it('is not in the result where no model has it', async () => {
    const { result } = await runModel({ errors: { probability: 0.5 } })
    expect(result.total).not.toHaveProperty('sideEffects')
  })

  it('can be expected of a run', async () => {
    const { result } = await runModel(
      { errors: { crashAfterEffect: 0.3 } },
      {},
      { expect: ['f.sideEffects.repeated == 0'] },
    )
    const actual = result.total.sideEffects!.repeated
    expect(result.expectations).toEqual([{ expectation: 'f.sideEffects.repeated == 0', met: false, actual }])
  })
})

describe('the record of an event that crashed', () => {
  const responses = async (errors: object, versions = {}) => {
    const lines: string[] = []
    const OnFailure = { Destination: 'arn:aws:sqs:us-east-1:123456789012:failed' }
    const config = { MaximumRetryAttempts: 1, DestinationConfig: { OnFailure } }
    await simulate(
      { functions: { f: { eventInvokeConfig: config, model: { errors }, ...versions, arrivals: [{ at: ['0s'] }] } } },
      { observers: [new Records((line) => lines.push(line))] },
    )
    return lines
      .map((line) => JSON.parse(line).record)
      .map(({ requestContext, responsePayload }) => {
        return JSON.stringify(responsePayload).replaceAll(requestContext.requestId, 'ID')
      })
  }

  it('says that the runtime exited', async () => {
    const exit =
      '{"errorType":"Runtime.ExitError","errorMessage":"RequestId: ID Error: Runtime exited without providing a reason"}'
    expect(await responses({ crashAfterEffect: 1 })).toEqual([exit])
  })

  it('says how the last attempt failed, if that did so otherwise', async () => {
    const [response] = await responses({ byAttempt: [0, 1], crashAfterEffect: 1 })
    expect(response).toContain('simulated function error')
    expect(await responses({ timeoutAfterEffect: 1 })).toEqual([
      expect.stringContaining('Task timed out after 3.00 seconds'),
    ])
  })
})
