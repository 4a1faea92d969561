import { Draws } from '../kernel/draws.ts'
import { DepthSeries } from '../measure/depth-series.ts'
import type { TargetMetrics } from '../measure/target-metrics.ts'
import { type Consumer, RateConsumer, WorkingConsumer } from '../models/consumer.ts'
import { Sink } from '../models/sink.ts'
import type { TargetModel } from '../models/target-model.ts'
import type { TargetChangeSpec } from './change.ts'
import { buildDistribution, poolRow } from './distribution.ts'
import type { DestinationResult } from './result.ts'
import type { ConsumerSpec, DeliveryErrorsSpec, Scenario } from './scenario.ts'

/** The targets of a scenario while it runs: when they fail, and the queues behind them. */
export class Targets {
  /** By ARN: those that the scenario says something about. */
  readonly models = new Map<string, TargetModel>()
  /** Queues by ARN, and how many messages waited in them over time. */
  readonly sinks = new Map<string, Sink>()
  readonly depths = new Map<string, DepthSeries>()
  private readonly scenario: Scenario

  constructor(scenario: Scenario) {
    this.scenario = scenario
    for (const spec of scenario.destinations) {
      const { arn, queue } = spec
      if (queue) {
        const depth = new DepthSeries()
        this.depths.set(arn, depth)
        this.sinks.set(arn, new Sink(queue.retentionMs, consumerOf(queue.consumer, arn, scenario.seed), depth))
      }
      this.models.set(arn, { ...errorsOf(spec), sink: this.sinks.get(arn) })
    }
    // One that only a change speaks of takes everything until then.
    for (const { arn } of scenario.changes.flatMap(({ destinations }) => destinations)) {
      if (!this.models.has(arn)) this.models.set(arn, { ...NO_ERRORS, sink: undefined })
    }
  }

  /** Lets a target fail as the change says from now on. */
  change(change: TargetChangeSpec): void {
    Object.assign(this.models.get(change.arn)!, errorsOf(change))
  }

  /** Lets the queues catch up with what has happened until then. */
  advance(nowMs: number): void {
    for (const sink of this.sinks.values()) sink.advance(nowMs)
  }

  /** Closes the series of depths at the end of the run. */
  close(nowMs: number): void {
    this.advance(nowMs)
    for (const depth of this.depths.values()) depth.close(nowMs)
  }

  /** What came to each target of the scenario until then, by ARN. */
  results(metrics: TargetMetrics, nowMs: number): Record<string, DestinationResult> {
    return Object.fromEntries(
      this.scenario.destinations.map(({ arn }): [string, DestinationResult] => {
        const { received, failed } = metrics.of(arn)
        const sink = this.sinks.get(arn)
        return [arn, { received, failed, ...(sink && queueResult(sink, nowMs)) }]
      }),
    )
  }
}

const NO_ERRORS = { isDown: false, errorProbability: 0, outages: [] }

function errorsOf({ isDown, probability, outages }: DeliveryErrorsSpec) {
  return { isDown, errorProbability: probability, outages }
}

/** A queue holds messages of the warm-up too: all of them count. */
function queueResult(sink: Sink, nowMs: number): Omit<DestinationResult, 'failed'> {
  const { received, consumed, redriven, expired, depth, maxDepth, maxDepthAtMs } = sink
  return {
    received,
    consumed,
    redriven,
    expired,
    depth: { max: maxDepth, atMs: maxDepthAtMs, end: depth },
    age: sink.waits(nowMs),
  }
}

function consumerOf(spec: ConsumerSpec | undefined, arn: string, seed: number): Consumer | undefined {
  if (spec === undefined) return undefined
  if (spec.kind === 'rate') return new RateConsumer(spec.ratePerMs, spec)
  const duration = buildDistribution(poolRow(spec.duration, arn, seed))
  return new WorkingConsumer(spec.concurrency, duration, spec, new Draws(seed))
}
