import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { EngineView, Observer } from '../../src/engine/ports.ts'
import { takeScenario } from '../../src/scenario/read.ts'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'
import { Simulation } from '../../src/scenario/simulation.ts'
import { scenarios } from './scenarios.ts'

/** How each attempt went, by the event's name and the number of the try. */
class Fates implements Observer {
  readonly byTry = new Map<string, string>()
  private engine!: EngineView

  attach(engine: EngineView): void {
    this.engine = engine
  }

  ended(event: number, attempt: number): void {
    const { attempts, events } = this.engine
    const name = `${events.name0(event)} ${events.name1(event)} ${events.tries(event)}`
    const fate = `${attempts.version(attempt)} ${attempts.outcome(attempt)} ${attempts.durationMs(attempt)}`
    this.byTry.set(name, fate)
  }

  accepted(): void {}
  throttled(): void {}
  missed(): void {}
  started(): void {}
  queued(): void {}
  waiting(): void {}
  finished(): void {}
  delivered(): void {}
  deliveryFailed(): void {}
  discarded(): void {}
}

async function fatesOf(input: ScenarioInput): Promise<ReadonlyMap<string, string>> {
  const { scenario } = await takeScenario(input)
  const fates = new Fates()
  new Simulation(scenario, { observers: [fates], metrics: false }).run()
  return fates.byTry
}

interface Change {
  readonly retries: number
  readonly ageS: number
  readonly reserved: number
  readonly queueing: 'backoff' | 'fifo'
  readonly jitter: 'none' | 'recorded'
}

const change: fc.Arbitrary<Change> = fc.record({
  retries: fc.integer({ min: 0, max: 2 }),
  ageS: fc.constantFrom(60, 300, 21_600),
  reserved: fc.constantFrom(1, 2, 10),
  queueing: fc.constantFrom('backoff', 'fifo'),
  jitter: fc.constantFrom('none', 'recorded'),
})

/** The scenario with another config and other concurrency; what fails, and how long it runs, stays as it is. */
function changed(input: ScenarioInput, { retries, ageS, reserved, queueing, jitter }: Change): ScenarioInput {
  const functions = Object.entries(input.functions!).map(([name, each]) => {
    const eventInvokeConfig = {
      ...each.eventInvokeConfig,
      MaximumRetryAttempts: retries,
      MaximumEventAgeInSeconds: ageS,
    }
    return [name, { ...each, eventInvokeConfig, reservedConcurrency: reserved }]
  })
  return {
    ...input,
    account: { concurrency: 100 },
    options: { ...input.options, queueing, jitter },
    functions: Object.fromEntries(functions),
  }
}

it('a change of config, concurrency or queueing changes the fate of no attempt', async () => {
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
