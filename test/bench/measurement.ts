import { z } from 'zod'

const count = z.int().nonnegative()

/**
 * What a row prints, as one line of JSON on stdout: the speed, and enough of the result to see that all rows simulate
 * the same thing.
 */
const measurement = z.object({
  /** Events accepted, each simulated to its end. */
  events: count,
  /** Seconds of wall clock for the simulation alone: no start-up, no printing. */
  seconds: z.number().positive(),
  succeeded: count,
  /** Events that ended without success, by condition. */
  dropped: z.record(z.string(), count),
  attempts: count,
  /** Mean age of the event at the start of an attempt. */
  meanAgeMs: z.number().nonnegative(),
  /** Largest resident size of the process, in MB of 1,048,576 bytes. */
  peakMb: z.number().positive(),
})

export type Measurement = z.infer<typeof measurement>

/**
 * Reads what a row printed: its last line that is not empty.
 *
 * @throws Error where that is not the JSON of a measurement, the number of events is not the one asked for, or the
 * ends do not add up to it
 */
export function parseMeasurement(printed: string, events: number): Measurement {
  const line = printed.trimEnd().split('\n').at(-1) ?? ''
  const read = measurement.safeParse(parseJson(line))
  if (!read.success) throw new Error(`expected one line of JSON, came '${line}': ${z.prettifyError(read.error)}`)
  const ended = Object.values(read.data.dropped).reduce((sum, dropped) => sum + dropped, read.data.succeeded)
  if (read.data.events !== events) throw new Error(`expected ${events} events, came ${read.data.events}`)
  if (ended !== events) throw new Error(`expected the ends of ${events} events, came ${ended}`)
  return read.data
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
