import type { Call } from '../change.ts'
import type { DataPath } from '../source-text.ts'

/** Order within one moment, so that what a call needs is there and reservations never add up to too much. */
const PHASES = {
  /** Functions go first: so a name can be used again, and what they reserved is free. */
  deletion: 0,
  settings: 1,
  /** A version without provisioned concurrency may get that of an alias. */
  unprovision: 2,
  aliases: 3,
  /** Less is provisioned and reserved, then the limit changes, then more is reserved and provisioned. */
  release: 4,
  limit: 5,
  reservation: 6,
  provision: 7,
  /** An alias to which a change gives environments leads to one version until then. */
  weights: 8,
  /** A destination must be there before a config names it. */
  configs: 9,
} as const

export type Phase = keyof typeof PHASES

/** A call of the control plane, with the place in the file that asks for it. */
export interface Step {
  readonly phase: Phase
  readonly path: DataPath
  readonly call: Call
}

/** What one change does, in calls and in words. */
export class Steps {
  readonly texts: string[] = []
  private readonly all: Step[] = []

  add(phase: Phase, path: DataPath, call: Call): void {
    this.all.push({ phase, path, call })
  }

  say(text: string): void {
    this.texts.push(text)
  }

  /** The calls in the order in which they are made. */
  inOrder(): Step[] {
    return this.all.toSorted((a, b) => PHASES[a.phase] - PHASES[b.phase])
  }
}
