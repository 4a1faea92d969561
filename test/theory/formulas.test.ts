import { describe, expect, it } from 'vitest'
import {
  attemptsUnderErrors,
  erlangB,
  erlangC,
  impatienceMMc,
  loadOf,
  meanWaitMDc,
  meanWaitMG1,
  meanWaitMMc,
  queueMDc,
  type Station,
  waitTailMDc,
  waitTailME21,
  waitTailMMc,
} from './formulas.ts'

/** A station of mean service time 1 s. */
function station(servers: number, utilisation: number): Station {
  return { servers, ratePerS: servers * utilisation, serviceMs: 1_000 }
}

const STATIONS = [
  station(1, 0.5),
  station(1, 0.9),
  station(2, 0.7),
  station(5, 0.8),
  station(10, 0.95),
  station(50, 0.9),
]

/** ∫ of a tail over all times is the mean; Simpson's rule between the multiples of the service time, where it bends. */
function meanOf(tail: (ms: number) => number, stepMs: number, steps: number): number {
  let sum = 0
  for (let step = 0; step < steps; step++) {
    const [from, middle, to] = [step * stepMs, (step + 0.5) * stepMs, (step + 1) * stepMs - 1e-9]
    sum += ((tail(from) + 4 * tail(middle) + tail(to)) * stepMs) / 6
  }
  return sum
}

describe('Erlang', () => {
  it.each([
    [1, 0.0101],
    [2, 0.153],
    [5, 1.36],
    [10, 4.46],
    [20, 12.03],
    [50, 37.9],
    [100, 84.06],
  ])('blocks 1 %% on %i lines at the load that traffic tables give', (servers, load) => {
    expect(erlangB(servers, load)).toBeCloseTo(0.01, 4)
  })

  it('delays the share that exact fractions give', () => {
    expect(erlangC(1, 0.7)).toBeCloseTo(0.7, 12)
    expect(erlangC(2, 1)).toBeCloseTo(1 / 3, 12)
    expect(erlangC(3, 2)).toBeCloseTo(4 / 9, 12)
    expect(erlangC(5, 4)).toBeCloseTo(128 / 231, 12)
  })

  it.each([
    [2, 0.245, 0.175],
    [3, 0.058, 0.022],
    [4, 0.011, 0.003],
  ])('gives %i servers at 10 arrivals and 12 services the textbook figures', (servers, delayed, waiting) => {
    const busy = { servers, ratePerS: 10, serviceMs: 1_000 / 12 }
    expect(waitTailMMc(busy, 0)).toBeCloseTo(delayed, 3)
    expect((meanWaitMMc(busy) * busy.ratePerS) / 1_000).toBeCloseTo(waiting, 3)
  })

  it.each(STATIONS)('has a tail whose area is the mean: $servers servers, $ratePerS/s', (each) => {
    expect(meanOf((ms) => waitTailMMc(each, ms), 40, 15_000)).toBeCloseTo(meanWaitMMc(each), 3)
  })
})

describe('one server', () => {
  it('waits as M/M/1 with exponential service and half as long with constant service', () => {
    const one = station(1, 0.8)
    expect(meanWaitMG1(one, 1)).toBeCloseTo(meanWaitMMc(one), 9)
    expect(meanWaitMG1(one, 0)).toBeCloseTo(2_000, 9)
  })

  it('has an M/E2/1 tail that starts at the utilisation and covers the mean of Pollaczek and Khinchine', () => {
    for (const utilisation of [0.3, 0.6, 0.9]) {
      const one = station(1, utilisation)
      expect(waitTailME21(one, 0)).toBeCloseTo(utilisation, 12)
      expect(meanOf((ms) => waitTailME21(one, ms), 100, 3_000)).toBeCloseTo(meanWaitMG1(one, Math.SQRT1_2), 3)
    }
  })
})

