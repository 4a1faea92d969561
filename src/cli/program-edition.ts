import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { programVersion } from './program-version.ts'

const FOLDER = fileURLToPath(new URL('../', import.meta.url))
/** Code as it stands beside this file: TypeScript in the repository, JavaScript where it is installed. */
const IS_CODE = import.meta.url.endsWith('.ts') ? /\.ts$/ : /\.js$/
const SHOWN_DIGITS = 8

/**
 * Tells apart what may give other bits: the program's own code, digit by digit, and Node with its mathematics and its
 * calendar. Only programs of one edition work together, or go on with each other's work.
 *
 * @returns such as `0.1.0-1f0c9a2b on Node v24.21.0`
 */
export function programEdition(): string {
  const hash = createHash('sha256')
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  for (const file of files.filter((name) => IS_CODE.test(name)).sort())
    hash.update(`${file.replaceAll('\\', '/')}\0`).update(readFileSync(join(FOLDER, file)))
  return `${programVersion()}-${hash.digest('hex').slice(0, SHOWN_DIGITS)} on Node ${process.version}`
}
