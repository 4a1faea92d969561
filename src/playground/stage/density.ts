import type { Playback } from '../playback/playback.ts'
import { backOffShare, retryLane, retryShare } from './wait-scale.ts'

/** Classes of what is left of a wait. */
export const BINS = 48
/** How events are spread over the places, where there are too many to be dots. */
export class Density {
  readonly queue: number
  readonly running: number
  /** Events by what is left of their wait: before the first retry, before the second, after a throttle. */
  readonly lanes: readonly [Uint32Array, Uint32Array, Uint32Array]

  constructor({ whereabouts, nowMs }: Playback) {
    this.queue = whereabouts.count('queue')
    this.running = whereabouts.count('running')
    this.lanes = [new Uint32Array(BINS), new Uint32Array(BINS), new Uint32Array(BINS)]
    for (const event of whereabouts.events) {
      const leftMs = (event.untilMs ?? 0) - nowMs
      if (event.place === 'retryWait') {
        const lane = retryLane(event)
        this.lanes[lane][binOf(retryShare(leftMs, lane))]!++
      } else if (event.place === 'backOff') this.lanes[2][binOf(backOffShare(leftMs))]!++
    }
  }
}

function binOf(share: number): number {
  return Math.min(BINS - 1, Math.floor(share * BINS))
}
