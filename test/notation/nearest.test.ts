import { expect, test } from 'vitest'
import { nearestName, suggestName } from '../../src/notation/nearest.ts'

test.each([
  ['runLenght', 'runLength'],
  ['RUNLENGTH', 'runLength'],
  ['timout', 'timeout'],
  ['memori', 'memory'],
  ['run', 'runLength'],
  ['ru', undefined],
  ['xyz', undefined],
])('%s was probably meant to be %s', (written, name) => {
  expect(nearestName(written, ['runLength', 'timeout', 'memory'])).toBe(name)
})

test('where no name is near, the names themselves are listed as far as they fit', () => {
  expect(suggestName('zzz', ['alpha', 'beta'])).toBe('; known here: alpha, beta')
  expect(suggestName('alpa', ['alpha', 'beta'])).toBe('; did you mean "alpha"?')
  expect(suggestName('zzz', [])).toBe('')
  const many = Array.from({ length: 20 }, (_, index) => `name${index}`)
  expect(suggestName('zzz', many)).toMatch(/name11 and 8 more$/)
})
