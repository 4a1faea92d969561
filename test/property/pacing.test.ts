import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Journal } from '../../src/measure/journal.ts'
import { PLACES, Whereabouts } from '../../src/measure/whereabouts.ts'
import { takeScenario } from '../../src/scenario/read.ts'
import { Simulation } from '../../src/scenario/simulation.ts'
import { scenarios } from './scenarios.ts'

const SEED = 7
/** How far each pause is from the one before, in milliseconds, and how much may happen before it pauses of its own. */
const pauses = fc.array(fc.integer({ min: 0, max: 200_000 }), { maxLength: 20 })

async function paced(input: Parameters<typeof takeScenario>[0], gapsMs: readonly number[], look?: (at: Paced) => void) {
  const { scenario } = await takeScenario(input)
  const journal = new Journal()
  const whereabouts = new Whereabouts()
  const simulation = new Simulation(scenario, { observers: [journal, whereabouts] })
  let untilMs = 0
  for (const gapMs of gapsMs) {
    untilMs += gapMs
    while (!simulation.advance(untilMs, 7)) look?.({ simulation, whereabouts })
    look?.({ simulation, whereabouts })
  }
  const stoodMs = simulation.engine.nowMs
  return { untilMs, stoodMs, lines: simulation.run() && journal.lines(), whereabouts, simulation }
}

interface Paced {
  readonly simulation: Simulation
  readonly whereabouts: Whereabouts
}

describe(`a run that is shown as it goes (seed ${SEED})`, () => {
  it('is the same to the last line wherever it pauses, and its clock stands where it was asked to, or at the end', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios({ outages: true }), pauses, async (input, gapsMs) => {
        const { untilMs, stoodMs, lines, simulation } = await paced(input, gapsMs)
        expect(lines).toEqual((await paced(input, [])).lines)
        expect(stoodMs).toBe(Math.min(untilMs, simulation.engine.nowMs))
      }),
      { seed: SEED, numRuns: 100 },
    )
  })

  it('has every event in flight at one place, as many as the engine has', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios({ outages: true }), pauses, async (input, gapsMs) => {
        const { whereabouts, simulation } = await paced(input, gapsMs, (at) => {
          const { engine } = at.simulation
          const calls = engine.functions.reduce((sum, each) => sum + each.calls, 0)
          expect(PLACES.reduce((sum, place) => sum + at.whereabouts.count(place), 0)).toBe(engine.pending - calls)
          expect(at.whereabouts.size).toBe(engine.pending - calls)
          expect(at.whereabouts.count('running')).toBe(engine.running - calls)
          for (const { place, sinceMs, untilMs, acceptedMs } of at.whereabouts.events) {
            expect(sinceMs).toBeGreaterThanOrEqual(acceptedMs)
            if (place === 'retryWait' || place === 'backOff') expect(untilMs).toBeGreaterThan(sinceMs)
            if (place === 'running') expect(untilMs).toBeUndefined()
          }
        })
        const { total } = simulation.result()
        expect(whereabouts.size).toBe(0)
        expect(whereabouts.ends).toMatchObject({
          succeeded: total.succeeded,
          taken: total.deliveries,
          discarded: total.discarded,
        })
      }),
      { seed: SEED, numRuns: 100 },
    )
  })
})
