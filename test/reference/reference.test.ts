import { describe, expect, it } from 'vitest'
import type { Trace } from './input.ts'
import { simulators } from './simulators.ts'
import { vectors } from './vectors.ts'

describe.each(simulators)('the %s', (_, simulate) => {
  it.each(vectors)('$name', ({ input, expected }) => {
    expect(asText(simulate(input))).toEqual(expected)
  })
})

function asText(trace: Trace): string[] {
  return trace.map(({ atMs, event, kind, detail }) => `${atMs / 1_000} #${event} ${kind} ${detail}`.trimEnd())
}
