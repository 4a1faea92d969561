import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { CodeProblem } from './code-problem.ts'

/** A runtime's name is a client's text: only such a name is started as a program. */
const PYTHON = /^python\d(?:\.\d{1,2})?$/

const found = new Map<string, Promise<string | undefined>>()

/**
 * The Python that runs a function: that of the runtime's version, or `python3`.
 *
 * @param runtime such as `python3.13`
 * @throws CodeProblem where none is installed
 */
export async function pythonFor(runtime: string): Promise<string> {
  const python = (await pathOf(runtime)) ?? (await pathOf('python3'))
  if (python !== undefined) return python
  throw new CodeProblem(`expected ${runtime} or python3 on the search path for the runtime ${runtime}; found neither`)
}

/** Where a name leads in the end: what stands on the search path may be a script that needs the endpoint's environment. */
function pathOf(name: string): Promise<string | undefined> {
  if (!PYTHON.test(name)) return Promise.resolve(undefined)
  const known = found.get(name)
  if (known) return known
  const path = promisify(execFile)(name, ['-I', '-c', 'import sys; print(sys.executable)']).then(
    ({ stdout }) => stdout.trim() || undefined,
    () => undefined,
  )
  found.set(name, path)
  return path
}
