import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import {
  exitError,
  marshalError,
  responseTooLargeError,
  thrownError,
  thrownObject,
  timeoutError,
} from '../../src/rules/error-object.ts'

const id = '6f1e1c3a-0000-4000-8000-000000000001'

test.each([
  [
    'a timeout names its seconds with two decimals',
    timeoutError(id, 3000),
    `{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: ${id} Error: Task timed out after 3.00 seconds"}`,
  ],
  [
    'an exit without a reason says so',
    exitError(id),
    `{"errorType":"Runtime.ExitError","errorMessage":"RequestId: ${id} Error: Runtime exited without providing a reason"}`,
  ],
  [
    'an exit names its status',
    exitError(id, { exitStatus: 127 }),
    `{"errorType":"Runtime.ExitError","errorMessage":"RequestId: ${id} Error: Runtime exited with error: exit status 127"}`,
  ],
  [
    'an exit names its signal',
    exitError(id, { signal: 'killed' }),
    `{"errorType":"Runtime.ExitError","errorMessage":"RequestId: ${id} Error: Runtime exited with error: signal: killed"}`,
  ],
  [
    'a response too large names the limit',
    responseTooLargeError(),
    '{"errorType":"Function.ResponseSizeTooLarge","errorMessage":"Response payload size exceeded maximum allowed payload size (6291556 bytes)."}',
  ],
  [
    'a response that JSON cannot hold has its type',
    marshalError('Unable to stringify response body'),
    '{"errorType":"Runtime.MarshalError","errorMessage":"Unable to stringify response body"}',
  ],
  [
    'a thrown error stands as Node.js reports it',
    thrownError('TypeError', 'x is "y"', ['TypeError: x is "y"', '    at handler']),
    '{"errorType":"TypeError","errorMessage":"x is \\"y\\"","trace":["TypeError: x is \\"y\\"","    at handler"]}',
  ],
])('%s', (_promise, text, expected) => {
  expect(text).toBe(expected)
})

test.each<[string, unknown, object]>([
  [
    'an error by its name, message and stack',
    Object.assign(new RangeError('x'), { stack: 'a\nb' }),
    { errorType: 'RangeError', errorMessage: 'x', trace: ['a', 'b'] },
  ],
  [
    'an error without a stack by an empty trace',
    Object.assign(new Error('x'), { stack: '' }),
    { errorType: 'Error', errorMessage: 'x', trace: [] },
  ],
  ['a text by the name of its type', 'no stock', { errorType: 'string', errorMessage: 'no stock', trace: [] }],
  ['nothing at all', undefined, { errorType: 'undefined', errorMessage: 'undefined', trace: [] }],
])('the runtime reports %s', (_, thrown, expected) => {
  const { errorType, text } = thrownObject(thrown)
  expect(JSON.parse(text)).toEqual(expected)
  expect(errorType).toBe(JSON.parse(text).errorType)
})

test('an error of another realm is an error', () => {
  const foreign = runInNewContext("Object.assign(new TypeError('far away'), { stack: '' })")
  expect(JSON.parse(thrownObject(foreign).text)).toMatchObject({ errorType: 'TypeError', errorMessage: 'far away' })
})
