import { Engine } from '../engine/engine.ts'
import type { Observer } from '../engine/ports.ts'
import { AfterWarmUp } from '../measure/after-warm-up.ts'
import { Metrics } from '../measure/metrics.ts'
import { Observers } from '../measure/observers.ts'
import { ProvisionedMetrics } from '../measure/provisioned-metrics.ts'
import { TargetMetrics } from '../measure/target-metrics.ts'
import type { TimeSeries } from '../measure/time-series.ts'
import { ModelInvoker } from '../models/model-invoker.ts'
import { type SideEffects, totalEffects } from '../models/side-effects.ts'
import { ModelDeliverer } from '../models/target-model.ts'
import { costUsd } from '../rules/price.ts'
import { controlPlaneOf } from './account.ts'
import { buildDistribution, poolRow } from './distribution.ts'
import { documentHead } from './document-head.ts'
import { evaluateExpectations } from './expectation.ts'
import { countEffects, modelsOf, mustSeeEnds, specsOf } from './models.ts'
import { provisionedFunctions } from './provisioned.ts'
import { provisionedResult, provisionedUse } from './provisioned-use.ts'
import { Reception } from './reception.ts'
import { type ChangeResult, type FunctionUse, functionResult, type RunResult } from './result.ts'
import type { Scenario } from './scenario.ts'
import { type RedriveListener, Script } from './script.ts'
import { Targets } from './targets.ts'

/** Actions that one `step` is meant to run: some ten milliseconds of work. */
const STEP_EVENTS = 50_000

export interface SimulationOptions {
  /** Further observers: records, a journal, the feed. */
  readonly observers?: readonly Observer[]
  /** Whether to count and measure. Default true; without it there is no result. */
  readonly metrics?: boolean
  /** Arrivals after which no more come, though the run length be longer. Default: all. */
  readonly arrivals?: number
  /** Is told of what queues send back. */
  readonly onRedrive?: RedriveListener | undefined
}

/** A scenario on its way through the engine, in steps, so that whoever drives it can stop, show progress or go on. */
export class Simulation {
  readonly scenario: Scenario
  readonly engine: Engine
  readonly metrics: Metrics
  private readonly provisioned = new ProvisionedMetrics()
  /** Names of the functions that have provisioned concurrency at some time. */
  private readonly provisionedFunctions: ReadonlySet<string>
  /** What changes, and what is sent back. */
  private readonly script: Script
  private readonly endpoints: Targets
  /** Undefined where no attempt fails after its side effect. */
  private readonly sideEffects: SideEffects | undefined
  private readonly reception: Reception

  constructor(scenario: Scenario, options: SimulationOptions = {}) {
    this.scenario = scenario
    this.metrics = scenario.destinations.length > 0 ? new TargetMetrics() : new Metrics()
    this.provisionedFunctions = provisionedFunctions(scenario)
    const measures = this.provisionedFunctions.size > 0 ? new Observers([this.metrics, this.provisioned]) : this.metrics
    const warmUp = options.metrics !== false && scenario.warmUpMs > 0 ? new AfterWarmUp(measures) : undefined
    const specs = specsOf(scenario)
    const invoker = new ModelInvoker(modelsOf(scenario, specs))
    const { sideEffects } = invoker.course
    this.sideEffects = countEffects(scenario) ? sideEffects : undefined
    const observers = [
      ...(options.metrics === false ? [] : [warmUp ?? measures]),
      ...(mustSeeEnds(scenario) ? [invoker.course] : []),
      ...(options.observers ?? []),
    ]
    const { account } = scenario
    const controlPlane = controlPlaneOf(scenario)
    this.endpoints = new Targets(scenario)
    this.engine = new Engine({
      controlPlane,
      invoker,
      deliverer: new ModelDeliverer(this.endpoints.models),
      observer: observers.length > 1 ? new Observers(observers) : observers[0],
      choices: scenario.options,
      idleLife: scenario.idleLife && buildDistribution(poolRow(scenario.idleLife, '', scenario.seed)),
      seed: scenario.seed,
      startMs: scenario.startMs,
      place: { account: account.id, region: account.region },
    })
    if (warmUp) {
      sideEffects.countFrom(Number.POSITIVE_INFINITY)
      this.engine.plan(scenario.warmUpMs, () => {
        warmUp.end(this.engine.accepted)
        sideEffects.countFrom(this.engine.accepted + 1)
        this.metrics.begin()
        this.engine.countEnvironments()
      })
    }
    const { engine, endpoints: targets } = this
    const { onRedrive } = options
    this.script = new Script({ scenario, engine, controlPlane, invoker, specs, targets, onRedrive })
    this.reception = new Reception(scenario, engine, this.script, options.arrivals ?? Number.POSITIVE_INFINITY)
  }

  /** Whether every event has ended. */
  get isDone(): boolean {
    const { engine, reception, script } = this
    const nextMs = Math.min(reception.nextMs, engine.nextDueMs())
    return nextMs === Number.POSITIVE_INFINITY && !script.timetable.isWanted
  }

  /** Share of the run that is behind, 0 to 1: by time while events arrive, by events ended afterwards. */
  get progress(): number {
    const { engine, scenario } = this
    if (this.isDone) return 1
    const arrived = scenario.runLengthMs > 0 ? Math.min(1, engine.nowMs / scenario.runLengthMs) : 1
    const ended = engine.accepted > 0 ? Math.max(0, 1 - engine.pending / engine.accepted) : 1
    return arrived * ended
  }

