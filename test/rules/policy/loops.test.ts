import { describe, expect, test } from 'vitest'
import type { FunctionFacts } from '../../../src/rules/policy/facts.ts'
import { config, fine, lambda, said } from './account.ts'

const sends = (name: string, onSuccess: string | undefined, settings: Partial<FunctionFacts> = {}) =>
  fine(name, {
    eventInvokeConfig: config(2, 3_600, onSuccess === undefined ? {} : { onSuccess: lambda(onSuccess) }),
    ...settings,
  })
const loops = (...functions: FunctionFacts[]) => said('destination-loop', functions)

const PATH = 'eventInvokeConfig.DestinationConfig.OnSuccess.Destination'

describe('a loop of destinations', () => {
  test('is told once, with how often an event goes round', () => {
    expect(loops(sends('in', 'a'), sends('a', 'b'), sends('b', 'a'))).toEqual([
      `warning a:$LATEST ${PATH}: a loop, a → b → a: one event goes round 16 times, 16 × 2 = 32 events, until loop detection drops it as RecursiveInvocation`,
    ])
  })

  test('may go by failures, or be of one function', () => {
    const fails = fine('b', { eventInvokeConfig: config(2, 3_600, { onFailure: lambda('a') }) })
    expect(loops(sends('a', 'b'), fails)).toHaveLength(1)
    const itself = fine('f', { eventInvokeConfig: config(2, 3_600, { onFailure: lambda('f') }) })
    expect(loops(itself)[0]).toMatch(/OnFailure\.Destination: a loop, f → f: /)
  })

  test('goes by qualifiers: a way that ends at an alias without a destination is none', () => {
    const aliases = [{ name: 'live', functionVersion: '$LATEST', other: undefined, eventInvokeConfig: undefined }]
    const b = sends('b', 'a', { aliases })
    expect(loops(sends('a', 'b:live'), b)).toEqual([])
    expect(loops(sends('a', 'b:$LATEST'), b)).toHaveLength(1)
  })

  test('is none where a way back never sends anything, or leads out of the account', () => {
    expect(loops(sends('a', 'b'), sends('b', 'a', { reservedConcurrency: 0 }))).toEqual([])
    const elsewhere = lambda('a').replace('us-east-1', 'eu-west-1')
    const b = fine('b', { eventInvokeConfig: config(2, 3_600, { onSuccess: elsewhere }) })
    expect(loops(sends('a', 'b'), b)).toEqual([])
    expect(loops(sends('a', 'b'), sends('b', 'c'), sends('c', undefined))).toEqual([])
  })

  test('has no end where every function on it allows that', () => {
    const allow = { recursiveLoop: 'Allow' } as const
    expect(loops(sends('a', 'b', allow), sends('b', 'a', allow))[0]).toContain('nothing ends it')
    expect(loops(sends('a', 'b', allow), sends('b', 'a'))[0]).toContain('until loop detection')
  })

  test('uses up the runs of a function twice as fast that is on it by two qualifiers', () => {
    const version = {
      version: '1',
      timeoutMs: 3_000,
      deadLetterArn: fine('a').deadLetterArn,
      eventInvokeConfig: config(2, 3_600, { onSuccess: lambda('b') }),
    }
    const b = sends('b', 'a')
    const a = sends('a', 'c', { versions: [version] })
    const c = sends('c', 'a:1')
    expect(loops(a, c, b)[0]).toContain('a → c → a:1 → b → a: one event goes round 8 times, 8 × 4 = 32 events')
  })

  test('is looked for in a chain of twenty thousand functions', () => {
    const count = 20_000
    const names = Array.from({ length: count }, (_, index) => `f${index}`)
    const chain = names.map((name, index) => sends(name, names[index + 1]))
    expect(loops(...chain)).toEqual([])
  })

  test('is told without its middle where it is long', () => {
    const names = Array.from({ length: 50 }, (_, index) => `f${index}`)
    const [line] = loops(...names.map((name, index) => sends(name, names[(index + 1) % 50])))
    expect(line).toContain(
      'a loop, f0 → f1 → f2 → f3 → f4 → f5 → f6 → 43 more → f0: one event goes round 16 times, 16 × 50 = 800',
    )
  })

  test('is told of each of several', () => {
    const [first, second] = loops(sends('a', 'b'), sends('b', 'a'), sends('c', 'd'), sends('d', 'c'))
    expect([first, second]).toEqual([expect.stringContaining('a → b → a'), expect.stringContaining('c → d → c')])
  })
})
