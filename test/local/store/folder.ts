import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** A folder for the files of a test, which is gone after it. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'asyncinvoke-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
