import type { Distribution } from '../kernel/distributions/index.ts'

/** A span of time: from `fromMs`, included, to `toMs`, excluded. */
export interface Span {
  readonly fromMs: number
  readonly toMs: number
}

/** A span in which attempts fail: all that start in it, or some, at once or after a while. */
export interface Outage extends Span {
  /** Probability that an attempt fails that starts in it, 0 to 1. */
  readonly probability: number
  /** How long an attempt hangs before it fails, in ms; undefined: as long as it would have run. */
  readonly duration: Distribution | undefined
}

/** Whether a moment lies in one of the spans. */
export function isWithin(spans: readonly Span[], ms: number): boolean {
  for (const span of spans) if (ms >= span.fromMs && ms < span.toMs) return true
  return false
}

/**
 * The first outage that fails an attempt, or undefined.
 *
 * @param uniform over (0, 1): one draw for all of them, so that outages on top of each other are as bad as the worst
 */
export function outageAt(outages: readonly Outage[], ms: number, uniform: number): Outage | undefined {
  for (const outage of outages) {
    if (ms >= outage.fromMs && ms < outage.toMs && uniform < outage.probability) return outage
  }
  return undefined
}
