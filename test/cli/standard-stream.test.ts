import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, openSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { writeWhole } from '../../src/cli/standard-stream.ts'

test('what the system takes in parts is written to the end', () => {
  const taken: number[] = []
  writeWhole(7, Buffer.from('a result'), (descriptor, bytes, offset) => {
    expect(descriptor).toBe(7)
    const part = bytes.subarray(offset, offset + 3)
    taken.push(...part)
    return part.length
  })
  expect(Buffer.from(taken).toString()).toBe('a result')
})

test('what the system says of the rest is told, where it took a part', () => {
  const write = (_: number, __: Uint8Array, offset: number) => {
    if (offset > 0) throw new Error('no room')
    return 4
  }
  expect(() => writeWhole(7, Buffer.from('a result'), write)).toThrow('no room')
})

test('a result that a full disk cuts off is an error, not a success', ({ skip }) => {
  const directory = mkdtempSync(join(tmpdir(), 'asyncinvoke-'))
  try {
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4k', 'none', directory], { stdio: 'ignore' })
    } catch {
      skip('only root may mount a file system that is small')
    }
    try {
      const file = join(directory, 'result.json')
      const program = resolve('src/cli/main.ts')
      const scenario = resolve('examples/01-first-steps/scenario.yaml')
      const args = ['run', scenario, '--replications', '2', '--json']
      const stdio = ['ignore', openSync(file, 'w'), 'pipe'] as const
      const { status, stderr } = spawnSync(process.execPath, [program, ...args], {
        stdio: [...stdio],
        encoding: 'utf8',
      })
      expect(statSync(file).size).toBe(4096)
      expect(stderr).toBe('asyncinvoke: cannot write the result: no space is left on the device\n')
      expect(status).toBe(2)
    } finally {
      execFileSync('umount', ['-l', directory])
    }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
})
