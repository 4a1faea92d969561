import { createHook, type HookCallbacks } from 'node:async_hooks'
import { presentAttempt } from './attempt-clock.ts'

/** What is over within the present turn of the event loop, or is counted otherwise. */
const PASSING: readonly string[] = ['PROMISE', 'TickObject', 'Microtask', 'Immediate']

// Newer versions of Node.js tell of promises only who asks for it, and there are many; older ones leave the setting unread.
const callbacks: HookCallbacks & { readonly trackPromises: boolean } = {
  init: (_id, kind) => {
    if (!PASSING.includes(kind)) presentAttempt()?.work.add(kind)
  },
  trackPromises: false,
}
const hook = createHook(callbacks)

/**
 * Lets attempts know what their code begins in real time from now on: of work in other threads (`scrypt`, `gzip`) and on
 * connections that were open before, the process shows nothing else.
 */
export function watchWork(): void {
  hook.enable()
}
