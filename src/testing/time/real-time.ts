import process from 'node:process'
import { original, timers } from './platform.ts'

// The platform's own, taken before a test's fake timers can stand in their place.
const setImmediate = original(timers.setImmediate)
const setTimeout = original(timers.setTimeout)
const readNs = process.hrtime.bigint.bind(process.hrtime)

/** Resources of the process that tell of no input or output: what waits in them is known otherwise. */
const NO_IO: readonly string[] = ['Immediate', 'Timeout', 'TickObject', 'Microtask']

/** Real milliseconds from some moment on. */
export function realNowMs(): number {
  return Number(readNs()) / 1e6
}

/** A turn of the real event loop: what was ready before it has run when it is over, and all that followed at once. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}

/** Waits in real time. */
export function nap(lengthMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, lengthMs)
  })
}

/** How many resources of this process wait for input or output now: sockets, files, look-ups, other threads. */
export function activeIo(): number {
  let count = 0
  for (const resource of process.getActiveResourcesInfo()) if (!NO_IO.includes(resource)) count++
  return count
}
