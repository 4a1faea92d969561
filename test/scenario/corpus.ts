import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parse } from 'yaml'
import { filesBelow, ROOT } from '../source-file.ts'

/** A scenario file with what it says. */
export interface WrittenFile {
  /** From the root: `test/scenario/corpus/whole.yaml`. */
  readonly path: string
  readonly name: string
  readonly text: string
  readonly data: unknown
}

/** Where small scenarios stand that together use every field. */
const CORPUS = 'test/scenario/corpus'

/** The scenarios of the corpus, by path. */
export function corpus(): WrittenFile[] {
  return filesBelow(CORPUS, '.yaml').map(fileOf)
}

/** The scenarios of the examples, by path. */
export function examples(): WrittenFile[] {
  return filesBelow('examples', '.yaml').concat(filesBelow('examples', '.json')).map(fileOf)
}

/** Gives the files that scenarios of the corpus name. */
export async function readCorpusFile(path: string): Promise<Uint8Array> {
  return readFile(join(ROOT, CORPUS, path))
}

function fileOf(path: string): WrittenFile {
  const text = readFileSync(join(ROOT, path), 'utf8')
  return { path, name: basename(path), text, data: parse(text, { merge: true }) }
}
