import type { DropCondition } from '../rules/condition.ts'
import { FUNCTION_ERROR_DELAYS_MS } from '../rules/limits.ts'
import type { OutageSpec } from '../scenario/scenario.ts'
import { type Stretch, wholeInside } from './concentration.ts'
import { agreed, type Dropper } from './droppers.ts'
import type { Report } from './report.ts'

/** Events that had all of their attempts in one outage. */
export interface CertainOutage {
  readonly outage: OutageSpec
  readonly stretch: Stretch
  /** Retries that each of them had. */
  readonly retries: number
}

/**
 * Events that certainly had every attempt in one outage. An event that is not throttled starts at once and then 60 s
 * and 120 s after the attempt before has failed; so if it arrives early enough in an outage, no attempt of it can
 * have come after. Cold starts are longer than measured durations: as many events as there were are left out.
 */
export function certainlyInOutage(
  { scenario, series }: Report,
  condition: DropCondition,
  droppers: readonly Dropper[],
  counts: Float64Array,
): CertainOutage | undefined {
  const [dropper] = droppers
  const retries = agreed(droppers, ({ config }) => config.maximumRetries)
  const { queueing, jitter, queueLatencyMs } = scenario.options
  if (condition !== 'RetriesExhausted' || droppers.length !== 1 || retries === undefined || !dropper) return undefined
  if (queueing !== 'backoff' || jitter !== 'none' || dropper.isChanged) return undefined
  if (dropper.spec.versions.length > 0) return undefined
  const { throttles, systemErrors, duration, coldStarts } = dropper.result
  if (throttles > 0 || systemErrors > 0) return undefined
  const waits = FUNCTION_ERROR_DELAYS_MS.slice(0, retries).reduce<number>((sum, waitMs) => sum + waitMs, 0)
  const latestMs = queueLatencyMs + waits + retries * duration.max
  let best: CertainOutage | undefined
  for (const outage of dropper.spec.model.errors.outages) {
    if (outage.probability < 1) continue
    const inside = wholeInside(counts, series.arrivals.periodMs, outage.fromMs, outage.toMs - latestMs)
    const stretch = { ...inside, count: Math.max(0, inside.count - coldStarts) }
    if (!best || stretch.count > best.stretch.count) best = { outage, stretch, retries }
  }
  return best
}
