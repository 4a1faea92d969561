import { expect, test } from 'vitest'
import { defaultLogGroup, logStreamName } from '../../src/rules/log-name.ts'

test('a function writes to a group of its name, and each environment to a stream of its day, version and digits', () => {
  expect(defaultLogGroup('charge')).toBe('/aws/lambda/charge')
  const lastMoment = Date.UTC(2026, 0, 2) - 1
  expect(logStreamName(lastMoment, '3', 'ab')).toBe('2026/01/01/[3]ab')
  expect(logStreamName(lastMoment + 1, '$LATEST', '0')).toBe('2026/01/02/[$LATEST]0')
})
