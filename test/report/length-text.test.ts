import { expect, test } from 'vitest'
import { changedPaths, lengthText } from '../../src/report/length-text.ts'

test('a length is told where all runs have it', () => {
  expect(lengthText(1_800_000)).toBe(' of 30 m')
  expect(lengthText(1_800_000, ['functions.work.timeout'])).toBe(' of 30 m')
  expect(lengthText(1_800_000, ['functions.work.timeout', 'runLength'])).toBe('')
  expect(lengthText(0)).toBe('')
})

test('a change of the length is seen wherever it stands among others', () => {
  const paths = changedPaths('functions.work.timeout=5s, runLength=1m')
  expect(lengthText(1_800_000, paths)).toBe('')
  expect(lengthText(1_800_000, changedPaths(''))).toBe(' of 30 m')
})
