import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { OutputFile } from '../../src/cli/output-file.ts'
import { UsageError } from '../../src/cli/usage-error.ts'
import { directory } from './command.ts'

test('a file that cannot take its name leaves nothing behind and says why', () => {
  const cwd = directory({})
  const path = join(cwd, 'rows.csv')
  const file = new OutputFile(path, '--series rows.csv')
  file.write('a,b')
  // Somebody takes the name while the run goes on.
  mkdirSync(path)
  expect(() => file.commit()).toThrow(UsageError)
  expect(readdirSync(cwd)).toEqual(['rows.csv'])
})
