import { stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CodeProblem } from './code-problem.ts'
import type { ArchiveSource, FunctionSource } from './function-source.ts'
import { pythonFor } from './python.ts'

/** A function's code, ready to be started as a process that polls the Runtime API. */
export interface Program {
  /** The program and its arguments; a limit of memory may be one of them. */
  readonly command: (memoryMb: number) => Command
  /** Working directory and `LAMBDA_TASK_ROOT`. */
  readonly folder: string
  readonly handler: string
  /** One of Lambda's own, such as `nodejs24.x`. */
  readonly runtime: string | undefined
  readonly variables: Readonly<Record<string, string>>
}

export type Command = readonly [string, ...string[]]

export type ProcessSource = Exclude<FunctionSource, { kind: 'address' }>

/**
 * @param unpacked gives the folder with the files of an archive
 * @throws CodeProblem where the code cannot run here
 */
export async function programOf(
  source: ProcessSource,
  unpacked: (archive: ArchiveSource) => Promise<string>,
): Promise<Program> {
  const { variables = {} } = source
  if (source.kind === 'command') {
    const { command, folder, handler = '' } = source
    return { command: () => command, folder, handler, runtime: undefined, variables }
  }
  if (source.kind === 'module') {
    const { path, export: name } = source
    const handler = `${basename(path).replace(/\.\w+$/, '')}.${name}`
    return { command: node(path, name), folder: dirname(path), handler, runtime: ownRuntime(), variables }
  }
  const { runtime, handler } = source
  const folder = await unpacked(source)
  const isOwn = runtime.startsWith('provided')
  const command = isOwn ? await bootstrapOf(runtime, folder) : await commandOf(runtime)
  return { command, folder, handler, runtime: isOwn ? undefined : runtime, variables }
}

async function commandOf(runtime: string): Promise<Program['command']> {
  if (runtime.startsWith('nodejs')) return node()
  if (runtime.startsWith('python')) {
    const python = await pythonFor(runtime)
    return () => [python, '-u', PYTHON_BOOTSTRAP]
  }
  throw new CodeProblem(
    `the runtime ${runtime} cannot run here: expected nodejs, python or provided; for another, give a command or an address`,
  )
}

async function bootstrapOf(runtime: string, folder: string): Promise<Program['command']> {
  const bootstrap = join(folder, 'bootstrap')
  if (await stat(bootstrap).catch(() => undefined)) return () => [bootstrap]
  throw new CodeProblem(`expected a file called bootstrap in the archive of a function with the runtime ${runtime}`)
}

/** The same Node that runs the endpoint. */
function node(...args: readonly string[]): Program['command'] {
  return (memoryMb) => [process.execPath, `--max-old-space-size=${memoryMb}`, BOOTSTRAP, ...args]
}

function ownRuntime(): string {
  return `nodejs${process.versions.node.split('.')[0]}.x`
}

/** As they stand beside this file: in TypeScript in the repository, in JavaScript where they are installed. */
const BOOTSTRAP = fileURLToPath(
  import.meta.url.endsWith('.ts')
    ? new URL('./bootstrap/node.ts', import.meta.url)
    : new URL('./bootstrap/node.js', import.meta.url),
)
const PYTHON_BOOTSTRAP = fileURLToPath(new URL('./bootstrap/python.py', import.meta.url))
