import type { Draws } from '../kernel/draws.ts'
import { uuid } from '../rules/uuid.ts'
import { PURPOSE } from './purpose.ts'

/** The request id of an event, a UUID of version 4: a pure function of the seed and the event's name. */
export function requestId(draws: Draws, name0: number, name1: number): string {
  draws.at(name0, name1, PURPOSE.requestId, 0)
  return uuid([draws.word(), draws.word(), draws.word(), draws.word()])
}
