import type { TestedEvent } from '../events/tested-event.ts'
import { harness } from '../harness/harness.ts'
import type { FunctionOptions, HarnessOptions } from '../harness/harness-options.ts'
import type { Case } from './search.ts'

/** Functions by name, as a harness takes them. */
export type Functions = NonNullable<HarnessOptions['functions']>

/** The instant at which a trial begins if nothing else is said, in milliseconds since 1970. */
export const TRIAL_START_MS = Date.UTC(2026, 0, 1)

/** What a trial runs on. */
export interface Stage {
  readonly functions: Functions
  /** Where the event goes. */
  readonly to: string
  /** Default: `TRIAL_START_MS`. */
  readonly startMs?: number | undefined
}

/** Sends one event with what goes wrong with it to a harness of its own, until nothing is due any more. */
export async function runTrial(stage: Stage, { plan, payload }: Case): Promise<TestedEvent> {
  const { functions, to, startMs = TRIAL_START_MS } = stage
  const lambda = harness({ functions, start: new Date(startMs) })
  try {
    const event = await lambda.invoke(to, payload, { faults: plan })
    await lambda.untilIdle()
    return event
  } finally {
    lambda.stop()
  }
}

/** A function of a harness in its long form. */
export function longForm(written: Functions[string]): FunctionOptions {
  return typeof written === 'function' ? { handler: written } : written
}
