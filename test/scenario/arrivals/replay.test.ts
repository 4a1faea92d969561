import { describe, expect, test } from 'vitest'
import { COPY_STRIDE_HIGH, Recording } from '../../../src/models/recording.ts'
import { laterName } from '../../../src/scenario/arrivals/name.ts'
import { readScenario } from '../../../src/scenario/read.ts'
import { arrivalsOf, eventsOf, timesOf } from '../arriving.ts'
import { inMemory } from '../reading.ts'

const MINUTES = `function,minute,invocations\n${Array.from({ length: 100 }, (_, minute) => `f,${minute},7`).join('\n')}\n`
const files = { 'day.csv': MINUTES, 'one.csv': 'function,minute,invocations\nf,0,3\nf,1,2\n' }
const perMinute = (fields: string, file = 'one.csv') => `{ perMinute: { file: ${file}, ${fields} } }`
const countsOf = (times: readonly number[], lengthMs: number) => {
  const counts: number[] = []
  for (const timeMs of times) counts[Math.floor(timeMs / lengthMs)] = (counts[Math.floor(timeMs / lengthMs)] ?? 0) + 1
  return Array.from(counts, (count) => count ?? 0)
}

describe('counts per minute', () => {
  test('scaled by a whole number are that many times as large', async () => {
    expect(countsOf(await timesOf(perMinute('scale: 3'), { files }), 60_000)).toEqual([9, 6])
  })

  test('scaled by another are right on average, each rounded up or down', async () => {
    const counts = countsOf(await timesOf(perMinute('scale: 0.35', 'day.csv'), { files, runLength: '100m' }), 60_000)
    // 2.45 a minute: 2 or 3. Over 100 minutes 45 of 3, with 5 standard deviations 45 ± 25.
    expect(new Set(counts)).toEqual(new Set([2, 3]))
    const sums = await Promise.all(
      Array.from({ length: 20 }, async (_, seed) => {
        return (await timesOf(perMinute('scale: 0.35', 'day.csv'), { files, runLength: '100m', seed })).length
      }),
    )
    const mean = sums.reduce((sum, each) => sum + each, 0) / sums.length
    // The variance of a count is 0.45 × 0.55, of the mean of 20 runs of 100 counts 100 / 20 times that.
    expect(Math.abs(mean - 245)).toBeLessThan(5 * Math.sqrt((0.45 * 0.55 * 100) / 20))
  })

  test('scaled by 1 are as they were', async () => {
    const plain = await eventsOf('{ perMinute: { file: day.csv } }', { files })
    expect(await eventsOf(perMinute('scale: 1, stretch: 1, repeat: 1', 'day.csv'), { files })).toEqual(plain)
  })

  test('are stretched with all their moments', async () => {
    const plain = await eventsOf('{ perMinute: { file: day.csv } }', { files, runLength: '100m' })
    const half = await eventsOf(perMinute('stretch: 0.5', 'day.csv'), { files, runLength: '50m' })
    expect(half.map(({ name }) => name)).toEqual(plain.map(({ name }) => name))
    for (const [index, { atMs }] of half.entries()) expect(atMs).toBeCloseTo(plain[index]!.atMs / 2, 5)
  })

  test('are played again after their length, or after a time', async () => {
    expect(countsOf(await timesOf(perMinute('repeat: 3'), { files }), 60_000)).toEqual([3, 2, 3, 2, 3, 2])
    expect(countsOf(await timesOf(perMinute('repeat: 2, every: 4m'), { files }), 60_000)).toEqual([3, 2, 0, 0, 3, 2])
    const ever = countsOf(await timesOf(perMinute('repeat: forever, every: 3m'), { files }), 60_000)
    expect(ever).toEqual(Array.from({ length: 59 }, (_, minute) => [3, 2, 0][minute % 3]))
    const quick = countsOf(await timesOf(perMinute('repeat: 2, stretch: 0.5'), { files }), 30_000)
    expect(quick).toEqual([3, 2, 3, 2])
  })

  test('have other moments each time they are played', async () => {
    const times = await timesOf(perMinute('repeat: 2'), { files })
    expect(times.slice(0, 5).map((timeMs) => timeMs + 120_000)).not.toEqual(times.slice(5))
  })
})

const ROWS = 'time,ms,kind\n3,30,a\n1,10,a\n2,20,b\n1,11,a\n'
const recorded = (fields = '', file = 'rows.csv') =>
  `{ recorded: { file: ${file}, columns: { time: time }${fields && `, ${fields}`} } }`
const withRows = {
  files: { 'rows.csv': ROWS, 'many.csv': `time\n${Array.from({ length: 2_000 }, (_, row) => row).join('\n')}\n` },
}

