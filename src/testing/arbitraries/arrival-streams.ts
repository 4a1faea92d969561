import fc from 'fast-check'
import type { TestedEvent } from '../events/tested-event.ts'
import { type Duration, milliseconds } from '../faults/fault.ts'
import type { Harness } from '../harness/harness.ts'

/** When an event is sent, and with what. */
export interface Arrival {
  /** Milliseconds from the beginning of the stream. */
  readonly atMs: number
  readonly payload: unknown
}

export interface ArrivalStreamOptions {
  /** Events at most. Default: 10. */
  readonly most?: number | undefined
  /** All arrive within this time. Default: 10 m. */
  readonly within?: Duration | undefined
  /** Default: `{ order: N }`, with the number of the event in its stream from 1. */
  readonly payloads?: fc.Arbitrary<unknown> | undefined
}

const DEFAULT_MOST = 10
const DEFAULT_WITHIN_MS = 600_000

/**
 * Streams of events in order of their arrival: at once, close together, and far apart. Shrinks to fewer events that come earlier.
 *
 * @throws RangeError for a number of events below 1, or a bad duration
 */
export function arrivalStreams(options: ArrivalStreamOptions = {}): fc.Arbitrary<readonly Arrival[]> {
  const { most = DEFAULT_MOST, payloads } = options
  const withinMs = milliseconds(options.within ?? DEFAULT_WITHIN_MS)
  if (!(Number.isInteger(most) && most >= 1))
    throw new RangeError(`arrivalStreams: expected most to be a whole number from 1 on, got ${most}`)
  const gapMs = fc.oneof(
    { withCrossShrink: true },
    fc.constant(0),
    fc.nat(Math.ceil(withinMs / 100)),
    fc.nat(Math.ceil(withinMs / 3)),
  )
  const arrival = fc.record({ gapMs, payload: payloads ?? fc.constant(undefined) })
  return fc.array(arrival, { maxLength: most, size: 'max' }).map((drawn) => {
    let atMs = 0
    return drawn.flatMap(({ gapMs, payload }, index): Arrival[] => {
      atMs += gapMs
      return atMs > withinMs ? [] : [{ atMs, payload: payloads ? payload : { order: index + 1 } }]
    })
  })
}

/**
 * Sends the events of a stream to a function, each at its time, counted from now.
 *
 * @param name of the function, or `name:qualifier`
 * @returns the events, in order; those that came early may have ended
 */
export async function sendArrivals(lambda: Harness, name: string, stream: readonly Arrival[]): Promise<TestedEvent[]> {
  const startMs = lambda.elapsedMs
  const events: TestedEvent[] = []
  for (const { atMs, payload } of stream) {
    const waitMs = startMs + atMs - lambda.elapsedMs
    if (waitMs > 0) await lambda.advance(waitMs)
    events.push(await lambda.invoke(name, payload))
  }
  return events
}
