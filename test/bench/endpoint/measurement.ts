import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { NOTHING } from './nothing.ts'

/** What the load has seen. */
export interface Measurement {
  /** Events that were answered with 202. */
  readonly accepted: number
  readonly ratePerS: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly maxMs: number
  /** How often something else was answered, by its status or error. */
  readonly others: Readonly<Record<string, number>>
}

export interface Load {
  readonly connections: number
  readonly seconds: number
  readonly events?: number
}

/** Puts an address under load, from a process of its own. */
export async function measure(
  address: string,
  { connections, seconds, events = Infinity }: Load,
): Promise<Measurement> {
  const load = [join(import.meta.dirname, 'load.ts'), address, NOTHING, connections, seconds, events].map(String)
  const { stdout } = await promisify(execFile)(process.execPath, load)
  return JSON.parse(stdout)
}
