import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { FunctionSource } from '../../../src/local/runtime/function-source.ts'
import { archive, running } from './attempts.ts'

const json = (value: unknown) => Buffer.from(JSON.stringify(value))
const folder = join(import.meta.dirname, 'fixture')
const command = (...more: string[]): FunctionSource => ({
  kind: 'command',
  command: [process.execPath, join(folder, 'custom-runtime.mjs')],
  folder,
  ...(more[0] !== undefined && { handler: more[0] }),
})

test('a command that polls the Runtime API runs the events', async () => {
  const run = running(command())
  const { outcome, value, lines } = await run({ payload: json({ order: 7 }), traceId: 'Root=1' })
  expect([outcome, value]).toEqual(['success', { event: { order: 7 }, trace: 'Root=1' }])
  expect(lines).toContain(`root ${folder} execution undefined`)
  const failed = await run({ payload: json({ fails: true }) })
  expect([failed.outcome, failed.value]).toEqual(['error', { errorType: 'Mine.Failed', errorMessage: 'as asked' }])
  expect(failed.lines.at(-1)).not.toContain('Status')
})

test('a runtime that reports an error of its start is a function error', async () => {
  const { outcome, value, lines } = await running(command('broken'))()
  expect([outcome, value]).toEqual(['error', { errorType: 'Mine.NoHandler', errorMessage: 'broken' }])
  expect(lines.at(-1)).toContain('Status: error\tError Type: Mine.NoHandler')
})

test('a runtime that answers and asks for no more events is ended at the timeout; its answer counts', async () => {
  const run = running(command())
  await run()
  const answered = await run({ payload: json({ stops: true }), timeoutMs: 800 })
  expect(answered.outcome).toBe('success')
  expect((await run()).outcome).toBe('success')
})

test('a command that is not there ends with status 127', async () => {
  const { outcome, value } = await running({ kind: 'command', command: ['asyncinvoke-nonesuch'], folder })()
  expect([outcome, value]).toMatchObject(['error', { errorMessage: expect.stringContaining('exit status 127') }])
})

const SHELL = `#!/bin/sh
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
while true; do
  event=$(curl -sS -D "$TMPDIR/headers" "$api/next")
  id=$(grep -i Lambda-Runtime-Aws-Request-Id "$TMPDIR/headers" | tr -d '[:space:]' | cut -d: -f2)
  curl -sS -d "{\\"handler\\":\\"$_HANDLER\\",\\"event\\":$event}" "$api/$id/response" > "$TMPDIR/answer"
done
`

const hasCurl = (() => {
  try {
    execFileSync('curl', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

test.skipIf(!hasCurl)('an archive of a custom runtime runs its bootstrap', async () => {
  const run = running(archive({ bootstrap: SHELL }, { runtime: 'provided.al2023', handler: 'my.handler' }))
  const { outcome, value } = await run({ payload: json({ a: 1 }) })
  expect([outcome, value]).toEqual(['success', { handler: 'my.handler', event: { a: 1 } }])
})
