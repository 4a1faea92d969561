import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Timelines } from '../../src/measure/timelines.ts'
import { sentencesOf } from '../../src/playground/log/sentence.ts'
import { DecisionLog } from '../../src/playground/playback/decision-log.ts'
import { endText } from '../../src/report/timeline-sentence.ts'
import { takeScenario } from '../../src/scenario/read.ts'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'
import { Simulation } from '../../src/scenario/simulation.ts'
import { scenarios } from '../property/scenarios.ts'

const SEED = 13
/** Events of whose ends something is compared. */
const EVENTS = Array.from({ length: 60 }, (_, place) => place + 1)

/** What the log says of drops, and what the timelines of the same events say, by event. */
async function drops(input: ScenarioInput) {
  const { scenario } = await takeScenario(input)
  const timelines = new Timelines(EVENTS)
  const log = new DecisionLog()
  const simulation = new Simulation(scenario, { observers: [log, ...timelines.observers] })
  const { choices } = simulation.engine
  const said = new Map<number, string>()
  while (!simulation.isDone) {
    const before = log.total
    simulation.advance(simulation.nextMs, 1)
    for (const { event, text } of sentencesOf(log.latest, Math.min(200, log.total - before), scenario, choices))
      if (text.startsWith('dropped as ')) said.set(event!, text.replace(/^dropped as \w+: /, ''))
  }
  const told = EVENTS.flatMap((event) => {
    const timeline = timelines.of(event, choices)
    return timeline?.end && timeline.end.condition !== 'Success'
      ? [[event, endText(timeline.end, timeline)] as const]
      : []
  })
  return { said: [...said].filter(([event]) => event <= EVENTS.length).sort(([a], [b]) => a - b), told }
}

describe(`the log (seed ${SEED})`, () => {
  it('says of each drop what its timeline says', async () => {
    let count = 0
    await fc.assert(
      fc.asyncProperty(scenarios({ outages: true }), async (input) => {
        const { said, told } = await drops(input)
        count += told.length
        expect(said).toEqual(told)
      }),
      { seed: SEED, numRuns: 100 },
    )
    expect(count).toBeGreaterThan(100)
  })

  it('says so of an event whose target is gone, too', async () => {
    const arrivals = [{ at: ['0s'], qualifier: 'live' }]
    const f = {
      versions: { 1: {} },
      aliases: { live: { functionVersion: 1 } },
      arrivals,
      model: { errors: { probability: 1 } },
    }
    const changes = [{ at: '30s', functions: { f: { aliases: { live: null } } } }]
    for (const missingTarget of ['drop', 'attempt'] as const) {
      const { said, told } = await drops({ options: { missingTarget }, functions: { f }, changes } as ScenarioInput)
      expect(told).toHaveLength(1)
      expect(said).toEqual(told)
    }
  })
})
