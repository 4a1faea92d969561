import { expect, it } from 'vitest'
import { runTrial } from '../../../src/testing/checks/trial.ts'

const { setTimeout: timer, Date: clock } = globalThis

it('leaves the clock of the process as it was, also where the harness refuses', async () => {
  const stage = { functions: { work: () => null }, to: 'work' }
  await runTrial(stage, { plan: [], payload: {} })
  expect(globalThis.setTimeout).toBe(timer)
  await expect(runTrial(stage, { plan: [], payload: 1n })).rejects.toThrow()
  expect(globalThis.setTimeout).toBe(timer)
  expect(globalThis.Date).toBe(clock)
})
