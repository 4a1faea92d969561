import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { pythonFor } from '../../../src/local/runtime/python.ts'
import { archive, running } from './attempts.ts'

test('where no Python is installed, a Python function says so', async () => {
  process.env.PATH = ''
  const { outcome, value } = await running(
    archive({ 'app.py': '' }, { handler: 'app.handler', runtime: 'python3.13' }),
  )()
  expect([outcome, value]).toMatchObject([
    'error',
    {
      errorType: 'Runtime.CannotRun',
      errorMessage: 'expected python3.13 or python3 on the search path for the runtime python3.13; found neither',
    },
  ])
})

test.each(['python3.13-config', 'python', 'python3.1313'])(
  'a runtime that is no version of Python starts no program of its name: %s',
  async (name) => {
    const folder = mkdtempSync(join(tmpdir(), 'asyncinvoke-test-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    process.env.PATH = folder
    writeFileSync(join(folder, name), `#!/bin/sh\n: > ${folder}/started\n`, { mode: 0o755 })
    await expect(pythonFor(name)).rejects.toThrow(`expected ${name} or python3 on the search path`)
    expect(existsSync(join(folder, 'started'))).toBe(false)
  },
)
