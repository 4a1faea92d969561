import { describe, expect, it } from 'vitest'
import { batchMeans } from '../../src/experiment/batch-means.ts'
import { Moments } from '../../src/experiment/moments.ts'
import { Precision } from '../../src/experiment/precision.ts'
import { replicationSeed } from '../../src/experiment/replication-seed.ts'
import { warmUpCut } from '../../src/experiment/warm-up.ts'
import { standardNormal } from '../../src/kernel/distributions/standard-normal.ts'
import { Draws } from '../../src/kernel/draws.ts'

/** x(n) = memory × x(n − 1) + noise, from `start` on: its true mean is 0. */
function autoregressive(seed: number, count: number, memory: number, start = 0): number[] {
  const draws = new Draws(seed)
  let value = start
  return Array.from({ length: count }, (_, place) => {
    draws.at(place, 0, 0, 0)
    value = memory * value + standardNormal(draws)
    return value
  })
}

describe('the mean of some values', () => {
  const moments = new Moments()
  for (const value of [2, 4, 4, 4, 5, 5, 7, 9]) moments.add(value)

  it("has Student's interval", () => {
    // Sum of squares 32; t at 7 degrees of freedom is 2.364624.
    expect(moments.mean).toBe(5)
    expect(moments.variance).toBeCloseTo(32 / 7, 12)
    const { mean, halfWidth, low, high } = moments.interval()!
    expect(halfWidth).toBeCloseTo((2.364624 * Math.sqrt(32 / 7)) / Math.sqrt(8), 5)
    expect([mean - halfWidth, mean + halfWidth]).toEqual([low, high])
  })

  it('has their skewness', () => {
    // Cubes of what they are off by: −27 − 3 + 0 + 8 + 64 = 42, of squares 32.
    expect(moments.skewness).toBeCloseTo(42 / 8 / (32 / 8) ** 1.5, 12)
  })

  it('has no interval where there is one value only', () => {
    const single = new Moments()
    single.add(3)
    expect([single.mean, single.interval()]).toEqual([3, undefined])
  })

  it('keeps its variance far from zero, where sums of squares would cancel', () => {
    const far = new Moments()
    for (const value of [1e9 + 1, 1e9 + 2, 1e9 + 3]) far.add(value)
    expect(far.variance).toBeCloseTo(1, 9)
  })
})

describe('MSER-5', () => {
  it('leaves out a beginning that is far from the rest, and little more', () => {
    const values = [...Array.from({ length: 200 }, (_, n) => 20 - n / 10), ...autoregressive(1, 1_800, 0)]
    const { cut, isSound } = warmUpCut(values)!
    expect(isSound).toBe(true)
    expect(cut).toBeGreaterThan(150)
    expect(cut).toBeLessThan(260)
  })

  it('leaves out little where the beginning is as the rest', () => {
    const cuts = Array.from({ length: 40 }, (_, seed) => warmUpCut(autoregressive(seed, 1_000, 0.3))!)
    expect(cuts.filter(({ isSound }) => isSound).length).toBeGreaterThan(36)
    const sorted = cuts.map(({ cut }) => cut).sort((a, b) => a - b)
    expect(sorted[20]).toBeLessThan(100)
  })

  it('says that it cannot be believed where the run never becomes steady', () => {
    expect(warmUpCut(Array.from({ length: 1_000 }, (_, n) => n * n))).toMatchObject({ isSound: false })
  })

  it('keeps all of what never changes, and says nothing of fewer than 50 values', () => {
    expect(warmUpCut(new Array(100).fill(3))).toEqual({ cut: 0, isSound: true })
    expect(warmUpCut(new Array(49).fill(3))).toBeUndefined()
  })
})

describe('batch means', () => {
  const RUNS = 400

  it('contain the true mean as often as they say where batches are long', () => {
    const found = Array.from({ length: RUNS }, (_, seed) => batchMeans(autoregressive(seed, 4_000, 0.8))!)
    const right = found.filter(({ interval: { low, high } }) => low <= 0 && high >= 0).length
    // 95 % of 400, four standard deviations of chance to each side.
    expect(right / RUNS).toBeGreaterThan(0.95 - 4 * Math.sqrt((0.05 * 0.95) / RUNS))
    expect(right / RUNS).toBeLessThan(0.95 + 4 * Math.sqrt((0.05 * 0.95) / RUNS))
  })

  it('say that a run is too short where its memory is longer than a batch, and seldom where it has none', () => {
    const shareTooShort = (memory: number) =>
      Array.from({ length: RUNS }, (_, seed) => batchMeans(autoregressive(seed, 400, memory))!).filter(
        ({ isTooShort }) => isTooShort,
      ).length / RUNS
    expect(shareTooShort(0.995)).toBeGreaterThan(0.8)
    expect(shareTooShort(0)).toBeLessThan(0.09)
  })

  it('leave the odd values of the beginning out, and say nothing of fewer than 200', () => {
    const values = [1e9, ...new Array(200).fill(1)]
    expect(batchMeans(values)).toMatchObject({ batches: 20, batchSize: 10, correlation: 0, interval: { mean: 1 } })
    expect(batchMeans(values.slice(2))).toBeUndefined()
  })
})

describe('a precision of 10 %', () => {
  const precision = new Precision(0.1)
  const of = (halfWidth: number, size = 1) => ({ interval: { mean: 1, halfWidth, low: 0, high: 2 }, size })

  it('is met by a half-width of an eleventh of the mean that came, a tenth of the true one at most', () => {
    expect([precision.isKnown(of(0.0909), 59, false), precision.isKnown(of(0.0911), 59, false)]).toEqual([true, false])
    expect([precision.isKnown(of(0.18, 2), 59, false), precision.isKnown(of(0.19, 2), 59, false)]).toEqual([
      true,
      false,
    ])
  })

  it('is met by what never varied, and not by a mean of 0 that did, nor by a single replication', () => {
    expect([precision.isKnown(of(0, 0), 59, false), precision.isKnown(of(0.1, 0), 59, false)]).toEqual([true, false])
    expect(precision.isKnown({ interval: undefined, size: 1 }, 59, false)).toBe(false)
  })

  it('needs 59 replications, or ten where nothing varies, and four times as many for half the width', () => {
    expect([58, 59].map((count) => precision.isReached([of(0.01), of(0, 0)], count, false))).toEqual([false, true])
    expect([9, 10].map((count) => precision.isReached([of(0, 0)], count, true))).toEqual([false, true])
    expect(precision.isKnown(of(0, 0), 58, false)).toBe(false)
    expect(precision.replicationsNeeded([of(0.01), of(2 / 11)], 20, false)).toBe(80)
  })
})

describe('the seed of a replication', () => {
  it('is that of the run for the first, and for every other its own', () => {
    const seeds = Array.from({ length: 10_000 }, (_, index) => replicationSeed(42, index + 1))
    expect(seeds[0]).toBe(42)
    expect(new Set(seeds).size).toBe(10_000)
    expect(seeds.every((seed) => Number.isSafeInteger(seed) && seed >= 0)).toBe(true)
  })

  it('is another one under each seed, also where seeds differ in their upper bits alone', () => {
    const seeds = [0, 1, 2, 2 ** 32, 2 ** 53 - 1].map((seed) => replicationSeed(seed, 2))
    expect(new Set(seeds).size).toBe(5)
  })

  it('stays the same from version to version', () => {
    expect([replicationSeed(42, 2), replicationSeed(42, 3)]).toMatchInlineSnapshot(`
      [
        7504323735480577,
        1653651907743243,
      ]
    `)
  })
})
