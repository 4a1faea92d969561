import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { valueCode } from '../../../src/testing/checks/value-code.ts'

/** What code is when it is run. */
function evaluated(code: string): unknown {
  return new Function(`'use strict'; return (${code})`)()
}

describe('the code of a value', () => {
  it('is the same value when it is run', () => {
    const values = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withSparseArray: true,
    })
    fc.assert(
      fc.property(values, (value) => {
        expect(evaluated(valueCode(value))).toStrictEqual(value)
      }),
      { numRuns: 2_000, seed: 251665940 },
    )
  })

  it('is what a person would write', () => {
    expect(valueCode({ order: 7, lines: ['a', "it's"], note: undefined })).toBe(
      `{ order: 7, lines: [ 'a', "it's" ], note: undefined }`,
    )
    expect(valueCode(new Map([['a', 1]]))).toBe('new Map([["a",1]])')
  })
})
