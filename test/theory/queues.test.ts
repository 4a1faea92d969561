import { describe, it } from 'vitest'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'
import {
  meanWaitMDc,
  meanWaitMG1,
  meanWaitMMc,
  type Station,
  utilisationOf,
  waitTailMDc,
  waitTailME21,
  waitTailMMc,
} from './formulas.ts'
import { expectAgreement, replicate } from './replications.ts'

const SERVICE_MS = 1_000
/** Events of one replication, the warm-up apart. */
const EVENTS = 45_000

type Duration = NonNullable<NonNullable<NonNullable<ScenarioInput['functions']>[string]['model']>['duration']>

/**
 * Runs a station of the engine. Service times lie so far below the timeout of 900 s, and waits below the age limit of
 * 6 h, that neither is ever met.
 */
function run(station: Station, duration: Duration, tailsMs: readonly number[]) {
  // The memory of an empty start fades with a time of service / (servers × (1 − √utilisation)²), at least one service
  // time (exact for M/M/c; faster for constant service, two or three times slower where service varies most here).
  // 40 such times leave less than e⁻¹³ of it: nothing beside the width of an interval.
  const relaxations = Math.max(1, 1 / (station.servers * (1 - Math.sqrt(utilisationOf(station))) ** 2))
  const warmUpMs = 40 * SERVICE_MS * relaxations
  const runLengthMs = Math.round(warmUpMs + (EVENTS / station.ratePerS) * 1_000)
  const scenario: ScenarioInput = {
    runLength: `${runLengthMs}ms`,
    options: { queueing: 'fifo' },
    functions: {
      station: {
        timeout: '900s',
        reservedConcurrency: station.servers,
        eventInvokeConfig: { MaximumRetryAttempts: 0 },
        model: { duration },
        arrivals: [{ poisson: { rate: `${station.ratePerS}/s` } }],
      },
    },
  }
  return replicate(scenario, { warmUpMs, tailsMs })
}

/** Compares mean wait and tails with theory, and expects a mean service time of 3 % more to be told from it. */
async function compare(
  station: Station,
  duration: Duration,
  meanWaitMs: (station: Station) => number,
  tail: (station: Station, ms: number) => number = () => Number.NaN,
  tailsMs: readonly number[] = [],
): Promise<void> {
  const slower = { ...station, serviceMs: station.serviceMs * 1.03 }
  const replications = await run(station, duration, tailsMs)
  expectAgreement(
    replications.map((each) => each.meanWaitMs),
    meanWaitMs(station),
    meanWaitMs(slower),
  )
  for (const [place, ms] of tailsMs.entries()) {
    expectAgreement(
      replications.map(({ tails }) => tails[place]!),
      tail(station, ms),
      tail(slower, ms),
    )
  }
}

const station = (servers: number, utilisation: number): Station => ({
  servers,
  ratePerS: servers * utilisation,
  serviceMs: SERVICE_MS,
})

describe('exponential service, first come first served', () => {
  it.each([
    [1, 0.7, [0, 1_000, 5_000]],
    [3, 0.8, [0, 500, 3_000]],
    [20, 0.9, [0, 100, 1_000]],
  ])('on %i servers at utilisation %f waits as Erlang says', async (servers, utilisation, tailsMs) => {
    await compare(station(servers, utilisation), { exponential: { mean: '1s' } }, meanWaitMMc, waitTailMMc, tailsMs)
  })
})

describe('constant service, first come first served', () => {
  it.each([
    [1, 0.7, [0, 500, 1_000, 2_500]],
    [3, 0.8, [0, 250, 1_000, 1_700]],
    [20, 0.9, [0, 50, 300]],
  ])('on %i servers at utilisation %f waits as Pollaczek and Crommelin say', async (servers, utilisation, tailsMs) => {
    await compare(station(servers, utilisation), '1s', meanWaitMDc, waitTailMDc, tailsMs)
  })
})

describe('any service on one server, first come first served', () => {
  const meanWaitOf = (variation: number) => (each: Station) => meanWaitMG1(each, variation)

  it('waits as Pollaczek and Khinchine say for the gamma distribution of two phases, tails included', async () => {
    const duration = { gamma: { mean: '1s', cv: Math.SQRT1_2 } }
    await compare(station(1, 0.7), duration, meanWaitOf(Math.SQRT1_2), waitTailME21, [0, 1_000, 4_000])
  })

  it('waits as they say where service varies much', async () => {
    await compare(station(1, 0.6), { gamma: { mean: '1s', cv: 1.5 } }, meanWaitOf(1.5))
    await compare(station(1, 0.6), { lognormal: { mean: '1s', cv: 1.2 } }, meanWaitOf(1.2))
  })
})
