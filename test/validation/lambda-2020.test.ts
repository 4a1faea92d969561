import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'
import { simulate } from '../../src/scenario/simulate.ts'
import { type Interval, interval } from '../theory/interval.ts'
import { type RecordedRun, recordedRuns } from './recorded-run.ts'
import { fitWeibull, type Weibull } from './weibull-fit.ts'

/** Two runs of 28 hours on AWS, and how many seconds after its use an environment is taken to be gone. */
const RUNS = recordedRuns()
const IDLE_S = 600
const FIXED: Lives = { idleLife: `${IDLE_S}s` }
/** Near it the runs' longest-lived environments went. */
const LONGEST_S = 7_200
const LONGEST: Lives = { environmentLife: `${LONGEST_S}s` }
/** By how much the mean number of environments may miss the measured one. */
const TOLERANCE = 0.06
const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1)
const FALSE_ALARM = 0.05

type Arrivals = 'recorded' | 'poisson'
type Lives = Pick<NonNullable<ScenarioInput['options']>, 'idleLife' | 'environmentLife'>

function scenario({ file, rate, lengthS }: RecordedRun, arrivals: Arrivals, options: Lives, seed = 1): ScenarioInput {
  const duration = arrivals === 'recorded' ? 'recorded' : { empirical: { file, column: 'handler_ms', unit: 'ms' } }
  const recorded = { file, columns: { time: 'start_s', duration: 'handler_ms' } }
  const source = arrivals === 'recorded' ? { recorded } : { poisson: { rate: `${rate}/s` } }
  return {
    seed,
    runLength: `${lengthS}s`,
    options,
    functions: { f: { timeout: '10s', model: { duration }, arrivals: [source] } },
  } as ScenarioInput
}

/** Mean number of environments and number of cold starts of one run a seed. */
async function runs(run: RecordedRun, arrivals: Arrivals, lives: Lives, seeds = SEEDS) {
  const results = await Promise.all(seeds.map((seed) => simulate(scenario(run, arrivals, lives, seed), { readFile })))
  return {
    environments: results.map(({ total }) => total.environments.mean),
    coldShares: results.map(({ total }) => total.coldStarts / total.received),
  }
}

function weibull({ shape, scaleS }: Weibull): Lives {
  return { idleLife: { weibull: { shape, scale: `${scaleS}s` } } }
}

/** The measured share of cold starts, as if each start were cold by chance: the normal interval of 95 %. */
function coldShare({ coldStarts, invocations }: RecordedRun): Interval {
  const mean = coldStarts / invocations.length
  return { mean, halfWidth: 1.96 * Math.sqrt((mean * (1 - mean)) / invocations.length) }
}

/** Whether two figures differ by no more than their joint interval. */
function agree(one: Interval, other: Interval): boolean {
  return Math.abs(one.mean - other.mean) <= Math.hypot(one.halfWidth, other.halfWidth)
}

/** The figures that `docs/background/validation.md` shows, as rows of its tables. */
const PAGE = readFileSync(join(import.meta.dirname, '../../docs/background/validation.md'), 'utf8')

function percent({ mean, halfWidth }: Interval): string {
  const text = (share: number) => (100 * share).toFixed(2)
  return `${text(mean)} % (${text(mean - halfWidth)} to ${text(mean + halfWidth)})`
}

/** What a simulated figure is above or below the measured one. */
function off(simulated: number, measured: number): string {
  return `${(100 * (simulated / measured - 1)).toFixed(1)} %`.replace('-', '\u2212')
}

describe.each(RUNS.map((run) => ({ run, name: run.file.slice(-17, -7) })))('the run of $name', ({ run }) => {
  const measured = run.meanEnvironments(IDLE_S)

  it('has as many environments with its own arrivals, within 6 %', async () => {
    const { environments } = await runs(run, 'recorded', FIXED, [1])
    expect(Math.abs(environments[0]! / measured - 1)).toBeLessThan(TOLERANCE)
    expect(PAGE).toContain(
      `| its own | ${measured.toFixed(3)} | ${environments[0]!.toFixed(3)} | ${off(environments[0]!, measured)} |`,
    )
  })

  it('has as many environments with Poisson arrivals, within 6 %', async () => {
    const { mean, halfWidth } = interval((await runs(run, 'poisson', FIXED)).environments, FALSE_ALARM)
    expect(Math.abs(mean / measured - 1)).toBeLessThan(TOLERANCE)
    // Narrow enough to tell: a few per cent of it.
    expect(halfWidth / mean).toBeLessThan(TOLERANCE / 3)
    const simulated = `${mean.toFixed(3)} \u00b1 ${halfWidth.toFixed(3)}`
    expect(PAGE).toContain(`| Poisson | ${measured.toFixed(3)} | ${simulated} | ${off(mean, measured)} |`)
  })

  it('has fewer cold starts than a fixed life of 600 s says, because environments lasted longer', async () => {
    const simulated = interval((await runs(run, 'poisson', FIXED)).coldShares, FALSE_ALARM)
    expect(simulated.mean).toBeGreaterThan(coldShare(run).mean)
    const row = `| ${percent(coldShare(run))} | ${percent(simulated)} | ${off(simulated.mean, coldShare(run).mean)} |`
    expect(PAGE).toContain(`| a fixed life of 600 s ${row}`)
    expect(run.idleTimes().lastedS.filter((seconds) => seconds > IDLE_S).length).toBeGreaterThanOrEqual(10)
  })
})

