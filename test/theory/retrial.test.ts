import { describe, expect, it } from 'vitest'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'
import { loadOf, meanWaitMMc, type Station, utilisationOf } from './formulas.ts'
import { expectAgreement, replicate } from './replications.ts'
import { meanOrbitMM1, meanOrbitMMc } from './retrial.ts'

const SERVICE_MS = 1_000
/** Events of one replication, the warm-up apart. */
const EVENTS = 60_000

const station = (servers: number, utilisation: number): Station => ({
  servers,
  ratePerS: servers * utilisation,
  serviceMs: SERVICE_MS,
})

/** Little: what the orbit holds on average over what comes. */
const meanWaitMs = (each: Station, retryMs: number) => (meanOrbitMMc(each, retryMs) / each.ratePerS) * 1_000

describe('the chain of retrials', () => {
  it.each([
    [0.3, 500],
    [0.7, 2_000],
    [0.8, 10_000],
  ])('has the closed form on one server, at load %f and retrials after %i ms', (load, retryMs) => {
    expect(meanOrbitMMc(station(1, load), retryMs)).toBeCloseTo(meanOrbitMM1(station(1, load), retryMs), 8)
  })

  it.each([1, 2, 5, 8])('comes to the queue of Erlang on %i servers where retrials are quick', (servers) => {
    const each = station(servers, 0.6)
    expect(meanWaitMs(each, 0.01) / meanWaitMMc(each)).toBeCloseTo(1, 4)
  })

  it('says where it is cut off too early', () => {
    expect(() => meanOrbitMMc(station(1, 0.9), 1_000_000)).toThrow('the orbit is longer than 3000')
  })
})

describe('exponential waits after a throttle', () => {
  it.each([
    [1, 0.6, 2_000],
    [2, 0.6, 5_000],
    [3, 0.7, 1_000],
    [8, 0.75, 4_000],
  ])(
    'on %i slots at utilisation %f, after %i ms on average, wait as retrial theory says',
    async (servers, load, retryMs) => {
      const each = station(servers, load)
      // As for queues, with the time of a retrial on top: the orbit empties by it.
      const relaxations = Math.max(1, 1 / (servers * (1 - Math.sqrt(utilisationOf(each))) ** 2))
      const warmUpMs = 40 * (SERVICE_MS + retryMs) * relaxations
      const scenario: ScenarioInput = {
        runLength: `${Math.round(warmUpMs + (EVENTS / each.ratePerS) * 1_000)}ms`,
        options: { throttleBackoff: { exponential: { mean: `${retryMs}ms` } }, scalingRate: 'off' },
        functions: {
          station: {
            timeout: '900s',
            reservedConcurrency: servers,
            eventInvokeConfig: { MaximumRetryAttempts: 0 },
            model: { duration: { exponential: { mean: '1s' } } },
            arrivals: [{ poisson: { rate: `${each.ratePerS}/s` } }],
          },
        },
      }
      const replications = await replicate(scenario, { warmUpMs })
      expect(loadOf(each)).toBeCloseTo(servers * load, 12)
      expect(replications.reduce((sum, { dropped }) => sum + dropped, 0)).toBe(0)
      const waits = replications.map((replication) => replication.meanWaitMs)
      const exact = meanWaitMs(each, retryMs)
      expectAgreement(waits, exact, meanWaitMs({ ...each, serviceMs: 1.04 * SERVICE_MS }, retryMs))
      expectAgreement(waits, exact, meanWaitMs(each, 1.25 * retryMs))
    },
  )
})
