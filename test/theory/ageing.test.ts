import { describe, expect, it } from 'vitest'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'
import { impatienceMMc, type Station } from './formulas.ts'
import { expectAgreement, replicate } from './replications.ts'

const SERVICE_MS = 30_000
/** Events of one replication, the warm-up apart. */
const EVENTS = 40_000

/**
 * Exponential service of 30 s under an age limit of a minute or more. A service time reaches the timeout of 900 s with
 * probability e⁻³⁰. Nothing waits longer than the limit, so an hour and a half of warm-up forgets the empty start:
 * every event of then has long left.
 */
function run({ servers, ratePerS }: Station, limitS: number) {
  const warmUpMs = 5_400_000 + 20_000 * limitS
  const scenario: ScenarioInput = {
    runLength: `${Math.round(warmUpMs + (EVENTS / ratePerS) * 1_000)}ms`,
    options: { queueing: 'fifo' },
    functions: {
      station: {
        timeout: '900s',
        reservedConcurrency: servers,
        eventInvokeConfig: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: limitS },
        model: { duration: { exponential: { mean: '30s' } } },
        arrivals: [{ poisson: { rate: `${ratePerS}/s` } }],
      },
    },
  }
  return replicate(scenario, { warmUpMs })
}

describe('a maximum age', () => {
  it.each([
    [1, 0.8, 60],
    [4, 0.95, 60],
    [4, 1.3, 90],
    [10, 1, 120],
  ])(
    'on %i servers at load %f per server drops after %i s the share that Barrer says',
    async (servers, load, limitS) => {
      const station: Station = { servers, ratePerS: (servers * load * 1_000) / SERVICE_MS, serviceMs: SERVICE_MS }
      const exact = impatienceMMc(station, limitS * 1_000)
      const wrong = impatienceMMc({ ...station, serviceMs: SERVICE_MS * 1.03 }, limitS * 1_000)
      const replications = await run(station, limitS)
      const compare = (name: keyof typeof exact, of: (replication: (typeof replications)[number]) => number) =>
        expectAgreement(replications.map(of), exact[name], wrong[name])
      compare('dropShare', ({ dropped, received }) => dropped / received)
      compare('meanWaitMs', ({ meanWaitMs }) => meanWaitMs)
      for (const { received, attempts, dropped } of replications) expect(attempts + dropped).toBe(received)
    },
  )

  it('drops an event when a server would have taken it, an exponential time after the limit', async () => {
    const station: Station = { servers: 4, ratePerS: 0.2, serviceMs: SERVICE_MS }
    const ages = (await run(station, 60)).map(({ meanDropAgeMs }) => meanDropAgeMs - 60_000)
    const pastLimitMs = impatienceMMc(station, 60_000).meanDropAgeMs - 60_000
    expectAgreement(ages, pastLimitMs, pastLimitMs * 1.05)
  })
})
