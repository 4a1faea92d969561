import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { referenceInput } from '../reference/generate.ts'
import { simulators } from '../reference/simulators.ts'
import { provisionedProperties } from './provisioned-properties.ts'
import { traceProperties } from './trace-properties.ts'

describe.each(simulators)('the %s', (_, simulate) => {
  it.each(Object.entries({ ...traceProperties, ...provisionedProperties }))('%s', (_, property) => {
    fc.assert(
      fc.property(referenceInput, (input) => {
        expect(property(input, simulate(input))).toEqual([])
      }),
      { seed: 2, numRuns: 300 },
    )
  })

  it('gives the same trace for the same input', () => {
    fc.assert(
      fc.property(referenceInput, (input) => {
        expect(simulate(input)).toEqual(simulate(input))
      }),
      { seed: 2, numRuns: 100 },
    )
  })
})
