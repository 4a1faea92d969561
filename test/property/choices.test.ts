import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CONDITIONS } from '../../src/rules/condition.ts'
import { takeScenario } from '../../src/scenario/read.ts'
import type { RunResult } from '../../src/scenario/result.ts'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'
import { Simulation } from '../../src/scenario/simulation.ts'
import { Ledger } from './ledger.ts'
import { scenarios } from './scenarios.ts'

async function run(input: ScenarioInput): Promise<{ ledger: Ledger; result: RunResult }> {
  const { scenario } = await takeScenario(input)
  const ledger = new Ledger(scenario)
  const result = new Simulation(scenario, { observers: [ledger] }).run().result()
  ledger.close()
  return { ledger, result }
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, each) => total + each, 0)
}

/** What the scenarios must bring about for the promises to be put to the test. */
const EVERYTHING = [
  ...['accepted', 'waits', 'backs off', 'throttled', 'queued', 'running'],
  ...['success', 'error', 'timeout', 'system'],
  ...['provisioned', 'spilled over'],
  ...CONDITIONS,
  ...['delivered', 'delivery failed', 'discarded'],
  ...['called', 'refused', 'answering', 'answered'],
]

describe('under any model choices', () => {
  it('the promises of the engine hold at every moment', async () => {
    const seen: Record<string, number> = {}
    await fc.assert(
      fc.asyncProperty(scenarios({ outages: true, provisioned: true }), async (input) => {
        const { ledger } = await run(input)
        expect(ledger.complaints).toEqual([])
        for (const [what, count] of Object.entries(ledger.counts)) seen[what] = (seen[what] ?? 0) + count
      }),
      { seed: 11, numRuns: 400 },
    )
    for (const what of EVERYTHING) expect(seen[what], what).toBeGreaterThan(50)
  })

  it('a run ends with every event accounted for, and the metrics say what happened', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios({ outages: true, provisioned: true }), async (input) => {
        const { ledger, result } = await run(input)
        const { total } = result
        expect(result.complete).toBe(true)
        expect([total.received, total.succeeded, sum(total.dropped), total.pending]).toEqual([
          ledger.received,
          ledger.succeeded,
          ledger.dropped,
          0,
        ])
        for (const each of [...Object.values(result.functions), total]) {
          expect(each.received).toBe(each.succeeded + sum(each.dropped))
          expect(each.attempts).toBe(each.succeeded + each.errors)
          expect(each.discarded).toBeLessThanOrEqual(sum(each.dropped))
        }
      }),
      { seed: 12, numRuns: 150 },
    )
  })

  it('the same seed gives the same bytes, and another seed other ones', async () => {
    let different = 0
    await fc.assert(
      fc.asyncProperty(scenarios({ outages: true, provisioned: true }), async (input) => {
        const bytes = JSON.stringify((await run(input)).result)
        expect(JSON.stringify((await run(input)).result)).toBe(bytes)
        const other = await run({ ...input, seed: input.seed! + 1 })
        if (JSON.stringify({ ...other.result, seed: input.seed }) !== bytes) different++
      }),
      { seed: 13, numRuns: 100 },
    )
    expect(different).toBeGreaterThan(50)
  })
})
