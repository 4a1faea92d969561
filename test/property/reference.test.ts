import fc from 'fast-check'
import { expect, it } from 'vitest'
import { engineTrace } from '../reference/engine-trace.ts'
import { referenceInput } from '../reference/generate.ts'
import { referenceTrace } from '../reference/reference.ts'

it('the engine and the naive reference tell the same story of random scenarios', () => {
  fc.assert(
    fc.property(referenceInput, (input) => {
      expect(engineTrace(input)).toEqual(referenceTrace(input))
    }),
    { seed: 1, numRuns: 600 },
  )
})
