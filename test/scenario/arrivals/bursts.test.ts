import { describe, expect, test } from 'vitest'
import { equilibrium, isConnected } from '../../../src/scenario/arrivals/equilibrium.ts'
import { eventsOf, timesOf } from '../arriving.ts'

const bursts = (...states: string[]) => `{ bursts: { states: [${states.join(', ')}] } }`

describe('bursts', () => {
  const onOff = bursts('{ rate: 100/s, mean: 1s }', '{ rate: 0/s, mean: 99s }')

  test('come in clusters with silence between them', async () => {
    const times = await timesOf(onOff, { runLength: '10h' })
    const gaps = times.slice(1).map((timeMs, index) => timeMs - times[index]!)
    const silences = gaps.filter((gapMs) => gapMs > 2_000).length
    // 360 cycles of a hundred seconds, each with a time of silence; few of those are as short as 2 s.
    expect(silences).toBeGreaterThan(260)
    expect(silences).toBeLessThan(430)
    expect(gaps.filter((gapMs) => gapMs < 50).length / gaps.length).toBeGreaterThan(0.95)
  })

  test('of equal rates are one Poisson process, from the same draws', async () => {
    const plain = await eventsOf('{ poisson: { rate: 1/s } }')
    const same = await eventsOf(bursts('{ rate: 1/s, mean: 10s }', '{ rate: 1/s, mean: 1m }'))
    expect(same.map(({ name }) => name)).toEqual(plain.map(({ name }) => name))
    for (const [index, { atMs }] of same.entries()) expect(atMs).toBeCloseTo(plain[index]!.atMs, 5)
  })

  test('never come in states without a rate', async () => {
    expect(await timesOf(bursts('{ rate: 0/s, mean: 10s }', '{ rate: 0/s, mean: 1m }'))).toEqual([])
  })

  test('follow the probabilities of the next state', async () => {
    // The first is followed by the second or the third; those by the first. The third is never left to the second.
    const states = (share: number) =>
      bursts(
        `{ rate: 0/s, mean: 1s, next: [0, ${share}, ${1 - share}] }`,
        '{ rate: 100/s, mean: 10s, next: [1, 0, 0] }',
        '{ rate: 0/s, mean: 10s, next: [1, 0, 0] }',
      )
    const [few, many] = await Promise.all([0.1, 0.9].map((share) => timesOf(states(share), { runLength: '5h' })))
    // 1,636 cycles of 11 s. The time in the second state is a sum of 164 or 1,473 exponential ones: a relative deviation
    // of √(2 / 164) = 0.11, or of less than √(2 / 1,473) = 0.04, of which the tolerance is five or more.
    for (const [times, share] of [
      [few!, 0.1],
      [many!, 0.9],
    ] as const) {
      const mean = (18_000 / 11) * share * 1_000
      expect(Math.abs(times.length / mean - 1)).toBeLessThan(share === 0.1 ? 0.6 : 0.2)
    }
  })

  test('are the same for the same seed, others for another, and their first ones are pinned', async () => {
    const [first, again, other] = await Promise.all([1, 1, 2].map((seed) => timesOf(onOff, { seed })))
    expect(again).toEqual(first)
    expect(other!.slice(0, 3)).not.toEqual(first!.slice(0, 3))
    // Changing these is a decision: every stored result changes with them.
    expect(first!.slice(0, 3).map((timeMs) => timeMs.toFixed(6))).toEqual([
      '17352.504234',
      '17372.430993',
      '17383.771554',
    ])
  })
})

describe('the equilibrium of a chain', () => {
  test('solves the equations of balance', () => {
    const matrix = [
      [0.1, 0.6, 0.3, 0],
      [0.5, 0, 0.25, 0.25],
      [1, 0, 0, 0],
      [0, 0.001, 0, 0.999],
    ]
    const shares = equilibrium(matrix)
    expect(shares.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 14)
    for (const [to, share] of shares.entries()) {
      expect(matrix.reduce((sum, row, from) => sum + shares[from]! * row[to]!, 0)).toBeCloseTo(share, 14)
    }
    expect(Math.min(...shares)).toBeGreaterThan(0)
  })

  test('exists where every state can come again', () => {
    expect(
      isConnected([
        [0, 1],
        [1, 0],
      ]),
    ).toBe(true)
    expect(
      isConnected([
        [1, 0],
        [1, 0],
      ]),
    ).toBe(false)
    expect(
      isConnected([
        [0, 1, 0],
        [0, 0, 1],
        [1, 0, 0],
      ]),
    ).toBe(true)
    expect(
      isConnected([
        [0, 1, 0],
        [1, 0, 0],
        [1, 0, 0],
      ]),
    ).toBe(false)
  })
})
