import {
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname, join, normalize, resolve } from 'node:path'
import { shellWord } from '../report/shell-word.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { systemReason, UsageError } from './usage-error.ts'

/** What is written: the files of `template`. */
const NAMES = ['scenario.yaml', 'scenario.test.mjs'] as const
const TEMPLATE = new URL('./template/', import.meta.url)

/**
 * `init [DIR]`: writes a commented scenario and a first test, and says what to do with them. All or nothing: where one of
 * the files is there already, or cannot be written, none is.
 *
 * @throws UsageError where files are in the way, or the directory cannot be written to
 */
export function init(directory: string): ExitCode {
  const paths = NAMES.map((name) => join(directory, name))
  const present = paths.filter(isThere)
  if (present.length > 0) {
    const lines = present.map((path) => `${path} is there already`)
    throw new UsageError([...lines, 'nothing was written; init never overwrites'].join('\n'))
  }
  write(directory, paths)
  const [scenario, test] = paths.map(shellWord) as [string, string]
  process.stdout.write(`wrote ${paths.join(' and ')}

  asyncinvoke check ${scenario}
  asyncinvoke run ${scenario}
  asyncinvoke explain ${scenario} --why dropped
  node --test ${test}
`)
  return EXIT.ok
}

function write(directory: string, paths: readonly string[]): void {
  const undo: (() => void)[] = []
  try {
    for (const missing of missingAbove(directory)) {
      mkdirSync(missing)
      undo.unshift(() => rmdirSync(missing))
    }
    for (const [place, path] of paths.entries()) {
      // `wx`: what has appeared since we looked is not overwritten either.
      const descriptor = openSync(path, 'wx')
      undo.unshift(() => rmSync(path))
      writeSync(descriptor, readFileSync(new URL(NAMES[place]!, TEMPLATE)))
      closeSync(descriptor)
    }
  } catch (error) {
    for (const step of undo) step()
    const reason = isFile(directory) ? 'it is a file' : systemReason(error)
    if (reason === undefined) throw error
    throw new UsageError(`${normalize(directory)}: expected a directory that can be written to, but ${reason}`, {
      cause: error,
    })
  }
}

/** The directories to make, outermost first. Node's own `recursive` does not come back where nothing can be made (`/proc`). */
function missingAbove(directory: string): string[] {
  const missing: string[] = []
  for (let path = resolve(directory); !existsSync(path); path = dirname(path)) missing.unshift(path)
  return missing
}

/** A link that leads nowhere is in the way as well. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined
  } catch {
    // No directory above it, or one that nobody may look into: that shows when it is written to.
    return false
  }
}

function isFile(path: string): boolean {
  return existsSync(path) && !statSync(path).isDirectory()
}
