import { expect, test } from 'vitest'
import { atMost, rangeViolations, textViolations, validationMessage } from '../../src/rules/constraint.ts'

test('counts one violation in the singular', () => {
  const [violation] = rangeViolations('provisionedConcurrentExecutions', 0, [1, 10])
  expect(validationMessage([violation!])).toBe(
    "1 validation error detected: Value '0' at 'provisionedConcurrentExecutions' failed to satisfy constraint: Member must have value greater than or equal to 1",
  )
})

test('joins several violations with semicolons', () => {
  const violations = ['a', 'b'].map((member) => ({ value: 3, member, constraint: atMost(2) }))
  expect(validationMessage(violations)).toBe(
    "2 validation errors detected: Value '3' at 'a' failed to satisfy constraint: Member must have value less than or equal to 2; Value '3' at 'b' failed to satisfy constraint: Member must have value less than or equal to 2",
  )
})

test('allows both ends of a range, and a value that is not given', () => {
  for (const value of [0, 2, undefined, null]) expect(rangeViolations('m', value, [0, 2])).toEqual([])
  for (const value of [-1, 3, Number.NaN]) expect(rangeViolations('m', value, [0, 2])).toHaveLength(1)
})

test('matches a pattern against the whole text, alternatives included', () => {
  const shape = { length: [1, 4], pattern: 'ab|[0-9]+' } as const
  for (const text of ['ab', '12', '1234']) expect(textViolations('m', text, shape)).toEqual([])
  for (const text of ['abc', 'xab', '1a']) expect(textViolations('m', text, shape)).toHaveLength(1)
  expect(textViolations('m', '', shape).map((violation) => violation.constraint)).toEqual([
    'Member must satisfy regular expression pattern: ab|[0-9]+',
    'Member must have length greater than or equal to 1',
  ])
})
