import { SAME_MS } from '../rules/age.ts'
import { durationText } from './duration.ts'

/** A length of time to the millisecond, without parts that are zero in front: `1 m 00.040 s`, `2 h 00 m 00.001 s`. */
export function exactText(durationMs: number): string {
  const whole = Math.round(durationMs)
  const parts = [Math.floor(whole / 3_600_000), Math.floor(whole / 60_000) % 60] as const
  const seconds = `${String(Math.floor(whole / 1_000) % 60).padStart(2, '0')}.${String(whole % 1_000).padStart(3, '0')} s`
  if (parts[0] > 0) return `${parts[0]} h ${String(parts[1]).padStart(2, '0')} m ${seconds}`
  return parts[1] > 0 ? `${parts[1]} m ${seconds}` : seconds.replace(/^0(?=\d)/, '')
}

/** An age beside the text of its limit, exact enough to tell which is larger. */
export function ageBeside(ageMs: number, limitMs: number): string {
  const text = durationText(ageMs)
  return text === durationText(limitMs) && Math.abs(ageMs - limitMs) > SAME_MS ? exactText(ageMs) : text
}
