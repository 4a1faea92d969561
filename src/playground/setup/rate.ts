import { formatDuration, parseDuration } from '../../notation/duration.ts'
import { parseRate } from '../../notation/rate.ts'
import type { WrittenArrival, WrittenFunction } from './written.ts'

type Rated = { readonly poisson?: { rate: unknown }; readonly constant?: { rate: unknown } }

/** Events a second of the first source that has a rate, at a time; undefined where there is none, or it varies otherwise. */
export function ratePerS(written: WrittenFunction, atMs = 0): number | undefined {
  const place = ratedPlace(written)
  if (place < 0) return undefined
  const steps = stepsOf(rateOf(written.arrivals![place]!))
  const [, rate] = steps.findLast(([fromMs]) => fromMs <= atMs) ?? steps[0]!
  return parseRate(rate) * 1_000
}

/** The function with another rate of that source from a time on; what came before stays as it is. */
export function withRate(written: WrittenFunction, perS: number, fromMs: number): WrittenFunction {
  const place = ratedPlace(written)
  if (place < 0) return written
  const source = written.arrivals![place]!
  const kept = stepsOf(rateOf(source)).filter(([startMs]) => startMs < fromMs)
  const steps = Object.fromEntries(
    [...kept, [fromMs, `${perS}/s`] as const].map(([startMs, rate]) => [formatDuration(startMs), rate]),
  )
  const form = 'poisson' in source && source.poisson !== undefined ? 'poisson' : 'constant'
  const turned = { ...source, [form]: { rate: { steps } } } as WrittenArrival
  return { ...written, arrivals: written.arrivals!.with(place, turned) }
}

function ratedPlace({ arrivals = [] }: WrittenFunction): number {
  return arrivals.findIndex((source) => {
    const rate = rateOf(source)
    return typeof rate === 'string' || (isRecord(rate) && isRecord(rate.steps) && Object.keys(rate).length === 1)
  })
}

function rateOf(source: WrittenArrival): unknown {
  const { poisson, constant } = source as Rated
  return (poisson ?? constant)?.rate
}

/** A rate that is always the same is one step. */
function stepsOf(rate: unknown): (readonly [fromMs: number, rate: string])[] {
  if (!isRecord(rate)) return [[0, String(rate)]]
  const steps = Object.entries(rate.steps as Record<string, string>)
  return steps.map(([from, each]) => [parseDuration(from), each] as const).toSorted(([a], [b]) => a - b)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
