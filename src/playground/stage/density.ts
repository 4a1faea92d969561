import type { Playback } from '../playback/playback.ts'
import { backOffShare, retryLane, retryShare } from './wait-scale.ts'

/** Classes of what is left of a wait. */
export const BINS = 48
/** Share of a new count in what is shown, where counts change too fast to be seen. */
const NEW = 0.3

/** How events are spread over the places, where there are too many to be dots, or they are too fast. */
export class Density {
  queue = 0
  running = 0
  /** Events by what is left of their wait: before the first retry, before the second, after a throttle. */
  readonly lanes: readonly [Float32Array, Float32Array, Float32Array]

  constructor({ whereabouts, nowMs }: Playback) {
    this.queue = whereabouts.count('queue')
    this.running = whereabouts.count('running')
    this.lanes = [new Float32Array(BINS), new Float32Array(BINS), new Float32Array(BINS)]
    for (const event of whereabouts.events) {
      const leftMs = (event.untilMs ?? 0) - nowMs
      if (event.place === 'retryWait') {
        const lane = retryLane(event)
        this.lanes[lane][binOf(retryShare(leftMs, lane))]!++
      } else if (event.place === 'backOff') this.lanes[2][binOf(backOffShare(leftMs))]!++
    }
  }

  /** Takes over most of what was shown before, so that a place fills and empties and does not flicker. */
  soften(before: Density): void {
    this.queue += (1 - NEW) * (before.queue - this.queue)
    this.running += (1 - NEW) * (before.running - this.running)
    for (const [place, lane] of this.lanes.entries()) {
      const old = before.lanes[place]!
      for (let bin = 0; bin < BINS; bin++) lane[bin] = lane[bin]! + (1 - NEW) * (old[bin]! - lane[bin]!)
    }
  }
}

function binOf(share: number): number {
  return Math.min(BINS - 1, Math.floor(share * BINS))
}
