import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, normalize } from 'node:path'
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
  const [scenario, test] = paths.map(quoted) as [string, string]
  process.stdout.write(`wrote ${paths.join(' and ')}

  asyncinvoke check ${scenario}
  asyncinvoke run ${scenario}
  asyncinvoke explain ${scenario} --why dropped
  npm install --save-dev asyncinvoke && node --test ${test}
`)
  return EXIT.ok
}

function write(directory: string, paths: readonly string[]): void {
  const made: string[] = []
  try {
    const top = mkdirSync(directory, { recursive: true })
    if (top !== undefined) made.push(top)
    for (const [place, path] of paths.entries()) {
      const text = readFileSync(new URL(NAMES[place]!, TEMPLATE))
      // `wx`: what has appeared since we looked is not overwritten either.
      writeFileSync(path, text, { flag: 'wx' })
      made.push(path)
    }
  } catch (error) {
    for (const path of made.reverse()) rmSync(path, { recursive: true, force: true })
    const reason = isFile(directory) ? 'it is a file' : systemReason(error)
    if (reason === undefined) throw error
    throw new UsageError(`${normalize(directory)}: expected a directory that can be written to, but ${reason}`, {
      cause: error,
    })
  }
}

/** A link that leads nowhere is in the way as well. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}

function isFile(path: string): boolean {
  return existsSync(path) && !statSync(path).isDirectory()
}

function quoted(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`
}
