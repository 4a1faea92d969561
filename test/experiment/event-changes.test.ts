import { describe, expect, it } from 'vitest'
import { eventChanges } from '../../src/experiment/event-changes.ts'
import type { EndColumns } from '../../src/experiment/event-ends.ts'
import { Draws } from '../../src/kernel/draws.ts'
import { CONDITIONS } from '../../src/rules/condition.ts'

type Row = readonly [name0: number, name1: number, number: number, condition: number, ageMs: number]

function columns(rows: readonly Row[]): EndColumns {
  return {
    names0: Int32Array.from(rows, ([name0]) => name0),
    names1: Int32Array.from(rows, ([, name1]) => name1),
    numbers: Int32Array.from(rows, ([, , number]) => number),
    conditions: Uint8Array.from(rows, ([, , , condition]) => condition),
    agesMs: Float64Array.from(rows, ([, , , , ageMs]) => ageMs),
  }
}

describe('two runs, event by event', () => {
  it('tell apart events whose names agree in one of their two words', () => {
    const before = columns([
      [1, 1, 1, 0, 10],
      [1, 2, 2, 1, 10],
      [2, 1, 3, 2, 10],
    ])
    const after = columns([
      [2, 1, 1, 2, 10],
      [1, 2, 2, 1, 10],
      [1, 3, 3, 0, 10],
      [1, 1, 4, 0, 10],
    ])
    expect(eventChanges(before, after)).toEqual({
      compared: 3,
      changes: [],
      sooner: 0,
      later: 0,
      onlyBefore: 0,
      onlyAfter: 1,
      example: null,
    })
  })

  it('agree with a plain search, for names that crowd together and negative words', () => {
    const draws = new Draws(3)
    const rows = (seed: number): Row[] => {
      const names = new Set<string>()
      draws.at(seed, 0, 0, 0)
      for (let place = 0; place < 200; place++)
        names.add(`${Math.floor(draws.uniform() * 20) - 10} ${Math.floor(draws.uniform() * 20) - 10}`)
      return [...names].map((name, place) => {
        const [name0, name1] = name.split(' ').map(Number) as [number, number]
        return [name0, name1, place + 1, Math.floor(draws.uniform() * 3), Math.floor(draws.uniform() * 5)]
      })
    }
    const [before, after] = [rows(1), rows(2)]
    const found = eventChanges(columns(before), columns(after))
    const pairs = after.flatMap((row) => {
      const other = before.find(([name0, name1]) => name0 === row[0] && name1 === row[1])
      return other ? [[other, row] as const] : []
    })
    expect(pairs.length).toBeGreaterThan(40)
    expect(found).toMatchObject({
      compared: pairs.length,
      onlyBefore: before.length - pairs.length,
      onlyAfter: after.length - pairs.length,
      sooner: pairs.filter(([a, b]) => a[3] === b[3] && b[4] < a[4]).length,
      later: pairs.filter(([a, b]) => a[3] === b[3] && b[4] > a[4]).length,
    })
    for (const { from, to, count } of found.changes) {
      const meant = pairs.filter(([a, b]) => CONDITIONS[a[3]] === from && CONDITIONS[b[3]] === to)
      expect(count).toBe(meant.length)
    }
    const counts = found.changes.map(({ count }) => count)
    expect(counts).toEqual(counts.toSorted((a, b) => b - a))
  })

  it('name at most ten events of a change, spread over all of it, and as the example the one in the middle', () => {
    const rows = (condition: number): Row[] => Array.from({ length: 101 }, (_, n) => [n, 0, n + 1, condition, 5])
    const { changes, example } = eventChanges(columns(rows(0)), columns(rows(1).toReversed()))
    expect(changes).toHaveLength(1)
    const [{ count, events }] = changes as [(typeof changes)[number]]
    expect(count).toBe(101)
    expect(events.map(([number]) => number)).toEqual([6, 16, 26, 36, 46, 56, 66, 76, 86, 96])
    expect(example).toEqual([51, 51])
  })

  it('have the event whose age differs most as the example where all end alike', () => {
    const ages = (values: readonly number[]) => columns(values.map((age, n): Row => [n, 7, n + 1, 0, age]))
    expect(eventChanges(ages([10, 10, 10]), ages([11, 2, 15]))).toMatchObject({ sooner: 1, later: 2, example: [2, 2] })
  })
})
