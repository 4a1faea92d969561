import { expect, test } from 'vitest'
import { ConditionCounts } from '../../src/measure/condition-counts.ts'
import { Decisions } from '../../src/measure/decisions.ts'
import { slotsOf } from '../../src/measure/slots.ts'
import { Timelines } from '../../src/measure/timelines.ts'
import { readScenario } from '../../src/scenario/read.ts'
import { Simulation } from '../../src/scenario/simulation.ts'

const SCENARIO = `\
seed: 3
runLength: 10m
account: { concurrency: 100 }
functions:
  narrow:
    reservedConcurrency: 1
    eventInvokeConfig:
      MaximumRetryAttempts: 1
      DestinationConfig: { OnFailure: { Destination: "arn:aws:lambda:us-east-1:123456789012:function:next" } }
    deadLetterConfig: { TargetArn: "arn:aws:sqs:us-east-1:123456789012:dead" }
    model: { duration: 1500ms, errors: { probability: 0.5 } }
    arrivals: [{ poisson: { rate: 12/m } }]
  next: { timeout: 60s, model: { duration: 40s } }
  free: { timeout: 60s, model: { duration: 20s }, arrivals: [{ constant: { rate: 6/m } }] }
`

async function simulated(untilMs: number, timelines = new Timelines([])) {
  const { scenario } = await readScenario(SCENARIO, 'decisions.yaml')
  const decisions = new Decisions()
  const conditions = new ConditionCounts()
  const observers = [conditions, ...decisions.observers, ...timelines.observers]
  const simulation = new Simulation(scenario, { observers, onRedrive: decisions.onRedrive })
  while (!simulation.advance(untilMs));
  return { simulation, decisions, conditions }
}

test('each decision is a part of the timeline of its event, and none is left out', async () => {
  const timelines = new Timelines(Array.from({ length: 200 }, (_, place) => place + 1))
  const { simulation, decisions } = await simulated(120_000, timelines)
  const told = decisions.latest(200)
  expect(told.length).toBeGreaterThan(50)
  const { choices, accepted } = simulation.engine
  for (let event = 1; event <= accepted; event++) {
    const whole = timelines.of(event, choices)!
    // What is open in a part may have come to its end in the whole.
    const parts = told.filter((part) => part.event === event)
    const steps = parts.flatMap((part) => part.steps)
    const closed = steps.filter(
      (step) =>
        step.kind !== 'attempt' ||
        step.endMs !== undefined ||
        !steps.some((other) => other.kind === 'attempt' && other.endMs !== undefined && other.atMs === step.atMs),
    )
    expect(closed.toSorted((one, other) => one.atMs - other.atMs)).toEqual(whole.steps)
    expect(parts.every(({ acceptedMs }) => acceptedMs <= whole.acceptedMs || whole.end)).toBe(true)
  }
})

test('only the latest decisions are kept, however long a run is', async () => {
  const { decisions } = await simulated(600_000)
  const told = decisions.latest(1_000)
  expect(told.length).toBe(200)
  expect(decisions.latest(3)).toEqual(told.slice(-3))
})

test('ends are counted by condition, with all who took what was left behind', async () => {
  const { simulation, conditions } = await simulated(3_600_000)
  const { total } = simulation.result()
  const [success, exhausted] = conditions.counts
  expect(success).toEqual({ condition: 'Success', count: total.succeeded, takers: [] })
  expect(exhausted!.count).toBe(total.dropped.RetriesExhausted)
  expect(exhausted!.takers.map(({ side, count }) => [side, count])).toEqual([
    ['onFailure', total.deliveries.onFailure],
    ['deadLetter', total.deliveries.deadLetter],
  ])
  expect(total.deliveries.onFailure).toBeGreaterThan(0)
})

test('slots are those of each function that has its own, and of all others together', async () => {
  const { simulation } = await simulated(105_000)
  const slots = slotsOf(simulation.engine)
  expect(slots.map(({ function: name, limit }) => [name, limit])).toEqual([
    ['narrow', 1],
    [undefined, 99],
  ])
  expect(slots.reduce((sum, { running }) => sum + running, 0)).toBe(simulation.engine.running)
  expect(simulation.engine.running).toBeGreaterThan(1)
})
