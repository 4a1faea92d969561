import type { Pool } from '../engine/pool.ts'
import type { EngineView } from '../engine/ports.ts'
import { UNRESERVED } from '../rules/decision.ts'

/** Concurrency that a function has for itself, or that functions share. */
export interface Slots {
  /** The function that it is reserved for; undefined for what the account has left for all others. */
  readonly function: string | undefined
  /** Attempts in progress, of events and of calls. */
  readonly running: number
  /** How many there may be, those that idle provisioned environments keep for themselves too. */
  readonly limit: number
}

/** The concurrency that the functions of a run have now, in their order. */
export function slotsOf({ functions }: Pick<EngineView, 'functions'>): Slots[] {
  const found = new Map<Pool, Slots>()
  for (const { name, reserved, pool } of functions) {
    const { running, limit, kept } = pool
    const owner = reserved === UNRESERVED ? undefined : name
    if (!found.has(pool)) found.set(pool, { function: owner, running, limit: limit + kept })
  }
  return [...found.values()]
}