describe('constant service', () => {
  it('on one server waits as Pollaczek and Khinchine say', () => {
    for (const utilisation of [0.1, 0.5, 0.9, 0.98]) {
      expect(meanWaitMDc(station(1, utilisation))).toBeCloseTo(meanWaitMG1(station(1, utilisation), 0), 6)
    }
  })

  it('on one server has the tail that Erlang found in 1909', () => {
    const utilisation = 0.6
    for (const ms of [0, 400, 1_000, 2_500, 4_900]) {
      let within = 0
      for (let k = 0, factorial = 1; k * 1_000 <= ms; factorial *= ++k) {
        const reach = utilisation * (ms / 1_000 - k)
        within += ((-reach) ** k / factorial) * Math.exp(reach)
      }
      expect(waitTailMDc(station(1, utilisation), ms)).toBeCloseTo(1 - (1 - utilisation) * within, 10)
    }
  })

  it.each(STATIONS)('agrees between series, queue length and tail: $servers servers, $ratePerS/s', (each) => {
    const mean = meanWaitMDc(each)
    const queue = queueMDc(each, 800)
    const waiting = queue.reduce((sum, probability, length) => sum + probability * length, 0)
    expect(queue.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 9)
    expect((waiting / each.ratePerS) * 1_000).toBeCloseTo(mean, 6)
    expect(waitTailMDc(each, 0)).toBeLessThan(erlangC(each.servers, loadOf(each)))
  })

  it('has a tail whose area is the mean', () => {
    for (const each of [station(1, 0.5), station(2, 0.7), station(5, 0.8)]) {
      expect(meanOf((ms) => waitTailMDc(each, ms), 125, 160)).toBeCloseTo(meanWaitMDc(each), 2)
    }
  })

  it('keeps the balance of Crommelin: one service time on, the numbers are what they were', () => {
    const two = station(2, 0.7)
    const queue = queueMDc(two, 60)
    const arrivals = (n: number) =>
      (Math.exp(-1.4) * 1.4 ** n) / Array.from({ length: n }, (_, k) => k + 1).reduce((a, b) => a * b, 1)
    const there = (n: number) =>
      queue.slice(0, n + 1).reduce((sum, waiting, length) => sum + waiting * arrivals(n - length), 0)
    expect(queue[0]).toBeCloseTo(there(0) + there(1) + there(2), 10)
    for (const length of [1, 2, 5]) expect(queue[length]).toBeCloseTo(there(length + 2), 10)
  })
})

describe('a limit on the wait', () => {
  it('of nothing leaves the loss system of Erlang, and one that nobody meets the delay system', () => {
    expect(impatienceMMc(station(3, 1.2), 0).dropShare).toBeCloseTo(erlangB(3, 3.6), 12)
    expect(impatienceMMc(station(3, 0.8), 1e6).dropShare).toBeCloseTo(0, 12)
    expect(impatienceMMc(station(3, 0.8), 1e6).meanWaitMs).toBeCloseTo(meanWaitMMc(station(3, 0.8)), 6)
  })

  it('drops what an overload leaves over when it is long', () => {
    expect(impatienceMMc(station(4, 2), 1e5).dropShare).toBeCloseTo(0.5, 9)
    expect(impatienceMMc(station(4, 2), 1e5).meanWaitMs).toBeGreaterThan(99_000)
  })

  it('on one server has the closed form of Barrer', () => {
    for (const [load, limitMs] of [
      [0.5, 500],
      [0.9, 2_000],
      [1.5, 3_000],
    ] as const) {
      const decayed = Math.exp((-(1 - load) * limitMs) / 1_000)
      const expected = ((1 - load) * load * decayed) / (1 - load ** 2 * decayed)
      expect(impatienceMMc(station(1, load), limitMs).dropShare).toBeCloseTo(expected, 12)
    }
  })

  it('passes smoothly through a utilisation of 1', () => {
    const at = (utilisation: number) => impatienceMMc(station(2, utilisation), 1_000)
    expect(at(1).dropShare).toBeCloseTo(2 / 9, 12)
    expect(at(1).dropShare).toBeCloseTo((at(0.9999).dropShare + at(1.0001).dropShare) / 2, 7)
    expect(at(1).meanWaitMs).toBeCloseTo((at(0.9999).meanWaitMs + at(1.0001).meanWaitMs) / 2, 4)
  })
})

describe('errors', () => {
  it('make the attempts and drops of a cut geometric number', () => {
    expect(attemptsUnderErrors(0, 2)).toEqual({ mean: 1, dropShare: 0 })
    expect(attemptsUnderErrors(1, 2)).toEqual({ mean: 3, dropShare: 1 })
    const { mean, dropShare } = attemptsUnderErrors(0.2, 2)
    expect(mean).toBeCloseTo((1 - 0.2 ** 3) / (1 - 0.2), 12)
    expect(dropShare).toBeCloseTo(0.008, 12)
  })
})

it('a station without enough servers is refused, not answered with a negative wait', () => {
  expect(() => meanWaitMMc(station(2, 1))).toThrow('between 0 and 1')
  expect(() => meanWaitMDc(station(2, 1.1))).toThrow(RangeError)
})
