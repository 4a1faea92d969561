import type { Slots } from '../../measure/slots.ts'
import { bar } from '../bar.ts'
import { briefCountText } from '../number.ts'
import type { Style } from '../style.ts'
import type { Piece } from './line.ts'
import type { Stage } from './stage.ts'

/** What runs, and how much may: `20 of 1,000`. */
export function runningText({ slots }: Stage): string {
  const sum = (of: (slots: Slots) => number) => slots.reduce((total, each) => total + of(each), 0)
  return `${briefCountText(sum(({ running }) => running))} of ${briefCountText(sum(({ limit }) => limit))}`
}

/** The events of the queue, one sign each as far as they fit. */
export function queueSigns({ whereabouts }: Stage, columns: number, { glyphs }: Style): Piece {
  return [glyphs.stage.event.repeat(Math.min(columns, whereabouts.count('queue')))]
}

/**
 * The slots: used and free ones where they fit, else a bar. Where several functions have concurrency of their own, it is that
 * which is used most.
 */
export function slotSigns({ slots }: Stage, columns: number, { glyphs }: Style): Piece[] {
  const fullest = slots.toSorted((one, other) => useOf(other) - useOf(one))[0]
  if (!fullest) return []
  const { function: name, running, limit } = fullest
  const colour = running >= limit ? 'yellow' : 'cyan'
  if (slots.length > 1) return [[`${name ?? 'shared'}: ${briefCountText(running)} of ${briefCountText(limit)}`, colour]]
  if (limit > columns) return [[bar(running / limit, columns, glyphs), colour]]
  return [
    [glyphs.stage.used.repeat(running), colour],
    [glyphs.stage.free.repeat(Math.max(0, limit - running)), 'dim'],
  ]
}

/** Says it while attempts fail for an outage, of a function or of what it needs. */
export function outageSign({ nowMs, scenario: { functions, dependencies } }: Stage): Piece[] {
  const outages = [
    ...functions.flatMap(({ model, versions }) => [model, ...versions.map((each) => each.model)]),
    ...dependencies.map(({ outages }) => ({ errors: { outages } })),
  ].flatMap(({ errors }) => errors.outages)
  return outages.some(({ fromMs, toMs }) => nowMs >= fromMs && nowMs < toMs) ? [['  outage', 'red']] : []
}

function useOf({ running, limit }: Slots): number {
  return limit > 0 ? running / limit : running
}
