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
})