  /** When something happens next: an arrival, a change or an action of the engine. Infinity: nothing will. */
  get nextMs(): number {
    return Math.min(this.reception.nextMs, this.script.timetable.nextMs, this.engine.nextDueMs())
  }

  /** Runs a part of what is left: about as much as fits between two frames. */
  step(): void {
    if (this.reception.nextMs !== Number.POSITIVE_INFINITY) this.reception.receive(STEP_EVENTS)
    else this.drain()
  }

  /**
   * Runs what happens until then, and lets the clock stand there, or where the run is over at its end: for whoever shows the
   * run as it goes.
   *
   * @param most moments at which something happens, after which it pauses
   * @returns whether it got there
   */
  advance(untilMs: number, most = STEP_EVENTS): boolean {
    const { engine, script } = this
    for (let left = most; left > 0; left--) {
      const nextMs = this.nextMs
      if (nextMs > untilMs) {
        if (!this.isDone) engine.approach(untilMs)
        return true
      }
      const isScripted = script.timetable.nextMs === nextMs
      // A change after the last event keeps no run going.
      if (isScripted && this.isDone) return true
      if (isScripted) script.timetable.step(engine)
      else if (engine.nextDueMs() === nextMs) engine.advance(nextMs)
      else this.reception.receive(1)
    }
    return false
  }

  /** From one moment at which something happens to the next, so that the clock stops at the last of them. */
  private drain(): void {
    const { engine, script } = this
    const { timetable } = script
    for (let left = STEP_EVENTS; left > 0; left--) {
      const dueMs = engine.nextDueMs()
      if (dueMs === Number.POSITIVE_INFINITY && !timetable.isWanted) return
      if (timetable.nextMs <= dueMs) timetable.step(engine)
      else engine.advance(dueMs)
    }
  }

  /** Runs all that is left. */
  run(): this {
    while (!this.isDone) this.step()
    return this
  }

  /** How many messages waited in each queue that the scenario has, over time, by ARN: the column `backlog`. */
  get depths(): ReadonlyMap<string, TimeSeries> {
    return new Map([...this.endpoints.depths].map(([arn, { series }]) => [arn, series]))
  }

  /** What the run has come to so far. */
  result(warnings: readonly string[] = []): RunResult {
    const { engine, metrics, scenario } = this
    metrics.close()
    const elapsedMs = Math.max(engine.nowMs, this.isDone ? scenario.runLengthMs : 0)
    // Before the warm-up is over nothing is counted.
    const countedMs = Math.max(0, elapsedMs - scenario.warmUpMs)
    this.endpoints.close(elapsedMs)
    const measured = metrics.functions
    const provisioned = scenario.functions.map(({ name }, index) =>
      this.provisionedFunctions.has(name)
        ? [provisionedUse(this.provisioned, engine, index, Math.min(elapsedMs, scenario.runLengthMs))]
        : [],
    )
    const uses = scenario.functions.map(({ architecture }, index): FunctionUse => {
      const { requests, gbSeconds } = measured[index]!
      const state = engine.functions[index]!
      const bill = provisioned[index]![0]?.bill
      return {
        usd: costUsd({ requests, gbSeconds, provisioned: bill }, architecture, scenario.prices),
        environmentMs: engine.environmentMs(state, elapsedMs),
        maxEnvironments: state.fleet.max,
        sideEffects: this.sideEffects?.of(index),
        hasCalls: this.reception.hasCalls,
        provisioned: provisionedResult(provisioned[index]!),
      }
    })
    const functions = Object.fromEntries(
      scenario.functions.map(({ name }, index) => [name, functionResult(measured[index]!, countedMs, uses[index]!)]),
    )
    const sum = (of: (use: FunctionUse) => number) => uses.reduce((total, use) => total + of(use), 0)
    const total = functionResult(metrics.total(), countedMs, {
      usd: sum(({ usd }) => usd),
      environmentMs: sum(({ environmentMs }) => environmentMs),
      maxEnvironments: sum(({ maxEnvironments }) => maxEnvironments),
      sideEffects: this.sideEffects && totalEffects(uses.flatMap(({ sideEffects }) => sideEffects ?? [])),
      hasCalls: this.reception.hasCalls,
      provisioned: provisionedResult(provisioned.flat()),
    })
    const { account, changes } = scenario
    const { refused } = this.script
    const destinations = metrics instanceof TargetMetrics ? this.endpoints.results(metrics, elapsedMs) : undefined
    return {
      ...documentHead(scenario),
      endedAt: elapsedMs,
      complete: this.isDone,
      total,
      account: {
        ...account,
        reserved: scenario.functions.reduce((sum, { reservedConcurrency }) => sum + (reservedConcurrency ?? 0), 0),
        maxConcurrency: metrics.maxRunning,
        maxUnreservedConcurrency: metrics.maxUnreserved,
      },
      functions,
      ...(destinations && { destinations }),
      ...(changes.length > 0 && { changes: changesUntil(elapsedMs, changes) }),
      ...(refused > 0 && { refused }),
      expectations: evaluateExpectations(scenario.expectations, { total, functions, destinations }),
      warnings,
    }
  }
}

/** What has changed by then, a line each. */
function changesUntil(nowMs: number, changes: Scenario['changes']): ChangeResult[] {
  return changes.flatMap(({ atMs, texts }) => (atMs <= nowMs ? texts.map((text) => ({ at: atMs, text })) : []))
}
