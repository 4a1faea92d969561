import * as vitest from 'vitest'
import * as testing from '../../../src/testing/index.ts'

const MODULES: Readonly<Record<string, object>> = { vitest, 'asyncinvoke/testing': testing }

/**
 * Runs a test as if it had been pasted into a file.
 *
 * @param scope what that file has already, by name
 * @returns the test's name; rejects where the test fails
 */
export async function runPasted(code: string, scope: Readonly<Record<string, unknown>>): Promise<string> {
  const tests: [string, () => Promise<void>][] = []
  const names: Record<string, unknown> = { ...scope }
  const body = code.replace(/^import \{ (.*) \} from '(.*)'$/gm, (_, imported: string, from: string) => {
    for (const name of imported.split(', ')) names[name] = Reflect.get(MODULES[from]!, name)
    return ''
  })
  if ('it' in names) names.it = (name: string, run: () => Promise<void>) => tests.push([name, run])
  new Function(...Object.keys(names), `'use strict'\n${body}`)(...Object.values(names))
  if (tests.length !== 1) throw new Error(`expected one test, got ${tests.length}`)
  const [[name, run]] = tests as [[string, () => Promise<void>]]
  await run()
  return name
}
