import { timeMarks } from '../../report/html/time-mark.ts'
import type { Playback } from '../playback/playback.ts'
import { turnText } from './turn-text.ts'

/** Something that axes of time show: a stretch, such as an outage, or a moment where both ends are the same. */
export interface RunMark {
  /** A letter or number that stands in pictures; empty for none. */
  readonly sign: string
  readonly from: number
  readonly to: number
  readonly text: string
}

/** Outages, changes, and what was done by hand, up to a time. */
export function runMarks({ scenario, setup }: Playback, untilMs: number): RunMark[] {
  // What was turned stands among the changes of the scenario, but for arrivals: those it knows from the start.
  const arrivals = setup.turns
    .filter(({ knob, atMs }) => (knob === 'rate' || knob === 'send') && atMs > 0 && atMs < untilMs)
    .map((turn) => ({ sign: '', from: turn.atMs, to: turn.atMs, text: `${turn.function}: ${turnText(turn)}` }))
  return [...timeMarks(scenario, untilMs), ...arrivals]
}
