import { TimeSeries } from '../../src/measure/time-series.ts'
import type { Report } from '../../src/report/report.ts'
import { PLAIN, UNICODE } from '../../src/report/style.ts'
import { DEFAULT_MODEL_CHOICES } from '../../src/rules/model-choices.ts'
import { DEFAULT_PRICES } from '../../src/rules/price.ts'
import { INSTANT_SUCCESS } from '../../src/scenario/build/model.ts'
import type { FunctionResult, RunResult, Spread } from '../../src/scenario/result.ts'
import type { FaultSpec, FunctionSpec, OutageSpec, Scenario } from '../../src/scenario/scenario.ts'

export const MINUTE = 60_000
export const HOUR = 3_600_000
export const STYLE = { colours: PLAIN, glyphs: UNICODE }

/** A scenario of one function, `checkout`, with what a test changes. */
export function scenarioOf(functions: readonly Partial<FunctionSpec>[], changes: Partial<Scenario> = {}): Scenario {
  return {
    name: 'sample',
    seed: 42,
    startMs: 0,
    runLengthMs: 24 * HOUR,
    warmUpMs: 0,
    account: { id: '123456789012', region: 'us-east-1', concurrency: 1_000 },
    options: DEFAULT_MODEL_CHOICES,
    idleLife: undefined,
    functions: functions.map((spec, place) => ({ ...plainFunction(`f${place}`), ...spec })),
    destinations: [],
    dependencies: [],
    changes: [],
    prices: DEFAULT_PRICES,
    expectations: [],
    ...changes,
  }
}

function plainFunction(name: string): FunctionSpec {
  return {
    name,
    timeoutMs: 30_000,
    memoryMb: 128,
    architecture: 'x86_64',
    reservedConcurrency: undefined,
    recursiveLoop: undefined,
    eventInvokeConfig: undefined,
    deadLetterArn: undefined,
    payload: new TextEncoder().encode('{}'),
    model: INSTANT_SUCCESS,
    versions: [],
    aliases: [],
    arrivals: [],
  }
}

type Errors = FunctionSpec['model']['errors']

/** Outages and other errors of a function's model. Outages fail every attempt, if they do not say otherwise. */
export function modelOf({
  outages = [],
  ...errors
}: Partial<Omit<Errors, 'outages'>> & {
  outages?: readonly (OutageSpec & Partial<FaultSpec>)[]
}): FunctionSpec['model'] {
  const faults = outages.map((outage) => ({ probability: 1, duration: undefined, ...outage }))
  return { ...INSTANT_SUCCESS, errors: { ...INSTANT_SUCCESS.errors, ...errors, outages: faults } }
}

const NO_SPREAD: Spread = { mean: 0, p50: 0, p90: 0, p99: 0, max: 0 }

/** A function's counts: nothing happened, but for what a test says. */
export function resultOf(changes: Partial<FunctionResult> = {}): FunctionResult {
  return {
    received: 0,
    succeeded: 0,
    discarded: 0,
    pending: 0,
    attempts: 0,
    errors: 0,
    throttles: 0,
    systemErrors: 0,
    deliveries: { onSuccess: 0, onFailure: 0, deadLetter: 0 },
    deliveryFailures: 0,
    eventAge: NO_SPREAD,
    completion: NO_SPREAD,
    duration: NO_SPREAD,
    concurrency: { mean: 0, max: 0 },
    backlog: { max: 0, atMs: 0 },
    environments: { mean: 0, max: 0 },
    coldStarts: 0,
    cost: { requests: 0, gbSeconds: 0, usd: 0 },
    ...changes,
    dropped: { ...NO_DROPS, ...changes.dropped },
  }
}

export const NO_DROPS = {
  RetriesExhausted: 0,
  EventAgeExceeded: 0,
  ZeroReservedConcurrency: 0,
  RecursiveInvocation: 0,
}

/** A report on a scenario whose functions came to these results; the first one's stand for the total too. */
export function reportOf(
  scenario: Scenario,
  results: readonly FunctionResult[],
  changes: Partial<RunResult> = {},
  fill: (series: TimeSeries) => void = () => {},
): Report {
  const endedAt = changes.endedAt ?? scenario.runLengthMs
  const series = new TimeSeries()
  series.roll(endedAt, 0, 0)
  fill(series)
  return {
    scenario,
    series,
    file: 'sample.yaml',
    result: {
      version: 1,
      name: scenario.name,
      seed: scenario.seed,
      runLength: scenario.runLengthMs,
      warmUp: scenario.warmUpMs,
      endedAt,
      complete: true,
      total: results[0]!,
      account: { ...scenario.account, reserved: 0, maxConcurrency: 0, maxUnreservedConcurrency: 0 },
      functions: Object.fromEntries(scenario.functions.map(({ name }, place) => [name, results[place]!])),
      expectations: [],
      warnings: [],
      ...changes,
    },
  }
}
