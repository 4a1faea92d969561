import fc from 'fast-check'
import { expect, test } from 'vitest'
import { javaNumber } from '../../src/rules/java-number.ts'

test.each([
  [1_789_400_786.443, '1.789400786443E9'],
  [1_789_400_786, '1.789400786E9'],
  [1e9, '1.0E9'],
  [0, '0.0'],
  [12.5, '12.5'],
])('prints %d as Java does: %s', (value, text) => {
  expect(javaNumber(value)).toBe(text)
})

test('loses nothing of a time in seconds', () => {
  fc.assert(
    fc.property(fc.nat(4_000_000_000), fc.nat(999), (seconds, ms) => {
      const value = (seconds * 1000 + ms) / 1000
      expect(JSON.parse(javaNumber(value))).toBe(value)
    }),
    { seed: 6, numRuns: 500 },
  )
})
