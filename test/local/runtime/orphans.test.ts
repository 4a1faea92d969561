import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Reaper } from '../../../src/local/runtime/reaper.ts'
import { RuntimeProcess } from '../../../src/local/runtime/runtime-process.ts'
import { isAlive } from './attempts.ts'

const FIXTURE = join(import.meta.dirname, 'fixture')
const NODE_BOOTSTRAP = join(import.meta.dirname, '../../../src/local/runtime/bootstrap/node.ts')

test('when the endpoint is killed, no process and no file of it is left', async () => {
  const endpoint = spawn(process.execPath, [join(FIXTURE, 'endpoint.ts')], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void endpoint.kill('SIGKILL'))
  const told = await new Promise<string>((resolve) =>
    endpoint.stdout.once('data', (data: Buffer) => resolve(String(data))),
  )
  const { pids, folder } = JSON.parse(told) as { pids: number[]; folder: string }
  expect([pids.map(isAlive), existsSync(folder)]).toEqual([[true, true, true], true])
  endpoint.kill('SIGKILL')
  const left = () => [pids.map(isAlive), existsSync(dirname(folder))]
  await vi.waitFor(() => expect(left()).toEqual([[false, false, false], false]), 5_000)
})

test('a Node process that misses its Runtime API ends by itself', async () => {
  const nobody = { began: () => {}, ended: () => {} } as unknown as Reaper
  const launch = {
    command: [process.execPath, NODE_BOOTSTRAP, join(FIXTURE, 'handlers.ts'), 'count'] as const,
    folder: FIXTURE,
    variables: {},
    memoryMb: 256,
  }
  const started = await RuntimeProcess.start(launch, nobody)
  onTestFinished(() => started.kill())
  await started.api.polled
  started.api.close()
  expect(await started.ended).toEqual({ end: { exitStatus: 1 } })
})
