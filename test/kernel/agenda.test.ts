import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Agenda } from '../../src/kernel/agenda.ts'

describe('the agenda', () => {
  it('gives what a sorted list gives: equal times leave in the order they were planned', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(4), { nil: undefined, freq: 2 }), { maxLength: 200 }), (steps) => {
        const agenda = new Agenda()
        const ran: number[] = []
        const expected: number[] = []
        let model: { timeMs: number; id: number }[] = []
        let planned = 0
        for (const timeMs of [...steps, ...steps.map(() => undefined)]) {
          if (timeMs !== undefined) {
            const id = planned++
            agenda.plan(timeMs, () => ran.push(id))
            model = [...model, { timeMs, id }].sort((a, b) => a.timeMs - b.timeMs)
          } else if (model.length > 0) {
            agenda.shift()()
            expected.push(model.shift()!.id)
          }
          expect(agenda.size).toBe(model.length)
          expect(agenda.minMs).toBe(model[0]?.timeMs ?? Number.POSITIVE_INFINITY)
        }
        expect(ran).toEqual(expected)
      }),
      { seed: 1, numRuns: 300 },
    )
  })

  it('forgets what is cancelled, wherever it stands', () => {
    const agenda = new Agenda()
    const ran: number[] = []
    const plan = (timeMs: number) => agenda.plan(timeMs, () => ran.push(timeMs))
    const ids = [3, 1, 2, 4].map(plan)
    agenda.cancel(ids[1]!)
    expect([agenda.size, agenda.minMs]).toEqual([3, 2])
    agenda.cancel(ids[0]!)
    expect([agenda.size, agenda.minMs]).toEqual([2, 2])
    agenda.shift()()
    expect([agenda.size, agenda.minMs]).toEqual([1, 4])
    agenda.cancel(plan(5))
    agenda.shift()()
    expect([agenda.size, agenda.minMs, ran]).toEqual([0, Number.POSITIVE_INFINITY, [2, 4]])
    agenda.cancel(plan(6))
    expect([agenda.size, agenda.minMs]).toEqual([0, Number.POSITIVE_INFINITY])
  })

  it('takes what an action plans while it runs', () => {
    const agenda = new Agenda()
    const ran: string[] = []
    agenda.plan(1, () => {
      ran.push('first')
      agenda.plan(1, () => ran.push('planned by the first'))
    })
    agenda.plan(1, () => ran.push('second'))
    while (agenda.minMs < Number.POSITIVE_INFINITY) agenda.shift()()
    expect(ran).toEqual(['first', 'second', 'planned by the first'])
  })
})
