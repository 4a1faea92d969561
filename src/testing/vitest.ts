/** The matchers for vitest: importing this file adds them to its `expect`, in a test or as one of its `setupFiles`. */
import { expect } from 'vitest'
import type { EventMatchers } from './judgements/event-matchers.ts'
import { toBeIdempotentUnderRetry } from './judgements/idempotence-matcher.ts'
import { matchers } from './judgements/matchers.ts'
// As a setup file it comes before all modules of a test: what they take out of the platform is in virtual time too.
import './time/virtual-globals.ts'

expect.extend({ ...matchers, toBeIdempotentUnderRetry })

declare module 'vitest' {
  // The parameters must be as vitest declares them.
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> extends EventMatchers<R, T> {}
}

export type { EventMatchers }
