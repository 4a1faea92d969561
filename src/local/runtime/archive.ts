import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join, posix } from 'node:path'
import { type Unzipped, unzip } from 'fflate'
import { CODE_QUOTAS } from '../../rules/limits.ts'
import { fileModes, isFolder, isLink } from './archive-modes.ts'
import { CodeProblem } from './code-problem.ts'

/** Model choice: Lambda names no limit. A package of more is a mistake, or an attack on the disk. */
export const MOST_ENTRIES = 100_000

/** What an archive may be made of; the tests make it less. */
export interface ArchiveLimits {
  readonly bytes: number
  readonly entries: number
}

/**
 * Writes the files of a zip below an empty folder, and nothing outside it.
 *
 * @throws CodeProblem where it is not a zip, an entry would leave the folder, or there is too much
 */
export async function unpack(
  zip: Uint8Array,
  folder: string,
  limits: ArchiveLimits = { bytes: CODE_QUOTAS.CodeSizeUnzipped, entries: MOST_ENTRIES },
): Promise<void> {
  const entries = Object.entries(await unzipped(zip, limits))
  const modes = fileModes(zip)
  const links = entries.filter(([name]) => isLink(modes.get(name)))
  for (const [name, data] of entries) {
    const path = join(folder, name)
    const mode = modes.get(name)
    if (isFolder(name, mode)) await mkdir(path, { recursive: true })
    else if (!isLink(mode)) await write(path, data, mode)
  }
  // Last, so that no file is written through one.
  const names = new Set(links.map(([name]) => keyOf(name)))
  for (const [name, data] of links) await link(folder, name, Buffer.from(data).toString(), names)
}

function unzipped(zip: Uint8Array, limits: ArchiveLimits): Promise<Unzipped> {
  let bytes = 0
  let entries = 0
  const { promise, resolve, reject } = Promise.withResolvers<Unzipped>()
  const filter = ({ name, originalSize }: { readonly name: string; readonly originalSize: number }) => {
    bytes += originalSize
    entries++
    if (entries > limits.entries) throw new CodeProblem(`expected at most ${limits.entries} files in the archive`)
    if (bytes > limits.bytes) throw new CodeProblem(`expected at most ${limits.bytes} bytes of unzipped code`)
    if (!staysInside(name)) throw new CodeProblem(`expected paths inside the archive, got ${JSON.stringify(name)}`)
    return true
  }
  try {
    unzip(zip, { filter }, (error, files) => (error ? reject(notZip(error)) : resolve(files)))
  } catch (error) {
    reject(error instanceof CodeProblem ? error : notZip(error))
  }
  return promise
}

function notZip(error: unknown): CodeProblem {
  return new CodeProblem(`expected a zip archive: ${error instanceof Error ? error.message : error}`)
}

/** Whether a path, read with either kind of slash, stays below where it starts. */
function staysInside(path: string): boolean {
  const isAbsolute = /^(?:[\\/]|[A-Za-z]:)/.test(path)
  return path !== '' && !isAbsolute && !path.includes('\0') && !path.split(/[\\/]/).includes('..')
}

async function write(path: string, data: Uint8Array, mode: number | undefined): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, data)
  // An archive that was made without modes may hold a program; the endpoint's user must be able to read and remove all.
  await chmod(path, mode === undefined ? 0o755 : (mode & 0o777) | 0o600)
}

/** @param links keys of all links: a way through one of them may lead elsewhere than its text says */
async function link(folder: string, name: string, target: string, links: ReadonlySet<string>): Promise<void> {
  const way = `${dirname(name)}/${target}`
  const got = `got ${JSON.stringify(name)} to ${JSON.stringify(target)}`
  if (target.startsWith('/') || keyOf(way).split('/')[0] === '..')
    throw new CodeProblem(`expected links inside the archive, ${got}`)
  if (isThrough(name, links) || isThrough(way, links))
    throw new CodeProblem(`expected links that lead through no other link, ${got}`)
  await mkdir(dirname(join(folder, name)), { recursive: true })
  await symlink(target, join(folder, name))
}

/** Whether a folder on the way is a link. The end of the way may be one. */
function isThrough(path: string, links: ReadonlySet<string>): boolean {
  const parts = path.split(/[\\/]/)
  return parts.some((_part, index) => index > 0 && links.has(keyOf(parts.slice(0, index).join('/'))))
}

/** A path as one file has it, also where the disk does not tell capitals, forms of letters or kinds of slashes apart. */
function keyOf(path: string): string {
  return posix.normalize(path.replaceAll('\\', '/')).normalize('NFC').toLowerCase()
}
