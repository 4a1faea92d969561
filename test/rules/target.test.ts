import { expect, test } from 'vitest'
import { parseTarget, targetKind } from '../../src/rules/target.ts'

const at = { partition: 'aws', region: 'us-east-1', account: '123456789012', qualifier: undefined, fifo: false }

test.each([
  ['arn:aws:sqs:us-east-1:123456789012:q', { ...at, kind: 'sqs', name: 'q' }],
  ['arn:aws:sqs:us-east-1:123456789012:q.fifo', { ...at, kind: 'sqs', name: 'q.fifo', fifo: true }],
  ['arn:aws:sns:us-east-1:123456789012:t.fifo', { ...at, kind: 'sns', name: 't.fifo', fifo: true }],
  ['arn:aws:lambda:us-east-1:123456789012:function:f', { ...at, kind: 'lambda', name: 'f' }],
  ['arn:aws:lambda:us-east-1:123456789012:function:f:1', { ...at, kind: 'lambda', name: 'f', qualifier: '1' }],
  ['arn:aws:events:us-east-1:123456789012:event-bus/b', { ...at, kind: 'events', name: 'b' }],
  ['arn:aws:s3:::my.bucket', { ...at, kind: 's3', name: 'my.bucket', region: '', account: '' }],
])('reads the target %s', (arn, target) => {
  expect(parseTarget(arn)).toEqual({ ...target, arn })
})

test.each([
  'arn:aws:kinesis:us-east-1:123456789012:stream/s',
  'kafka://topic',
  'f',
  'arn:aws:lambda:us-east-1:123456789012:function',
  'arn:aws:sqs:us-east-1:123456789012:q:r',
])('reads no target from %s', (arn) => {
  expect(parseTarget(arn)).toBeUndefined()
})

test('knows the kind of a target whose resource is malformed', () => {
  expect(targetKind('arn:aws:sqs:us-east-1:123456789012:a/b')).toBe('sqs')
  expect(targetKind('arn:aws:iam::123456789012:role/r')).toBeUndefined()
})
