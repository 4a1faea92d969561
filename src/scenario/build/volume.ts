import type { ArrivalSpec, BatchSpec, RateProfile } from '../arrival-spec.ts'
import { meanBurstRate } from '../arrivals/burst-pieces.ts'
import { ProfilePieces } from '../arrivals/profile-pieces.ts'
import { buildDistribution } from '../distribution.ts'
import { ONCE, playings, recordedLengthMs, replayEndMs } from '../replay.ts'
import { extentOf } from '../trace.ts'

const DAY_MS = 86_400_000

/** When the last event of a source can arrive at the latest: `Infinity` where nothing but a run length ends it. */
export function lastArrivalMs(source: ArrivalSpec): number {
  const { untilMs } = source
  switch (source.kind) {
    case 'at':
      return source.timesMs.reduce((last, timeMs) => Math.max(last, timeMs), 0)
    case 'batch':
      if ('everyMs' in source.begins) return untilMs
      return source.begins.timesMs.reduce((last, timeMs) => Math.max(last, timeMs + source.overMs), 0)
    case 'bursts':
      return source.states.some(({ ratePerMs }) => ratePerMs > 0) ? untilMs : 0
    case 'perMinute':
    case 'recorded':
      return Math.min(untilMs, traceEndMs(source)!)
    default:
      return Math.min(untilMs, rateEndMs(source.ratePerMs))
  }
}

/** When the trace of a source ends; `Infinity` where it is played without end, undefined for other sources. */
export function traceEndMs(source: ArrivalSpec): number | undefined {
  if (source.kind === 'perMinute') return replayEndMs(extentOf(source.trace).endMs, source.replay ?? ONCE)
  if (source.kind === 'recorded') return replayEndMs(recordedLengthMs(source.rows), source.replay ?? ONCE)
  return undefined
}

/** Events of a source within a run, on average; about, where a trace is cut or a calendar begins in the middle. */
export function expectedEvents(source: ArrivalSpec): number {
  const { fromMs, untilMs } = source
  const lengthMs = Math.max(0, untilMs - fromMs)
  switch (source.kind) {
    case 'at':
      return source.timesMs.length
    case 'batch':
      return buildDistribution(source.size).mean * batches(source.begins, lengthMs)
    case 'bursts':
      return meanBurstRate(source.states) * lengthMs
    case 'perMinute':
    case 'recorded': {
      const events = source.kind === 'perMinute' ? extentOf(source.trace).events : source.rows.timesMs.length
      const replay = source.replay ?? ONCE
      return events * replay.scale * playings(replay, untilMs)
    }
    default:
      return eventsAt(source.ratePerMs, fromMs, fromMs + lengthMs)
  }
}

function batches(begins: BatchSpec['begins'], lengthMs: number): number {
  return 'timesMs' in begins ? begins.timesMs.length : Math.ceil(lengthMs / begins.everyMs)
}

/** From when on a rate is 0 for good; `Infinity` for never. */
function rateEndMs(rate: number | RateProfile): number {
  if (typeof rate === 'number') return rate === 0 ? 0 : Number.POSITIVE_INFINITY
  const { points, cycle } = rate
  if (points.every(({ ratePerMs }) => ratePerMs === 0)) return 0
  const last = points.at(-1)!
  return cycle.kind === 'none' && last.ratePerMs === 0 ? last.atMs : Number.POSITIVE_INFINITY
}

function eventsAt(rate: number | RateProfile, fromMs: number, untilMs: number): number {
  if (typeof rate === 'number') return rate * (untilMs - fromMs)
  const { cycle } = rate
  if (cycle.kind === 'none') return area(rate, fromMs, untilMs)
  const cycleMs = cycle.kind === 'every' ? cycle.everyMs : cycle.days * DAY_MS
  const lengthMs = untilMs - fromMs
  return lengthMs <= cycleMs ? area(rate, fromMs, untilMs) : (area(rate, fromMs, fromMs + cycleMs) * lengthMs) / cycleMs
}

/** The area under a rate that varies, piece by piece. */
function area(profile: RateProfile, fromMs: number, untilMs: number): number {
  if (untilMs === Number.POSITIVE_INFINITY) return untilMs
  let events = 0
  for (const pieces = new ProfilePieces(profile, fromMs); pieces.fromMs < untilMs; pieces.next()) {
    const [start, end] = [Math.max(pieces.fromMs, fromMs), Math.min(pieces.toMs, untilMs)]
    if (end <= start) continue
    const slope = (pieces.endRatePerMs - pieces.startRatePerMs) / (pieces.toMs - pieces.fromMs)
    const middle = (start + end) / 2 - pieces.fromMs
    events += (pieces.startRatePerMs + slope * middle) * (end - start)
  }
  return events
}
