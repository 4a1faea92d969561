import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EventHeap } from '../../src/kernel/event-heap.ts'

/** Few times and few ranks: most entries tie with another. Undefined takes the earliest out. */
const operations = (times: fc.Arbitrary<number>, ranks: fc.Arbitrary<number>) =>
  fc.array(fc.option(fc.record({ timeMs: times, rank: ranks }), { nil: undefined, freq: 2 }), { maxLength: 400 })

interface Entry {
  readonly timeMs: number
  readonly rank: number
}

const inOrder = (a: Entry, b: Entry) => a.timeMs - b.timeMs || a.rank - b.rank

describe('the event heap', () => {
  it.each([
    ['many ties', operations(fc.nat(3), fc.nat(3))],
    ['equal times and distinct ranks', operations(fc.constant(7), fc.nat(1e9))],
    ['any times', operations(fc.double({ min: 0, max: 1e12, noNaN: true }), fc.nat(5))],
  ])('gives what a sorted list gives, with %s', (_, list) => {
    fc.assert(
      fc.property(list, fc.constantFrom(1, 2, 64), (steps, capacity) => {
        const heap = new EventHeap(capacity)
        const entries: Entry[] = []
        let model: Entry[] = []
        for (const step of [...steps, ...steps.map(() => undefined)]) {
          if (step) {
            heap.push(step.timeMs, step.rank, entries.push(step) - 1)
            model = [...model, step].sort(inOrder)
          } else if (model.length > 0) {
            const first = model.shift()!
            expect([heap.minMs, heap.minRank]).toEqual([first.timeMs, first.rank])
            expect(entries[heap.minId]).toEqual(first)
            expect(entries[heap.pop()]).toEqual(first)
          }
          expect(heap.size).toBe(model.length)
          expect(heap.minMs).toBe(model[0]?.timeMs ?? Number.POSITIVE_INFINITY)
        }
      }),
      { seed: 1, numRuns: 100 },
    )
  })

  it('returns every entry exactly once', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5), { maxLength: 500 }), (times) => {
        const heap = new EventHeap(1)
        for (const [id, timeMs] of times.entries()) heap.push(timeMs, 0, id)
        const ids = times.map(() => heap.pop())
        expect(ids.sort((a, b) => a - b)).toEqual(times.map((_, id) => id))
      }),
      { seed: 2, numRuns: 100 },
    )
  })

  it('lets equal times leave in the order of rising ranks: first planned, first out', () => {
    const heap = new EventHeap()
    for (let id = 0; id < 1_000; id++) heap.push((id * 7) % 10, id, id)
    let before = { timeMs: -1, id: -1 }
    for (let left = 1_000; left > 0; left--) {
      const timeMs = heap.minMs
      const id = heap.pop()
      expect(timeMs > before.timeMs || (timeMs === before.timeMs && id > before.id)).toBe(true)
      before = { timeMs, id }
    }
  })
})
