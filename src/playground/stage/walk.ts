import type { Whereabout, Whereabouts } from '../../measure/whereabouts.ts'
import { durationText } from '../../report/duration.ts'
import { countOf } from '../../report/number.ts'
import type { Playback } from '../playback/playback.ts'

/** Ended events that keys walk through, the latest ones. */
const LATELY = 20

const PLACES = {
  queue: 'in the queue',
  running: 'running',
  retryWait: 'waiting for a retry',
  backOff: 'backing off after a throttle',
} as const

/** The event before or after one, among those in flight and those that ended last. @param step 1 or -1 */
export function neighbour(whereabouts: Whereabouts, from: number | undefined, step: number): number | undefined {
  const numbers = [...[...whereabouts.lately].slice(-LATELY), ...whereabouts.events]
    .map(({ number }) => number)
    .toSorted((a, b) => a - b)
  if (numbers.length === 0) return undefined
  if (from === undefined) return step > 0 ? numbers[0] : numbers.at(-1)
  const next = step > 0 ? numbers.find((number) => number > from) : numbers.findLast((number) => number < from)
  return next ?? (step > 0 ? numbers[0] : numbers.at(-1))
}

/** An event in words, for those who hear it. */
export function nameOf({ whereabouts, nowMs }: Playback, number: number): string {
  const event = whereabouts.of(number)
  if (!event) return `event ${number}`
  return `event ${number}, ${stateOf(event, nowMs)}, ${countOf(event.attempts, 'attempt')}`
}

function stateOf({ place, condition, acceptedMs, sinceMs, untilMs }: Whereabout, nowMs: number): string {
  if (place === undefined) return `ended as ${condition} at an age of ${durationText(sinceMs - acceptedMs)}`
  const left = untilMs === undefined ? '' : `, ${durationText(untilMs - nowMs)} left`
  return `${PLACES[place]}${left}, age ${durationText(nowMs - acceptedMs)}`
}
