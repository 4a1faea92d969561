import type { Draws } from '../kernel/draws.ts'
import { PURPOSE } from './purpose.ts'

/** The request id of an event, a UUID of version 4: a pure function of the seed and the event's name. */
export function requestId(draws: Draws, name0: number, name1: number): string {
  draws.at(name0, name1, PURPOSE.requestId, 0)
  const digits = Array.from({ length: 4 }, () => (draws.word() >>> 0).toString(16).padStart(8, '0')).join('')
  const variant = (8 + (Number.parseInt(digits[16]!, 16) & 3)).toString(16)
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    variant + digits.slice(17, 20),
    digits.slice(20, 32),
  ].join('-')
}
