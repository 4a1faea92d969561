import { describe, expect, test } from 'vitest'
import { detailViolations, environmentRefusal } from '../../src/rules/function-detail-refusal.ts'
import { changedDetails, DEFAULT_DETAILS } from '../../src/rules/function-details.ts'

const LAMBDA_ROLE = 'arn:aws:iam::123456789012:role/service/r'

describe('the settings of a function', () => {
  test('stay as they were where a request says nothing', () => {
    const before = changedDetails(DEFAULT_DETAILS, {
      Description: 'd',
      Runtime: 'nodejs24.x',
      Role: LAMBDA_ROLE,
      Environment: { Variables: { A_B: 'c' } },
      VpcConfig: { SubnetIds: ['s'] },
      LoggingConfig: { LogFormat: 'JSON' },
      KMSKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/k',
    })
    expect(changedDetails(before, {})).toEqual(before)
    expect(changedDetails(before, { Environment: {}, KMSKeyArn: '' })).toEqual({
      ...before,
      Environment: { Variables: {} },
      KMSKeyArn: null,
    })
  })

  test('have levels of logs in JSON only', () => {
    const json = changedDetails(DEFAULT_DETAILS, { LoggingConfig: { LogFormat: 'JSON', SystemLogLevel: 'WARN' } })
    expect(json.LoggingConfig).toMatchObject({ ApplicationLogLevel: 'INFO', SystemLogLevel: 'WARN' })
    const text = changedDetails(json, { LoggingConfig: { LogFormat: 'Text' } })
    expect(text.LoggingConfig).toMatchObject({ ApplicationLogLevel: null, SystemLogLevel: null })
  })

  test('must be what Lambda’s model says, all of them at once', () => {
    const violations = detailViolations({
      Role: 'r',
      Handler: 'a b',
      Description: 'd'.repeat(257),
      EphemeralStorage: { Size: 511 },
      TracingConfig: { Mode: 'On' },
      Environment: { Variables: { '=': 'x' } },
    })
    expect(violations.map(({ member }) => member)).toEqual([
      'role',
      'handler',
      'description',
      'environment.variables',
      'tracingConfig.mode',
      'ephemeralStorage.size',
    ])
    expect(detailViolations({ Role: LAMBDA_ROLE, Handler: 'index.handler', Description: '', KMSKeyArn: '' })).toEqual(
      [],
    )
  })

  test('have 4 KB of variables at most, and none of the platform’s own', () => {
    const variables = (bytes: number) => ({
      Environment: { Variables: { AB: 'x'.repeat(bytes - '{"AB":""}'.length) } },
    })
    expect(environmentRefusal(variables(4_096))).toBeUndefined()
    expect(environmentRefusal(variables(4_097))).toMatch(/exceeded the 4KB limit\. String measured: \{"AB":"x+"\}$/)
    expect(environmentRefusal({ Environment: { Variables: { AWS_REGION: '', _HANDLER: '' } } })).toMatch(
      /Reserved keys used in this request: AWS_REGION, _HANDLER$/,
    )
  })
})
