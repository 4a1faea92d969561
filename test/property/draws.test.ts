import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'
import { fatesOf } from './fates.ts'
import { scenarios } from './scenarios.ts'

interface Change {
  readonly retries: number
  readonly ageS: number
  readonly reserved: number
  readonly provisioned: number
  readonly queueing: 'backoff' | 'fifo'
  readonly jitter: 'none' | 'recorded'
}

const change: fc.Arbitrary<Change> = fc.record({
  retries: fc.integer({ min: 0, max: 2 }),
  ageS: fc.constantFrom(60, 300, 21_600),
  reserved: fc.constantFrom(1, 2, 10),
  provisioned: fc.constantFrom(0, 1, 5),
  queueing: fc.constantFrom('backoff', 'fifo'),
  jitter: fc.constantFrom('none', 'recorded'),
})

/** The scenario with another config and other concurrency; what fails, and how long it runs, stays as it is. */
function changed(
  input: ScenarioInput,
  { retries, ageS, reserved, provisioned, queueing, jitter }: Change,
): ScenarioInput {
  const functions = Object.entries(input.functions!).map(([name, each]) => {
    const eventInvokeConfig = {
      ...each.eventInvokeConfig,
      MaximumRetryAttempts: retries,
      MaximumEventAgeInSeconds: ageS,
    }
    const { provisionedConcurrency: _, ...bare } = each.aliases!.live!
    // Some concurrency is left for all other versions.
    const provisionedConcurrency = Math.min(provisioned, reserved - 1)
    const live = { ...bare, ...(provisionedConcurrency > 0 && { provisionedConcurrency }) }
    return [name, { ...each, eventInvokeConfig, reservedConcurrency: reserved, aliases: { live } }]
  })
  return {
    ...input,
    account: { concurrency: 100 },
    options: { ...input.options, queueing, jitter },
    functions: Object.fromEntries(functions),
  }
}

it('a change of config, concurrency, provisioned or reserved, or queueing changes the fate of no attempt', async () => {
  let [compared, kept] = [0, 0]
  await fc.assert(
    fc.asyncProperty(scenarios({ outages: false }), change, async (input, changeTo) => {
      const [before, after] = [await fatesOf(input), await fatesOf(changed(input, changeTo))]
      for (const [name, fate] of before) {
        const other = after.get(name)
        if (other === undefined) continue
        compared++
        expect(other, name).toBe(fate)
      }
      kept += before.size
    }),
    { seed: 14, numRuns: 150 },
  )
  // Fewer retries and less room leave attempts out, but most that happened before happen again.
  expect(compared).toBeGreaterThan(1_000)
  expect(compared).toBeGreaterThan(kept / 2)
})
