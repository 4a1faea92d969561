import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ROOT } from '../../source-file.ts'
import { ROLE, START_MS, TestEndpoint, ZIP } from './endpoint.ts'
import { clientEnvironment, isInstalled, output } from './installed.ts'
import { onSocket } from './socket.ts'

const isThere = isInstalled('python3', '-c', 'import boto3')
const FUNCTION = 'arn:aws:lambda:us-east-1:123456789012:function:f'

describe.skipIf(!isThere)(isThere ? 'boto3' : 'boto3 (not installed here)', () => {
  test('keeps functions and configs through their lives, waits, and turns pages', async () => {
    const endpoint = new TestEndpoint()
    const folder = mkdtempSync(join(tmpdir(), 'asyncinvoke-boto3-'))
    writeFileSync(join(folder, 'f.zip'), ZIP)
    const socket = await onSocket(endpoint)
    const script = join(ROOT, 'test/local/api/boto3-lifecycle.py')
    const text = await output('python3', [script, join(folder, 'f.zip'), ROLE], clientEnvironment(socket.url))
    await socket.close()
    rmSync(folder, { recursive: true })
    expect(text).toMatch(/^\{/)
    expect(JSON.parse(text)).toEqual({
      created: 'Pending',
      again: [409, 'ResourceConflictException', 'Function already exist: f'],
      put: [
        expect.stringMatching(/^2026-09-14T\d\d:46:26\.443/),
        { OnSuccess: {}, OnFailure: {} },
        ['DestinationConfig', 'FunctionArn', 'LastModified', 'MaximumEventAgeInSeconds', 'MaximumRetryAttempts'],
      ],
      updated: [0, 60],
      replaced: false,
      pages: [['$LATEST', '1', '2'], ['3']],
      event: [202, '00000000-0000-4000-8000-000000000001'],
      call: [200, '1', { a: 1 }],
      deleted: [404, 'ResourceNotFoundException', `The function ${FUNCTION}:$LATEST doesn't have an EventInvokeConfig`],
      age: [
        400,
        'ValidationException',
        "1 validation error detected: Value '21601' at 'maximumEventAgeInSeconds' failed to satisfy constraint: Member must have value less than or equal to 21600",
      ],
      missing: [404, 'ResourceNotFoundException', `Function not found: ${FUNCTION.replace(/f$/, 'nope')}:$LATEST`],
      unsupported: [501, 'NotImplementedException', 'asyncinvoke does not support ListLayers.'],
      gone: [404, 'ResourceNotFoundException', `Function not found: ${FUNCTION}`],
    })
    expect(START_MS).toBe(endpoint.nowMs)
  })
})
