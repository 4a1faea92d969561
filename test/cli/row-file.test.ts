import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { RowFile } from '../../src/cli/row-file.ts'
import type { RowHead } from '../../src/cli/row-head.ts'
import type { RunRow } from '../../src/experiment/run-row.ts'
import { directory } from './command.ts'

const HEAD: RowHead = { asyncinvoke: 'run', version: 1, program: 'x', name: 'busy', seed: 7, scenario: '' }
const ROW: RunRow = {
  point: 1,
  replication: 1,
  seed: 7,
  values: {},
  met: [],
  figures: { total: {}, functions: {}, destinations: {} },
}
const synced = vi.spyOn(fs, 'fdatasyncSync')

beforeEach(() => {
  vi.useFakeTimers()
  synced.mockClear()
  syncBuiltinESMExports()
})
afterEach(() => {
  vi.useRealTimers()
})

test('a row is on the disk a second after it was told, whether or not another one follows', () => {
  const rows = new RowFile(join(directory({}), 'rows.jsonl'), HEAD, false)
  vi.advanceTimersByTime(1_000)
  synced.mockClear()
  rows.keeping.onRow(ROW)
  rows.keeping.onRow({ ...ROW, replication: 2 })
  vi.advanceTimersByTime(999)
  expect(synced).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(synced).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(10_000)
  expect(synced).toHaveBeenCalledTimes(1)
  rows.close()
})

test('what keeps a row from the disk is told with the next one', () => {
  const rows = new RowFile(join(directory({}), 'rows.jsonl'), HEAD, false)
  synced.mockImplementationOnce(() => {
    throw Object.assign(new Error('no space'), { code: 'ENOSPC', syscall: 'fdatasync', errno: -28 })
  })
  vi.advanceTimersByTime(1_000)
  expect(() => rows.keeping.onRow(ROW)).toThrow(/^--out .*rows\.jsonl: expected a file that can be written, but /)
  rows.close()
})

test('what keeps the last rows from the disk is told at the end', () => {
  const rows = new RowFile(join(directory({}), 'rows.jsonl'), HEAD, false)
  rows.keeping.onRow(ROW)
  synced.mockImplementationOnce(() => {
    throw Object.assign(new Error('i/o error'), { code: 'EIO', syscall: 'fdatasync', errno: -5 })
  })
  vi.advanceTimersByTime(1_000)
  expect(rows.commit()?.message).toMatch(/^--out .*rows\.jsonl: expected a file that can be written, but /)
  rows.close()
})
