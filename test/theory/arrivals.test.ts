import { describe, expect, it } from 'vitest'
import { Draws } from '../../src/kernel/draws.ts'
import { ArrivalStream } from '../../src/scenario/arrivals.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { scenarioOf } from '../scenario/arriving.ts'
import { countDispersion, meanBurstRate } from './formulas.ts'
import { expectAgreement, REPLICATIONS } from './replications.ts'

/** Events of a run in each window of a length. */
function countsOf({ functions, runLengthMs }: Scenario, seed: number, windowMs: number): Float64Array {
  const counts = new Float64Array(Math.ceil(runLengthMs / windowMs))
  const stream = new ArrivalStream(functions, new Draws(seed))
  for (; stream.nextMs !== Number.POSITIVE_INFINITY; stream.advance()) counts[Math.floor(stream.nextMs / windowMs)]!++
  return counts
}

/**
 * Pearson's statistic of counts over many seeds, in standard deviations from its mean. For independent Poisson counts of
 * means μ the mean is the number of counts, and the variance 2 for each count and 1 / μ on top.
 *
 * @param means of each window
 */
function deviation(scenario: Scenario, windowMs: number, means: readonly number[]): number {
  const seeds = 200
  let [statistic, variance] = [0, 0]
  for (let seed = 1; seed <= seeds; seed++) {
    const counts = countsOf(scenario, seed, windowMs)
    expect(counts).toHaveLength(means.length)
    for (const [window, mean] of means.entries()) {
      statistic += (counts[window]! - mean) ** 2 / mean
      variance += 2 + 1 / mean
    }
  }
  return (statistic - seeds * means.length) / Math.sqrt(variance)
}

const MINUTE_MS = 60_000

describe('Poisson arrivals at a rate that varies have independent Poisson counts', () => {
  // A right source deviates by 5 with a probability below 1e-6; one whose rate is off by a tenth by more, as is shown.
  const LIMIT = 5

  it.each([
    [
      'on a ramp up and down, of the area under it',
      '{ linear: { 0m: 0/m, 10m: 100/m, 20m: 0/m } }',
      '20m',
      Array.from({ length: 20 }, (_, minute) => (minute < 10 ? 10 * minute + 5 : 195 - 10 * minute)),
    ],
    [
      'in steps that repeat, of each step',
      '{ steps: { 0m: 20/m, 2m: 60/m, 3m: 5/m }, every: 5m }',
      '15m',
      Array.from({ length: 15 }, (_, minute) => [20, 20, 60, 5, 5][minute % 5]!),
    ],
    [
      'by the time of day, of each hour',
      '{ daily: { "00:00": 60/h, "12:00": 300/h }, interpolate: linear }',
      '1d',
      // Minutes of a day in which the rate rises by 20 an hour each hour until noon, then falls.
      Array.from({ length: 24 * 60 }, (_, minute) => (60 + (240 * Math.min(minute + 0.5, 1439.5 - minute)) / 720) / 60),
    ],
  ])('%s', async (_, rate, runLength, means) => {
    const scenario = await scenarioOf(`{ poisson: { rate: ${rate} } }`, { runLength })
    expect(Math.abs(deviation(scenario, MINUTE_MS, means))).toBeLessThan(LIMIT)
    const wrong = means.map((mean) => mean * 0.9)
    expect(Math.abs(deviation(scenario, MINUTE_MS, wrong))).toBeGreaterThan(LIMIT)
  })

  it('which lag behind the rate by nothing: those of half a minute before do not fit', async () => {
    const scenario = await scenarioOf('{ poisson: { rate: { linear: { 0m: 10/m, 20m: 110/m } } } }', {
      runLength: '20m',
    })
    const means = Array.from({ length: 20 }, (_, minute) => 12.5 + 5 * minute)
    expect(Math.abs(deviation(scenario, MINUTE_MS, means))).toBeLessThan(LIMIT)
    const late = means.map((mean) => mean - 2.5)
    expect(Math.abs(deviation(scenario, MINUTE_MS, late))).toBeGreaterThan(LIMIT)
  })
})

