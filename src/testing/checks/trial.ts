import { harness } from '../harness.ts'
import type { FunctionOptions, HarnessOptions } from '../harness-options.ts'
import type { TestedEvent } from '../tested-event.ts'
import type { Case } from './search.ts'
import type { Witness } from './witness.ts'

/** Functions by name, as a harness takes them. */
export type Functions = NonNullable<HarnessOptions['functions']>

/** What a trial runs on. */
export interface Stage {
  readonly functions: Functions
  /** Where the event goes. */
  readonly to: string
  /** The harness's start. Default: the harness's own. */
  readonly start?: string
}

/** Sends one event with what goes wrong with it to a harness of its own, until nothing is due any more. */
export async function runTrial({ functions, to, start }: Stage, { plan, payload }: Case): Promise<TestedEvent> {
  const lambda = harness({ functions, ...(start !== undefined && { start }) })
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

/** A function of which a witness sees all runs. */
export function watched(written: Functions[string], witness: Witness): FunctionOptions {
  const { versions, ...rest } = longForm(written)
  const published = Object.entries(versions ?? {}).map(([number, version]) => [
    number,
    version.handler ? { ...version, handler: witness.watch(version.handler) } : version,
  ])
  return {
    ...rest,
    handler: witness.watch(rest.handler),
    ...(versions && { versions: Object.fromEntries(published) }),
  }
}
