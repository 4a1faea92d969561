import { engineTrace } from './engine-trace.ts'
import type { ReferenceInput, Trace } from './input.ts'
import { referenceTrace } from './reference.ts'

/** Everything that must keep the same promises, by name. */
export const simulators: [name: string, simulate: (input: ReferenceInput) => Trace][] = [
  ['reference', referenceTrace],
  ['engine', engineTrace],
]
