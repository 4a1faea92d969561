import type { Engine } from '../engine/engine.ts'
import { ProvisionedCounts } from '../measure/provisioned-counts.ts'
import type { ProvisionedMetrics } from '../measure/provisioned-metrics.ts'
import { gbSeconds, type ProvisionedUse } from '../rules/price.ts'
import type { ProvisionedResult } from './result.ts'

/** What provisioned concurrency was used for, of one function or of all. */
export interface MeasuredProvisioned {
  readonly counts: ProvisionedCounts
  /** Time that environments were there, in use or not, and time that attempts were in them. */
  readonly allocatedMs: number
  readonly busyMs: number
  readonly bill: ProvisionedUse
}

/**
 * @param index of the function in the engine
 * @param untilMs when there are no more arrivals, or the present where that is earlier: from then on the environments are
 * not counted, unless they are still used
 */
export function provisionedUse(
  metrics: ProvisionedMetrics,
  engine: Engine,
  index: number,
  untilMs: number,
): MeasuredProvisioned {
  const counts = metrics.of(index)
  const { ms, mbMs, busyMs } = engine.provisionedUse(engine.functions[index]!, untilMs)
  return {
    counts,
    allocatedMs: ms,
    busyMs,
    bill: { allocatedGbSeconds: gbSeconds(1, mbMs), gbSeconds: counts.gbSeconds },
  }
}

/** The result of one function or of several; undefined for none. */
export function provisionedResult(uses: readonly MeasuredProvisioned[]): ProvisionedResult | undefined {
  if (uses.length === 0) return undefined
  const total = uses.reduce((sum, { counts }) => sum.add(counts), new ProvisionedCounts())
  const allocatedMs = uses.reduce((sum, use) => sum + use.allocatedMs, 0)
  const busyMs = uses.reduce((sum, use) => sum + use.busyMs, 0)
  const { invocations, spillover } = total
  return { invocations, spillover, utilization: allocatedMs > 0 ? busyMs / allocatedMs : 0 }
}