// The warning says why.
if (RUNS.length === 0) it.skip('the recorded runs, which are not there')

describe.each(RUNS.map((run, index) => ({ run, other: RUNS[1 - index]!, name: run.file.slice(-17, -7) })))(
  'with a longest life of 2 h the run of $name',
  ({ run, other }) => {
    const measured = coldShare(run)

    it('had no environment that lived much longer', () => {
      expect(run.longestLifeS).toBeGreaterThan(LONGEST_S)
      expect(run.longestLifeS).toBeLessThan(LONGEST_S + 150)
      expect(PAGE).toContain(`${run.longestLifeS.toLocaleString('en-US', { maximumFractionDigits: 0 })} s`)
    })

    it('has more cold starts than without one', async () => {
      const [without, withOne] = await Promise.all(
        [FIXED, { ...FIXED, ...LONGEST }].map(async (lives) => (await runs(run, 'poisson', lives)).coldShares),
      )
      const simulated = interval(withOne!, FALSE_ALARM)
      expect(simulated.mean).toBeGreaterThan(interval(without!, FALSE_ALARM).mean)
      const row = `| ${percent(measured)} | ${percent(simulated)} | ${off(simulated.mean, measured.mean)} |`
      expect(PAGE).toContain(`| a fixed idle life of 600 s ${row}`)
    })

    it('has as many as it had, with idle lives fitted on the other run alone', async () => {
      const { lastedS, goneByS } = other.idleTimes(LONGEST_S)
      const life = fitWeibull(lastedS, goneByS)
      const simulated = interval((await runs(run, 'poisson', { ...weibull(life), ...LONGEST })).coldShares, FALSE_ALARM)
      expect(agree(simulated, measured), JSON.stringify({ life, simulated, measured })).toBe(true)
      const fit = `shape ${life.shape.toFixed(2)}, scale ${life.scaleS.toFixed(0)} s`
      const row = `| ${percent(measured)} | ${percent(simulated)} | ${off(simulated.mean, measured.mean)} |`
      expect(PAGE).toContain(`| idle lives fitted on the other run: ${fit} ${row}`)
    })
  },
)

it.each(
  RUNS.map((fitted, index) => ({
    fitted,
    predicted: RUNS[1 - index]!,
    name: [
      'the first run predict the cold starts of the second',
      'the second run predict the cold starts of the first',
    ][index],
  })),
)('idle lives fitted on $name', async ({ fitted, predicted }) => {
  const { lastedS, goneByS } = fitted.idleTimes()
  const life = fitWeibull(lastedS, goneByS)
  const simulated = interval((await runs(predicted, 'poisson', weibull(life))).coldShares, FALSE_ALARM)
  const told = `${JSON.stringify({ life, simulated, measured: coldShare(predicted) })}`
  expect(agree(simulated, coldShare(predicted)), told).toBe(true)
  const fit = `shape ${life.shape.toFixed(2)}, scale ${life.scaleS.toFixed(0)} s`
  const row = `| ${percent(coldShare(predicted))} | ${percent(simulated)} | ${off(simulated.mean, coldShare(predicted).mean)} |`
  expect(PAGE).toContain(`| lives fitted on the other run: ${fit} ${row}`)
})

it('a Weibull fit finds the distribution that bounded lives came from', () => {
  // Lives at equal steps of their distribution, each bounded from above or below by some other life.
  const life = (share: number) => 1_500 * (-Math.log(1 - share)) ** (1 / 1.7)
  const lives = Array.from({ length: 4_001 }, (_, index) => life((index + 0.5) / 4_001))
  const bounds = lives.map((_, index) => lives[(index * 1_597) % lives.length]!)
  const lastedS = bounds.filter((bound, index) => lives[index]! > bound)
  const goneByS = bounds.filter((bound, index) => lives[index]! <= bound)
  const { shape, scaleS } = fitWeibull(lastedS, goneByS)
  expect(shape).toBeCloseTo(1.7, 1)
  expect(scaleS / 1_500).toBeCloseTo(1, 1)
})
