import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Calendar } from '../../src/kernel/calendar.ts'
import { EventHeap } from '../../src/kernel/event-heap.ts'

const gaps = fc.oneof(
  { weight: 2, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 3 }) },
  { weight: 3, arbitrary: fc.double({ min: 0, max: 1e-6, noNaN: true }) },
  { weight: 3, arbitrary: fc.double({ min: 0, max: 1_000, noNaN: true }) },
  { weight: 1, arbitrary: fc.double({ min: 0, max: 1e12, noNaN: true }) },
)
/** Pushes of times at or after the last one taken, and takes in between. */
const operations = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: gaps.map((gap) => ({ gap })) },
    { weight: 2, arbitrary: fc.constant('pop' as const) },
  ),
  { minLength: 1, maxLength: 3_000, size: 'max' },
)

describe('the calendar', () => {
  it('gives its entries in the order of the heap, ties by rank', () => {
    fc.assert(
      fc.property(operations, fc.boolean(), (steps, isDescending) => {
        const ranks: number[] = []
        const calendar = new Calendar({ rank: (id) => ranks[id]! })
        const heap = new EventHeap()
        const free: number[] = []
        let fresh = 0
        let rank = 0
        let nowMs = 0
        const take = () => {
          expect(calendar.minMs).toBe(heap.minMs)
          nowMs = heap.minMs
          const id = calendar.pop()
          expect(id).toBe(heap.pop())
          free.push(id)
        }
        for (const step of steps) {
          if (step === 'pop') {
            if (heap.size > 0) take()
            continue
          }
          const id = free.pop() ?? fresh++
          const own = isDescending ? 1e6 - ++rank : ++rank
          ranks[id] = own
          calendar.push(nowMs + step.gap, id)
          heap.push(nowMs + step.gap, own, id)
        }
        while (heap.size > 0) take()
        expect(calendar.size).toBe(0)
        expect(calendar.minMs).toBe(Number.POSITIVE_INFINITY)
      }),
      { seed: 11, numRuns: 60 },
    )
  })

  it('lets entries go before their time, wherever they stand', () => {
    fc.assert(
      fc.property(fc.array(gaps, { minLength: 1, maxLength: 200 }), fc.array(fc.nat()), (times, picks) => {
        const calendar = new Calendar({ rank: (id) => id })
        for (const [id, timeMs] of times.entries()) calendar.push(timeMs, id)
        const left = times.map((timeMs, id) => ({ timeMs, id }))
        for (const pick of picks.slice(0, times.length - 1)) calendar.remove(left.splice(pick % left.length, 1)[0]!.id)
        left.sort((a, b) => a.timeMs - b.timeMs || a.id - b.id)
        expect(left.map(() => calendar.pop())).toEqual(left.map(({ id }) => id))
        expect(calendar.minMs).toBe(Number.POSITIVE_INFINITY)
      }),
      { seed: 12, numRuns: 300 },
    )
  })

  it('keeps its order when the scale of times changes by many orders of magnitude', () => {
    const ranks: number[] = []
    const calendar = new Calendar({ rank: (id) => ranks[id]! })
    const heap = new EventHeap()
    let nowMs = 0
    let state = 12_345
    const random = () => {
      state = (state * 1_103_515_245 + 12_345) % 2 ** 31
      return state / 2 ** 31
    }
    const taken = new Set<number>()
    for (const scale of [1, 1e6, 1e-3, 1e9, 10]) {
      for (let round = 0; round < 4_000; round++) {
        if (heap.size < 300 || random() < 0.5) {
          let id = 0
          while (taken.has(id)) id++
          taken.add(id)
          ranks[id] = round
          const timeMs = nowMs + random() * scale
          calendar.push(timeMs, id)
          heap.push(timeMs, round, id)
        } else {
          nowMs = heap.minMs
          const id = calendar.pop()
          expect(id).toBe(heap.pop())
          taken.delete(id)
        }
      }
    }
  })
})