describe('recorded arrivals', () => {
  test('come at their times, in order', async () => {
    expect(await timesOf(recorded(), withRows)).toEqual([1_000, 1_000, 2_000, 3_000])
    expect(await timesOf(recorded('timeUnit: ms'), withRows)).toEqual([1, 1, 2, 3])
  })

  test('are those of the rows that are asked for', async () => {
    expect(await timesOf(recorded('where: { kind: a }'), withRows)).toEqual([1_000, 1_000, 3_000])
    expect(await timesOf(recorded('where: { ms: 20, kind: b }'), withRows)).toEqual([2_000])
  })

  test('all come in a run that is as long as they are', async () => {
    const text = `functions: { f: { arrivals: [${recorded()}] } }`
    const { scenario } = await readScenario(text, 's.yaml', { readFile: inMemory(withRows.files) })
    // Three gaps over two seconds: the mean distance is 667 ms, rounded up.
    expect(scenario.runLengthMs).toBe(3_667)
    expect(arrivalsOf(scenario, 1)).toHaveLength(4)
  })

  test('are stretched and played again', async () => {
    expect(await timesOf(recorded('stretch: 2'), withRows)).toEqual([2_000, 2_000, 4_000, 6_000])
    const again = [1, 1, 2, 3, 11, 11, 12, 13].map((second) => second * 1_000)
    expect(await timesOf(recorded('repeat: 2, every: 10s'), withRows)).toEqual(again)
    const ever = await timesOf(recorded('repeat: forever, every: 10s'), { ...withRows, runLength: '32s' })
    expect(ever).toHaveLength(4 * 3 + 2)
    expect((await timesOf(recorded('repeat: 2'), withRows)).slice(4)).toEqual([4_667, 4_667, 5_667, 6_667])
  })

  test('scaled up are copies under names of their own, beside those that there were', async () => {
    const plain = await eventsOf(recorded('', 'many.csv'), withRows)
    const more = await eventsOf(recorded('scale: 2.5', 'many.csv'), withRows)
    const names = new Set(more.map(({ name }) => name))
    expect(names.size).toBe(more.length)
    expect(plain.every(({ name }) => names.has(name))).toBe(true)
    // 4,000 and half of 2,000, with 5 standard deviations.
    expect(Math.abs(more.length - 5_000)).toBeLessThan(5 * Math.sqrt(2_000 * 0.25))
    expect(more.map(({ atMs }) => atMs)).toEqual(more.map(({ atMs }) => atMs).toSorted((a, b) => a - b))
  })

  test('scaled down are some of those that there were', async () => {
    const plain = new Set((await eventsOf(recorded('', 'many.csv'), withRows)).map(({ name }) => name))
    const fewer = await eventsOf(recorded('scale: 0.3', 'many.csv'), withRows)
    const fewest = await eventsOf(recorded('scale: 0.1', 'many.csv'), withRows)
    expect(fewer.every(({ name }) => plain.has(name))).toBe(true)
    expect(Math.abs(fewer.length - 600)).toBeLessThan(5 * Math.sqrt(2_000 * 0.21))
    const names = new Set(fewer.map(({ name }) => name))
    expect(fewest.every(({ name }) => names.has(name))).toBe(true)
  })

  test('keep times and names when the window shuts some out', async () => {
    const all = await eventsOf(recorded('repeat: 2, scale: 1.5', 'many.csv'), { ...withRows, runLength: '4000s' })
    const part =
      '{ recorded: { file: many.csv, columns: { time: time }, repeat: 2, scale: 1.5 }, from: 500s, until: 2500s }'
    expect(await eventsOf(part, { ...withRows, runLength: '4000s' })).toEqual(
      all.filter(({ atMs }) => atMs >= 500_000 && atMs < 2_500_000),
    )
  })
})

describe('the names of a source', () => {
  test('are counted on across the border of a word', () => {
    expect(laterName(0xffff_fff0, 7, 0)).toEqual([-16, 7])
    expect(laterName(0xffff_fff0, 7, 15)).toEqual([-1, 7])
    expect(laterName(0xffff_fff0, 7, 16)).toEqual([0, 8])
    expect(laterName(0xffff_fff0, -1, 3 * 2 ** 32 + 17)).toEqual([1, 3])
  })

  test('lead back to the rows, across the border of a word', () => {
    const source = { name0: 0xffff_fffe, name1: -1, names: 8, rows: 4, failures: undefined }
    const recording = new Recording([{ ...source, durationsMs: Float64Array.of(10, 20, 30, 40) }])
    const durationOf = (copy: number, index: number) => {
      const [name0, name1] = laterName(source.name0, source.name1, index)
      const name = [name0, (name1 + copy * COPY_STRIDE_HIGH) | 0] as const
      return recording.find({ originalName: () => name }, 0).durationMs
    }
    expect([0, 1, 2, 3, 4, 7].map((index) => durationOf(0, index))).toEqual([10, 20, 30, 40, 10, 40])
    expect([0, 1, 2, 3].map((index) => durationOf(5, index))).toEqual([10, 20, 30, 40])
    expect([-1, 8].map((index) => durationOf(0, index))).toEqual([Number.NaN, Number.NaN])
  })
})

describe('a run without a length', () => {
  const lengthOf = async (arrivals: string) => {
    const text = `functions: { f: { arrivals: [${arrivals}] } }`
    return (await readScenario(text, 's.yaml', { readFile: inMemory({ ...files, ...withRows.files }) })).scenario
      .runLengthMs
  }

  test.each([
    ['{ poisson: { rate: { linear: { 0s: 0/s, 1m: 5/s, 2m: 0/s } } } }', 120_000],
    ['{ constant: { rate: { steps: { 0s: 5/s, 1m: 0/s } } } }', 60_000],
    ['{ constant: { rate: { daily: { "09:00": 0/s } } } }', 0],
    ['{ poisson: { rate: { daily: { "09:00": 1/s } } }, until: 7s }', 7_000],
    ['{ bursts: { states: [{ rate: 0/s, mean: 1s }, { rate: 0/s, mean: 1s }] } }', 0],
    ['{ bursts: { states: [{ rate: 1/s, mean: 1s }, { rate: 0/s, mean: 1s }] }, until: 9s }', 9_000],
    ['{ batch: { size: 5, at: [1m, 3m], over: 10s } }', 190_000],
    ['{ batch: { size: 5, every: 1m }, until: 150s }', 150_000],
    [perMinute('repeat: 3, every: 10m, stretch: 2'), 1_440_000],
    [recorded('repeat: 2, stretch: 0.5'), 3_667],
    [`${recorded('repeat: forever').slice(0, -2)}, until: 1m }`, 60_000],
  ])('of %s ends with it', async (arrivals, lengthMs) => {
    expect(await lengthOf(arrivals)).toBe(lengthMs)
  })
})
