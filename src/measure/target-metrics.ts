import type { EndedEvent } from '../engine/ended-event.ts'
import { Metrics } from './metrics.ts'

/** Messages for one target. */
export interface TargetCounts {
  /** Messages that it took. */
  received: number
  /** Messages that were given up. */
  failed: number
}

/** Metrics that also count what each target took: for scenarios that ask for it, since it costs a look-up a message. */
export class TargetMetrics extends Metrics {
  private readonly counts = new Map<string, TargetCounts>()

  override delivered(ended: EndedEvent, side: number, arn: string): void {
    super.delivered(ended, side, arn)
    this.of(arn).received++
  }

  override deliveryFailed(ended: EndedEvent, side: number, arn: string): void {
    super.deliveryFailed(ended, side, arn)
    this.of(arn).failed++
  }

  /** Counts of a target, by ARN. */
  of(arn: string): TargetCounts {
    let counts = this.counts.get(arn)
    if (counts === undefined) {
      counts = { received: 0, failed: 0 }
      this.counts.set(arn, counts)
    }
    return counts
  }
}
