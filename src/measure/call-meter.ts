import type { CallObserver, EngineView } from '../engine/ports.ts'
import type { Target } from '../engine/target.ts'
import { SUCCEEDED, SYSTEM_ERROR } from '../rules/outcome.ts'
import { billedMs, gbSeconds } from '../rules/price.ts'
import { CallMetrics } from './call-metrics.ts'
import type { Metrics } from './metrics.ts'

/** Counts and measures synchronous calls for `Metrics`, by function. */
export class CallMeter implements CallObserver {
  private readonly metrics: Metrics
  private readonly functions: (CallMetrics | undefined)[] = []
  private engine!: EngineView

  constructor(metrics: Metrics) {
    this.metrics = metrics
  }

  attach(engine: EngineView): void {
    this.engine = engine
  }

  /** The calls of a function; undefined where there were none. */
  of(functionIndex: number): CallMetrics | undefined {
    return this.functions[functionIndex]
  }

  called(_call: number, target: Target): void {
    this.metrics.roll(1, 0)
    this.for(target).calls++
  }

  refused(_call: number, target: Target): void {
    this.for(target).throttles++
  }

  missed(_call: number, target: Target): void {
    this.for(target).notFound++
  }

  started(_call: number, _attempt: number, target: Target): void {
    this.metrics.noteStart(target.function.index)
  }

  ended(_call: number, attempt: number, target: Target): void {
    this.metrics.roll(0, -1)
    const { attempts, nowMs } = this.engine
    const counts = this.for(target)
    const responseMs = nowMs - attempts.startedMs(attempt)
    counts.busyMs += responseMs
    if (attempts.isCold(attempt)) counts.coldStarts++
    const outcome = attempts.outcome(attempt)
    if (outcome === SYSTEM_ERROR) {
      counts.systemErrors++
      return
    }
    if (outcome === SUCCEEDED) counts.succeeded++
    else counts.errors++
    const durationMs = attempts.durationMs(attempt)
    const memoryMb = target.function.versions[attempts.version(attempt)]?.memoryMb ?? 0
    counts.gbSeconds += gbSeconds(billedMs(attempts.initMs(attempt), durationMs), memoryMb)
    counts.duration.record(durationMs)
    counts.response.record(responseMs)
  }

  private for({ function: { index } }: Target): CallMetrics {
    const known = this.functions[index]
    if (known) return known
    this.metrics.grow()
    const fresh = new CallMetrics()
    this.functions[index] = fresh
    return fresh
  }
}
