import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Histogram } from '../../src/measure/histogram.ts'

/** Values over many orders of magnitude, zeros and ties among them. */
const value = fc.oneof(
  fc.constant(0),
  fc.double({ min: 0, max: 1e12, noNaN: true }),
  fc.integer({ min: -12, max: 39 }).map((exponent) => 2 ** exponent),
  fc.integer({ min: 0, max: 20 }),
)
const values = fc.array(value, { minLength: 1, maxLength: 300 })
const share = fc.double({ min: 0, max: 1, noNaN: true })

function histogramOf(list: readonly number[]): Histogram {
  const histogram = new Histogram()
  for (const each of list) histogram.record(each)
  return histogram
}

/** The value that a share of the values does not exceed, from the sorted list. */
function exactQuantile(list: readonly number[], p: number): number {
  const sorted = [...list].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)]!
}

describe('a histogram', () => {
  it('gives every quantile within 0.8 % of the sorted list, or within 2⁻¹⁰ of it', () => {
    fc.assert(
      fc.property(values, share, (list, p) => {
        const exact = exactQuantile(list, p)
        const error = Math.abs(histogramOf(list).quantile(p) - exact)
        expect(error).toBeLessThanOrEqual(Math.max(exact / 128, 2 ** -10))
      }),
      { seed: 1, numRuns: 2_000 },
    )
  })

  it('knows count, mean, minimum and maximum exactly', () => {
    fc.assert(
      fc.property(values, (list) => {
        const histogram = histogramOf(list)
        expect(histogram.count).toBe(list.length)
        expect(histogram.mean).toBe(list.reduce((sum, each) => sum + each, 0) / list.length)
        expect([histogram.min, histogram.max]).toEqual([Math.min(...list), Math.max(...list)])
        expect(histogram.quantile(1)).toBe(Math.max(...list))
      }),
      { seed: 2, numRuns: 500 },
    )
  })

  it('added to another is the histogram of both lists', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 50 }), fc.array(value, { maxLength: 50 }), (first, second) => {
        const added = histogramOf(first)
        added.add(histogramOf(second))
        const together = histogramOf([...first, ...second])
        expect([added.count, added.min, added.max]).toEqual([together.count, together.min, together.max])
        expect(added.sum).toBeCloseTo(together.sum, -3)
        for (let p = 0; p <= 1; p += 0.05) expect(added.quantile(p)).toBe(together.quantile(p))
      }),
      { seed: 3, numRuns: 1_000 },
    )
  })

  it('gives the same quantiles while its values are few enough to be listed and once they are counted', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 150, maxLength: 250, size: 'max' }), (list) => {
        const listed = histogramOf(list)
        // What another is added to counts, however few the values are.
        const counted = new Histogram()
        for (const each of list) counted.add(histogramOf([each]))
        expect(listed.count).toBe(list.length)
        expect(counted.count).toBe(list.length)
        for (let p = 0; p <= 1; p += 0.01) expect(listed.quantile(p)).toBe(counted.quantile(p))
      }),
      { seed: 6, numRuns: 100, endOnFailure: true },
    )
  })

  it('does not change the one that was added', () => {
    const [small, large] = [histogramOf([1, 2]), histogramOf([1e9])]
    small.add(large)
    expect([large.count, large.quantile(0.5), small.count]).toEqual([1, 1e9, 3])
  })

  it('has quantiles that never decrease', () => {
    fc.assert(
      fc.property(values, share, share, (list, first, second) => {
        const histogram = histogramOf(list)
        const [low, high] = [Math.min(first, second), Math.max(first, second)]
        expect(histogram.quantile(low)).toBeLessThanOrEqual(histogram.quantile(high))
      }),
      { seed: 4, numRuns: 500 },
    )
  })

  it('is 0 everywhere while it is empty', () => {
    const { count, max, mean } = new Histogram()
    expect([count, max, mean, new Histogram().quantile(0.5)]).toEqual([0, 0, 0, 0])
  })
})
