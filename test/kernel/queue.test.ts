import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Queue } from '../../src/kernel/queue.ts'
import { Shortlist } from '../../src/kernel/shortlist.ts'

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

  it('keeps the order of more than it had room for at first, however many', () => {
    const queue = new Queue(4)
    const ids = Array.from({ length: 300_000 }, (_, id) => id)
    // So that the ring is not at its start when it grows.
    for (const id of [0, 1, 2]) queue.push(id)
    for (const id of [0, 1, 2]) expect(queue.shift()).toBe(id)
    for (const id of ids) queue.push(id)
    expect(queue.drain()).toEqual(ids)
  })

  it('lets those that are on a list go before their turn, and leaves the others in order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.nat({ max: 9 }), fc.constantFrom('first' as const, 'listed' as const)), {
          maxLength: 200,
        }),
        (steps) => {
          const queue = new Queue(2)
          const list = new Shortlist(queue)
          const model: number[] = []
          const isListed = (id: number) => id >= 5
          for (const step of steps) {
            const place = model.findIndex(isListed)
            if (typeof step === 'number') {
              if (isListed(step)) list.push(step)
              else queue.push(step)
              model.push(step)
            } else if (step === 'first' && model.length > 0) expect(queue.shift()).toBe(model.shift())
            else if (step === 'listed' && place >= 0) expect([list.shift()]).toEqual(model.splice(place, 1))
            expect(list.isEmpty).toBe(!model.some(isListed))
            expect(queue.size > 0).toBe(model.length > 0)
            if (model.length > 0) expect(queue.first).toBe(model[0])
          }
          expect(queue.drain()).toEqual(model)
          expect(list.isEmpty).toBe(true)
        },
      ),
      { seed: 1, numRuns: 500 },
    )
  })
})
