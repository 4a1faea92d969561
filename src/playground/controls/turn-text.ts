import { formatDuration } from '../../notation/duration.ts'
import { anyKnob } from '../setup/knob.ts'
import type { Turn } from '../setup/setup.ts'
import { DIALS, type DialName, RETRIES, SWITCHES } from './dial-words.ts'

/** What was done, in words: `Age limit: 90 s`. */
export function turnText(turn: Turn): string {
  if (turn.knob === 'outage') return turn.value ? 'outage begins' : 'outage ends'
  if (turn.knob === 'send') return turn.value === 1 ? 'an event sent' : `${turn.value} events sent`
  if (turn.knob === 'retries') return `${RETRIES.label}: ${turn.value}`
  if (turn.knob === 'config')
    return turn.value === null ? 'event-invoke config deleted' : `config: ${JSON.stringify(turn.value)}`
  if (turn.knob === 'onSuccess' || turn.knob === 'onFailure' || turn.knob === 'deadLetter')
    return `${SWITCHES[turn.knob].label}: ${turn.value ? 'on' : 'off'}`
  const { label, text } = DIALS[turn.knob satisfies DialName]
  const value = typeof turn.value === 'number' ? text(turn.value) : anyKnob(turn.knob).format(turn.value)
  return `${label}: ${value}`
}

/** Since when it holds: `the start`, `2m`. */
export function turnTime({ atMs }: Turn): string {
  return atMs === 0 ? 'the start' : briefTime(atMs)
}

/** A time of the run, short: without milliseconds from a second on. */
export function briefTime(atMs: number): string {
  return formatDuration(atMs < 1_000 ? Math.round(atMs) : Math.floor(atMs / 1_000) * 1_000)
}
