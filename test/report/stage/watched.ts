import { ConditionCounts } from '../../../src/measure/condition-counts.ts'
import { Decisions } from '../../../src/measure/decisions.ts'
import { slotsOf } from '../../../src/measure/slots.ts'
import { Whereabouts } from '../../../src/measure/whereabouts.ts'
import type { Stage } from '../../../src/report/stage/stage.ts'
import { readScenario } from '../../../src/scenario/read.ts'
import { Simulation } from '../../../src/scenario/simulation.ts'

/** Too few slots, an outage of six minutes, and events that are dropped when they are three minutes old. */
export const OUTAGE = `\
name: checkout during an outage
seed: 42
runLength: 30m
functions:
  checkout:
    reservedConcurrency: 5
    eventInvokeConfig:
      MaximumRetryAttempts: 2
      MaximumEventAgeInSeconds: 180
      DestinationConfig:
        OnSuccess: { Destination: "arn:aws:sqs:us-east-1:123456789012:paid" }
        OnFailure: { Destination: "arn:aws:sqs:us-east-1:123456789012:failed" }
    model:
      duration: { lognormal: { p50: 400ms, p99: 2s } }
      errors: { outages: [{ from: 10m, to: 16m }] }
    arrivals: [{ poisson: { rate: 6/s } }]
`

/** A run of a scenario as it stands at a moment, and how many events the engine has accepted. */
export async function stageAt(
  scenarioText: string,
  atMs: number,
  changes: Partial<Stage> = {},
): Promise<Stage & { accepted: number }> {
  const { scenario } = await readScenario(scenarioText, 'watched.yaml')
  const whereabouts = new Whereabouts()
  const conditions = new ConditionCounts()
  const decisions = new Decisions()
  const { observers, onRedrive } = decisions
  const simulation = new Simulation(scenario, { observers: [whereabouts, conditions, ...observers], onRedrive })
  while (!simulation.advance(atMs));
  const { engine, metrics, nextMs, isDone } = simulation
  metrics.close()
  return {
    scenario,
    nowMs: engine.nowMs,
    nextMs,
    isOver: isDone,
    isPlaying: true,
    speed: 20,
    isBehind: false,
    hasKeys: true,
    whereabouts,
    conditions,
    slots: slotsOf(engine),
    series: metrics.series,
    decisions,
    accepted: engine.accepted,
    ...changes,
  }
}
