import { describe, expect, test } from 'vitest'
import { endlessLoop, idleFunctions } from '../../src/scenario/build/graph.ts'

const graph = (edges: Record<string, string[]>) =>
  new Map(Object.entries(edges).map(([name, targets]) => [name, new Set(targets)]))
const allow = (...names: string[]) => names.map((name) => ({ name, recursiveLoop: 'Allow' as const }))

describe('a loop of destinations', () => {
  test('is found wherever it stands', () => {
    const edges = graph({ a: ['b', 'c'], b: ['d'], c: ['b'], d: ['e'], e: ['b'] })
    expect(endlessLoop(allow('a', 'b', 'c', 'd', 'e'), edges, 'Terminate')).toEqual(['b', 'd', 'e', 'b'])
  })

  test('ends where one of its functions stops loops', () => {
    const functions = [...allow('a'), { name: 'b', recursiveLoop: undefined }]
    const edges = graph({ a: ['b'], b: ['a'] })
    expect(endlessLoop(functions, edges, 'Terminate')).toBeUndefined()
    expect(endlessLoop(functions, edges, 'Allow')).toEqual(['a', 'b', 'a'])
  })

  test('is not a fork that meets again', () => {
    expect(
      endlessLoop(allow('a', 'b', 'c', 'd'), graph({ a: ['b', 'c'], b: ['d'], c: ['d'] }), 'Allow'),
    ).toBeUndefined()
  })

  test('is looked for in a chain of a hundred thousand', () => {
    const names = Array.from({ length: 100_000 }, (_, index) => `f${index}`)
    const chain = new Map(names.map((name, index) => [name, new Set(names.slice(index + 1, index + 2))]))
    expect(endlessLoop(allow(...names), chain, 'Allow')).toBeUndefined()
  })
})

test('functions are idle that neither arrivals nor records of busy ones reach', () => {
  const at = { kind: 'at', position: 0, qualifier: '$LATEST', fromMs: 0, untilMs: 0, timesMs: [0] } as const
  const functions = ['a', 'b', 'c', 'd'].map((name) => ({ name, arrivals: name === 'a' ? [at] : [] }))
  expect(idleFunctions(functions, graph({ a: ['b'], b: [], c: ['d'], d: ['c'] }))).toEqual(['c', 'd'])
})
