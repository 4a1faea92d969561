import { expect, test } from 'vitest'
import { permissionStatement } from '../../src/rules/permission.ts'

const permission = { StatementId: 's', Action: 'lambda:InvokeFunction' }

test.each([
  ['*', '*'],
  ['123456789012', { AWS: 'arn:aws:iam::123456789012:root' }],
  ['arn:aws:iam::123456789012:role/r', { AWS: 'arn:aws:iam::123456789012:role/r' }],
  ['s3.amazonaws.com', { Service: 's3.amazonaws.com' }],
])('names its principal as IAM does: %s', (Principal, expected) => {
  expect(permissionStatement({ ...permission, Principal }, 'arn').Principal).toEqual(expected)
})

test('has a condition for each thing that narrows it, and none without', () => {
  const narrow = { Principal: '*', SourceArn: 'a', SourceAccount: '1', EventSourceToken: 't', PrincipalOrgID: 'o' }
  expect(permissionStatement({ ...permission, ...narrow }, 'arn').Condition).toEqual({
    StringEquals: { 'AWS:SourceAccount': '1', 'lambda:EventSourceToken': 't', 'aws:PrincipalOrgID': 'o' },
    ArnLike: { 'AWS:SourceArn': 'a' },
  })
  expect(permissionStatement({ ...permission, Principal: '*' }, 'arn')).not.toHaveProperty('Condition')
})
