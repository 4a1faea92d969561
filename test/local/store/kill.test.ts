import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openStore } from '../../../src/local/store/endpoint-store.ts'
import { testFolder } from './folder.ts'
import { PLACE } from './incarnation.ts'

const VICTIM = join(import.meta.dirname, 'victim.ts')

/** Runs a process on a store until it has told of so many events, and kills it. @returns their request ids */
async function live(path: string, events: number): Promise<string[]> {
  const mode = events === Number.POSITIVE_INFINITY ? 'finish' : 'accept'
  const child = spawn(process.execPath, [VICTIM, path, mode], { stdio: ['ignore', 'pipe', 'inherit'] })
  let told = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    told += text
    if (told.split('\n').length > events) child.kill('SIGKILL')
  })
  const end = await new Promise((resolve) => child.on('close', (code, signal) => resolve(signal ?? code)))
  expect(end).toBe(mode === 'finish' ? 0 : 'SIGKILL')
  // The last line may have been cut off.
  return told.split('\n').slice(0, -1)
}

test('a process that is killed again and again loses no event that it has told of, and ends none twice', async () => {
  const path = join(testFolder(), 'store.db')
  const told: string[] = []
  for (const events of [1, 40, 200, 7, 90]) told.push(...(await live(path, events)))
  await live(path, Number.POSITIVE_INFINITY)
  const store = openStore(path)
  const queue = store.queue(PLACE, { seed: 0, startMs: 0 })
  expect(new Set(told).size).toBe(told.length)
  expect(told.length).toBeGreaterThan(300)
  const ends = told.map((id) => queue.endsOf(id).length)
  expect(ends.filter((count) => count !== 1)).toEqual([])
  store.close()
})
