import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'
import { engineTrace } from '../reference/engine-trace.ts'
import { referenceInputWithCalls } from '../reference/generate.ts'
import type { ReferenceInput, Trace } from '../reference/input.ts'
import { referenceTrace } from '../reference/reference.ts'
import { simulators } from '../reference/simulators.ts'
import { fatesOf } from './fates.ts'
import { scenarios } from './scenarios.ts'

it('the engine and the naive reference tell the same story of events and calls', () => {
  fc.assert(
    fc.property(referenceInputWithCalls, (input) => {
      expect(engineTrace(input)).toEqual(referenceTrace(input))
    }),
    { seed: 21, numRuns: 600 },
  )
})

/** Moments at which more ran than may, in words. */
function excesses({ functions, accountConcurrency }: ReferenceInput, trace: Trace): string[] {
  const shared = accountConcurrency - functions.reduce((sum, { reserved }) => sum + (reserved ?? 0), 0)
  const functionOf = new Map(trace.flatMap(({ kind, event, detail }) => (kind === 'accepted' ? [[event, detail]] : [])))
  const running = new Map<string, number>()
  return trace.flatMap(({ kind, event, atMs }) => {
    const { name, reserved } = functions.find((each) => each.name === functionOf.get(event))!
    const pool = reserved === undefined ? 'shared' : name
    const limit = reserved ?? shared
    const count = (running.get(pool) ?? 0) + (kind === 'started' ? 1 : kind === 'ended' ? -1 : 0)
    running.set(pool, count)
    return count > limit ? [`${count} of ${limit} run in ${pool} at ${atMs}`] : []
  })
}

describe.each(simulators)('the %s', (_, simulate) => {
  it('keeps to the limits of concurrency with events and calls together', () => {
    let refused = 0
    fc.assert(
      fc.property(referenceInputWithCalls, (input) => {
        const trace = simulate(input)
        expect(excesses(input, trace)).toEqual([])
        refused += trace.filter(({ detail }) => detail === 'refused').length
      }),
      { seed: 22, numRuns: 300 },
    )
    expect(refused).toBeGreaterThan(100)
  })

  it('lets no call wait: it starts or is refused at the moment at which it comes, and runs at most once', () => {
    fc.assert(
      fc.property(referenceInputWithCalls, (input) => {
        const calls = Map.groupBy(
          simulate(input).filter(({ event }) => event < 0),
          ({ event }) => event,
        )
        for (const [made, next, ...rest] of calls.values()) {
          expect(next!.atMs).toBe(made!.atMs)
          if (next!.kind === 'finished') expect([next!.detail, rest]).toEqual(['refused', []])
          else expect([next!.kind, rest.length === 0 || rest.at(-1)!.detail === 'answered']).toEqual(['started', true])
          expect(rest.length).toBeLessThanOrEqual(2)
        }
      }),
      { seed: 23, numRuns: 300 },
    )
  })
})

it('calls change no draw of events', async () => {
  let compared = 0
  await fc.assert(
    fc.asyncProperty(scenarios({ outages: false }), async (input) => {
      const [before, after] = [await fatesOf(input), await fatesOf(withCalls(input))]
      for (const [name, fate] of before) {
        const other = after.get(name)
        if (other === undefined) continue
        compared++
        expect(other, name).toBe(fate)
      }
    }),
    { seed: 24, numRuns: 100 },
  )
  expect(compared).toBeGreaterThan(1_000)
})

/** A call at the times of every event. */
function withCalls(input: ScenarioInput): ScenarioInput {
  const functions = Object.entries(input.functions!).map(([name, spec]) => {
    const { arrivals = [] } = spec
    const calls = arrivals.map((arrival) => ({ ...arrival, invocation: 'RequestResponse' as const }))
    return [name, { ...spec, arrivals: [...arrivals, ...calls] }]
  })
  return { ...input, functions: Object.fromEntries(functions) }
}
