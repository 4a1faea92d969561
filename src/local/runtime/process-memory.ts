import { readFileSync } from 'node:fs'

const KIB_PER_MB = 1024

/**
 * Memory that a process holds now and held at most, in MB. Undefined where the system does not say: it is gone, or this
 * is not Linux.
 */
export function processMemory(pid: number): { readonly nowMb: number; readonly peakMb: number } | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1')
    return { nowMb: field(status, 'VmRSS'), peakMb: field(status, 'VmHWM') }
  } catch {
    return undefined
  }
}

function field(status: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0) / KIB_PER_MB
}
