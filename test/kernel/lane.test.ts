import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Lane } from '../../src/kernel/lane.ts'

/** Steps in time, 0 most often, each with the rank of what joins; undefined takes the first out. */
const operations = fc.array(
  fc.option(fc.record({ stepMs: fc.constantFrom(0, 0, 0, 1, 0.5), rank: fc.nat(20) }), { nil: undefined, freq: 2 }),
  { maxLength: 400 },
)

describe('a lane', () => {
  it('gives what a sorted list gives, with many ties', () => {
    fc.assert(
      fc.property(operations, fc.constantFrom(1, 2, 64), (steps, capacity) => {
        const lane = new Lane(capacity)
        const joined: { timeMs: number; rank: number }[] = []
        const ranks = { rank: (id: number) => joined[id]!.rank }
        let model: number[] = []
        let timeMs = 0
        for (const step of [...steps, ...steps.map(() => undefined)]) {
          if (step) {
            timeMs += step.stepMs
            const id = joined.push({ timeMs, rank: step.rank }) - 1
            lane.push(timeMs, id, ranks)
            // Array.sort is stable: equal ranks stay in the order in which they joined.
            model = [...model, id].sort(
              (a, b) => joined[a]!.timeMs - joined[b]!.timeMs || ranks.rank(a) - ranks.rank(b),
            )
          } else if (model.length > 0) {
            expect(lane.minId).toBe(model[0])
            expect(lane.pop()).toBe(model.shift())
          }
          expect(lane.size).toBe(model.length)
          expect(lane.minMs).toBe(model.length > 0 ? joined[model[0]!]!.timeMs : Number.POSITIVE_INFINITY)
        }
      }),
      { seed: 1, numRuns: 300 },
    )
  })

  it('goes round its ring without growing while few entries are in it', () => {
    const lane = new Lane(4)
    const ranks = { rank: (id: number) => id }
    for (let id = 0; id < 1_000; id++) {
      lane.push(id, id, ranks)
      lane.push(id, id + 1_000, ranks)
      expect([lane.pop(), lane.pop()]).toEqual([id, id + 1_000])
    }
    expect((lane as unknown as { mask: number }).mask).toBe(3)
  })
})
