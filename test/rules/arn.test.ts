import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatArn, functionArn, parseArn, partitionOf } from '../../src/rules/arn.ts'

test('takes an ARN apart, with the colons of its resource', () => {
  expect(parseArn('arn:aws:lambda:us-east-1:123456789012:function:f:live')).toEqual({
    partition: 'aws',
    service: 'lambda',
    region: 'us-east-1',
    account: '123456789012',
    resource: 'function:f:live',
  })
  expect(parseArn('arn:aws:s3:::bucket')).toMatchObject({ region: '', account: '', resource: 'bucket' })
})

test.each([
  '',
  'f',
  'arn:aws:sqs',
  'arn:aws:sqs:us-east-1:123456789012',
  'arn:aws:sqs:us-east-1:123456789012:',
  'arn::sqs:r:a:q',
  'urn:aws:sqs:r:a:q',
])('reads no ARN from %j', (text) => {
  expect(parseArn(text)).toBeUndefined()
})

test('gives back every ARN that it took apart', () => {
  const word = fc.stringMatching(/^[a-z0-9-]{1,12}$/)
  const maybe = fc.option(word, { nil: '' })
  const resource = fc.stringMatching(/^[a-zA-Z0-9:/$-]{1,30}$/)
  const arns = fc.record({ partition: word, service: word, region: maybe, account: maybe, resource })
  fc.assert(
    fc.property(arns, (arn) => {
      expect(parseArn(formatArn(arn))).toEqual(arn)
    }),
    { seed: 1 },
  )
})

test('builds the ARN of a function in the partition of its region', () => {
  const account = '123456789012'
  expect(functionArn({ region: 'us-east-1', account }, 'f')).toBe('arn:aws:lambda:us-east-1:123456789012:function:f')
  expect(functionArn({ region: 'cn-north-1', account }, 'f', '$LATEST')).toBe(
    'arn:aws-cn:lambda:cn-north-1:123456789012:function:f:$LATEST',
  )
})

test.each([
  ['eu-west-2', 'aws'],
  ['us-gov-west-1', 'aws-us-gov'],
  ['us-iso-east-1', 'aws-iso'],
  ['us-isob-east-1', 'aws-iso-b'],
  ['eusc-de-east-1', 'aws-eusc'],
])('%s lies in the partition %s', (region, partition) => {
  expect(partitionOf(region)).toBe(partition)
})