describe('bursts', () => {
  it.each([
    { name: 'of two states that are alike in length', rates: [2, 20], meansS: [10, 10], windowS: 5 },
    { name: 'that are rare and strong', rates: [1, 60], meansS: [60, 6], windowS: 20 },
    { name: 'with silence between them', rates: [0, 10], meansS: [5, 5], windowS: 60 },
  ])('$name have the mean and the dispersion of counts that theory gives', async ({ rates, meansS, windowS }) => {
    const states = rates.map((rate, index) => `{ rate: ${rate}/s, mean: ${meansS[index]}s }`)
    const windows = 1_000
    const scenario = await scenarioOf(`{ bursts: { states: [${states.join(', ')}] } }`, {
      runLength: `${windows * windowS}s`,
    })
    const [ratesPair, meansPair] = [rates as [number, number], meansS as [number, number]]
    const mean = meanBurstRate(ratesPair, meansPair) * windowS
    const replications = Array.from({ length: REPLICATIONS }, (_, index) => {
      return countsOf(scenario, index + 1, windowS * 1_000)
    })
    const means = replications.map((counts) => counts.reduce((sum, count) => sum + count, 0) / windows)
    expectAgreement(means, mean, mean * 1.15)
    // About the true mean, as there is one: so the estimate has no bias, and the states begin in equilibrium.
    const dispersions = replications.map((counts) => {
      return counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / windows / mean
    })
    const exact = countDispersion(ratesPair, meansPair, windowS)
    expectAgreement(dispersions, exact, exact * 1.4)
  })

  it('begin in equilibrium: the first window is as the others', async () => {
    const scenario = await scenarioOf('{ bursts: { states: [{ rate: 0/s, mean: 90s }, { rate: 10/s, mean: 10s }] } }', {
      runLength: '1s',
    })
    const firsts = Array.from({ length: 20_000 }, (_, seed) => countsOf(scenario, seed, 1_000)[0]!)
    const isOn = firsts.filter((count) => count > 0).length / firsts.length
    // In a second from a state that is on at its start with probability 0.1: first seen a tenth, little more or less.
    const mean = firsts.reduce((sum, count) => sum + count, 0) / firsts.length
    const deviationOfMean = Math.sqrt(countDispersion([0, 10], [90, 10], 1) / firsts.length)
    expect(Math.abs(mean - 1)).toBeLessThan(5 * deviationOfMean)
    expect(isOn).toBeLessThan(0.13)
  })
})

describe('three states that follow by chance', () => {
  it('have the mean rate of their equilibrium', async () => {
    const scenario = await scenarioOf(
      '{ bursts: { states: [{ rate: 1/s, mean: 10s, next: [0, 0.5, 0.5] }, { rate: 5/s, mean: 5s, next: [1, 0, 0] }, { rate: 20/s, mean: 20s, next: [0.5, 0.5, 0] }] } }',
      { runLength: '20000s' },
    )
    // Visits: b = a / 2 + c / 2, c = a / 2, so 4 : 3 : 2; times 40 : 15 : 40; rate (40 + 75 + 800) / 95.
    const exact = 915 / 95
    const rates = Array.from(
      { length: REPLICATIONS },
      (_, index) => countsOf(scenario, index + 1, 20_000_000)[0]! / 20_000,
    )
    expectAgreement(rates, exact, exact * 1.15)
  })
})

describe('batches of a random size', () => {
  it('have its mean and its variance', async () => {
    const scenario = await scenarioOf('{ batch: { size: { uniform: { min: 0, max: 100 } }, every: 6s } }', {
      runLength: '1000m',
    })
    const replications = Array.from({ length: REPLICATIONS }, (_, index) => countsOf(scenario, index + 1, 6_000))
    const means = replications.map((counts) => counts.reduce((sum, count) => sum + count, 0) / 10_000)
    expectAgreement(means, 50, 50.5)
    // Rounded: 0 and 100 half as likely as the whole numbers between them.
    const exact = Array.from(
      { length: 101 },
      (_, size) => ((size - 50) ** 2 / 100) * (size % 100 === 0 ? 0.5 : 1),
    ).reduce((sum, each) => sum + each)
    const variances = replications.map((counts) => counts.reduce((sum, count) => sum + (count - 50) ** 2, 0) / 10_000)
    expectAgreement(variances, exact, exact * 1.06)
  })
})
