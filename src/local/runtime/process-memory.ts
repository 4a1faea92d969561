import { readFileSync } from 'node:fs'

const KIB_PER_MB = 1024

/** In MB. */
export interface ProcessMemory {
  /** What it holds of its own, without the pages of programs and libraries that it shares with others. */
  readonly ownMb: number
  /** The most that it has held, those included. */
  readonly peakMb: number
}

/** The memory of a process. Undefined where the system does not say: it is gone, or this is not Linux. */
export function processMemory(pid: number): ProcessMemory | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1')
    return { ownMb: field(status, 'RssAnon') + field(status, 'RssShmem'), peakMb: field(status, 'VmHWM') }
  } catch {
    return undefined
  }
}

function field(status: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0) / KIB_PER_MB
}
