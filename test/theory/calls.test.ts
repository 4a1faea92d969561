import { describe, expect, it } from 'vitest'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'
import { erlangB } from './formulas.ts'
import { expectAgreement, replicate } from './replications.ts'

type Model = NonNullable<NonNullable<ScenarioInput['functions']>[string]['model']>

/** Calls or events of one replication. */
const COUNT = 40_000

/** Arrivals at a rate on a function with so many slots, in a run that begins to count after 200 service times of 1 s. */
function run(
  slots: number,
  ratePerS: number,
  duration: NonNullable<Model['duration']>,
  invocation: 'Event' | 'RequestResponse',
  options: NonNullable<ScenarioInput['options']> = {},
) {
  const warmUpMs = 200_000
  return replicate(
    {
      runLength: `${Math.round(warmUpMs + (COUNT / ratePerS) * 1_000)}ms`,
      options: { scalingRate: 'off', queueing: 'fifo', ...options },
      functions: {
        station: {
          timeout: '900s',
          reservedConcurrency: slots,
          eventInvokeConfig: { MaximumRetryAttempts: 0 },
          model: { duration },
          arrivals: [{ poisson: { rate: `${ratePerS}/s` }, invocation }],
        },
      },
    },
    { warmUpMs },
  )
}

const SERVICES: [what: string, duration: NonNullable<Model['duration']>][] = [
  ['exponential', { exponential: { mean: '1s' } }],
  ['constant', '1s'],
]

describe.each(SERVICES)('synchronous calls with %s service', (_, duration) => {
  it.each([
    [1, 0.5],
    [5, 3],
    [20, 22],
  ])('on %i slots at a load of %f are refused as Erlang says', async (slots, load) => {
    const shares = (await run(slots, load, duration, 'RequestResponse')).map(({ refusedShare }) => refusedShare)
    expectAgreement(shares, erlangB(slots, load), erlangB(slots, 1.03 * load))
  })
})

/**
 * With one environment, it idles from each end to the next start. Poisson arrivals have no memory, so that an idle time is
 * exponential whatever came before, and the start after it is cold where it is longer than the environment's life.
 */
describe.each(SERVICES)('the only environment of a function with %s service', (_, duration) => {
  const LIFE_S = 1.5

  it('is gone for a call with the probability that none comes within its life', async () => {
    const ratePerS = 0.8
    const replications = await run(1, ratePerS, duration, 'RequestResponse', { idleLife: `${LIFE_S}s` })
    const shares = replications.map(({ coldShare }) => coldShare)
    expectAgreement(shares, Math.exp(-ratePerS * LIFE_S), Math.exp(-ratePerS * LIFE_S * 1.03))
  })

  it('is gone for a call after lives that vary as their transform says', async () => {
    const ratePerS = 0.8
    const idleLife = { exponential: { mean: `${LIFE_S}s` } }
    const replications = await run(1, ratePerS, duration, 'RequestResponse', { idleLife })
    const share = (lifeS: number) => 1 / (1 + ratePerS * lifeS)
    const shares = replications.map(({ coldShare }) => coldShare)
    expectAgreement(shares, share(LIFE_S), share(LIFE_S * 1.03))
  })

  it('is gone for an event that finds an empty queue, as the share of time without work, with that probability', async () => {
    const ratePerS = 0.6
    const replications = await run(1, ratePerS, duration, 'Event', { idleLife: `${LIFE_S}s` })
    const share = (lifeS: number) => (1 - ratePerS) * Math.exp(-ratePerS * lifeS)
    const shares = replications.map(({ coldShare }) => coldShare)
    expectAgreement(shares, share(LIFE_S), share(LIFE_S * 1.05))
    expect(replications.every(({ dropped }) => dropped === 0)).toBe(true)
  })
})
