import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Queue } from '../../src/kernel/queue.ts'

describe('a queue', () => {
  it('gives what an array gives: first come, first served', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.nat(), { nil: undefined, freq: 2 }), { maxLength: 500 }),
        fc.constantFrom(1, 2, 64),
        (steps, capacity) => {
          const queue = new Queue(capacity)
          const model: number[] = []
          for (const id of [...steps, ...steps.map(() => undefined)]) {
            if (id !== undefined) {
              queue.push(id)
              model.push(id)
            } else if (model.length > 0) {
              expect(queue.first).toBe(model[0])
              expect(queue.shift()).toBe(model.shift())
            }
            expect(queue.size).toBe(model.length)
          }
        },
      ),
      { seed: 1, numRuns: 300 },
    )
  })

  it('lets the first that is meant go before all others, which keep their order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 9 }), { maxLength: 100 }), fc.nat({ max: 70 }), (ids, before) => {
        const queue = new Queue(2)
        // So that the ring's ends stand anywhere.
        for (let id = 0; id < before; id++) queue.push(id)
        for (let id = 0; id < before; id++) queue.shift()
        for (const id of ids) queue.push(id)
        const place = ids.findIndex((id) => id >= 7)
        expect(queue.pick((id) => id >= 7)).toBe(ids[place] ?? -1)
        const left = ids.filter((_, index) => index !== place)
        expect(left.map(() => queue.shift())).toEqual(left)
        expect(queue.size).toBe(0)
      }),
      { seed: 1, numRuns: 300 },
    )
  })
})
