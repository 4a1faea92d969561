import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { isPromise } from '../../src/rules/handler-promise.ts'

const withThen = (then: unknown) => Object.fromEntries([['then', then]])

test('a handler answers by what has a then, of whatever realm, and by nothing else', () => {
  const promises = [Promise.resolve(), runInNewContext('Promise.resolve()'), withThen(() => {})]
  expect(promises.every(isPromise)).toBe(true)
  expect([undefined, null, 0, 'then', {}, withThen(true), () => {}].some(isPromise)).toBe(false)
})
