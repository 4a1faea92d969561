import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix, relative } from 'node:path'

export const ROOT = join(import.meta.dirname, '..')

/** One import of a source file. */
export interface Import {
  /** As it is written: `../rules/age.ts`, `node:fs` or `zod`. */
  readonly from: string
  /** Of a file of the project: its path from the root. */
  readonly path: string | undefined
  /** Whether it is gone at run time. */
  readonly isType: boolean
}

/** A file of the project's own code, as far as the repository's tests of itself look at it. */
export interface SourceFile {
  /** From the root: `src/rules/age.ts`. */
  readonly path: string
  /** Of a file under `src`: the folder that is its layer, `''` for one directly under `src`. */
  readonly layer: string
  readonly text: string
  /** The text without comments and without what stands in quotes. */
  readonly code: string
  readonly imports: readonly Import[]
}

/** All TypeScript files below a folder. */
export function sourceFiles(folder: string): SourceFile[] {
  return [...filesBelow(folder, '.ts'), ...filesBelow(folder, '.tsx')].map((path) => {
    const text = readFileSync(join(ROOT, path), 'utf8')
    const [top, layer = '', ...deeper] = path.split('/')
    const isLayered = top === 'src' && deeper.length > 0
    return { path, layer: isLayered ? layer : '', text, code: codeOf(text), imports: importsOf(path, text) }
  })
}

/** Paths from the root of all files below a folder, sorted; none where the folder is not there. */
export function filesBelow(folder: string, ending: string): string[] {
  if (!existsSync(join(ROOT, folder))) return []
  const found = readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
  return found
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => posixPath(relative(ROOT, join(entry.parentPath, entry.name))))
    .filter((path) => !path.includes('node_modules/'))
    .sort()
}

function posixPath(path: string): string {
  return path.replaceAll('\\', '/')
}

const COMMENT = /\/\*[\s\S]*?\*\/|(?<![:'"`\\/])\/\/[^\n]*/g
const QUOTED = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g

function codeOf(text: string): string {
  return text.replace(COMMENT, '').replace(QUOTED, "''")
}

const IMPORT =
  /^(?:import|export)(\s+type)?\s+(\{[^}]*\}|\*(?:\s+as\s+\w+)?|\w+(?:\s*,\s*\{[^}]*\})?)\s+from\s+'([^']+)'|^import\s+'([^']+)'/gm
/** Files of packages that are read: `import.meta.resolve('uplot/dist/uPlot.min.css')`. */
const RESOLVED = /import\.meta\.resolve\(\s*'([^']+)'/g
/** Files of code that are loaded by name: `import('./x.ts')` and `new URL('./x.ts', import.meta.url)`. */
const LOADED = /(?:import\(|new URL\()\s*'([^']+\.tsx?)'/g

function importsOf(path: string, text: string): Import[] {
  const code = text.replace(COMMENT, '')
  const named = [...code.matchAll(IMPORT)].map(([, type, names = '', from, effect]) => ({
    from: (from ?? effect)!,
    isType: type !== undefined || hasOnlyTypes(names),
  }))
  const loaded = [...code.matchAll(LOADED)].map(([, from]) => ({ from: from!, isType: false }))
  const resolved = [...code.matchAll(RESOLVED)].map(([, from]) => ({ from: from!, isType: false }))
  return [...named, ...loaded, ...resolved].map(({ from, isType }) => ({
    from,
    isType,
    path: from.startsWith('.') ? posix.join(posix.dirname(path), from) : undefined,
  }))
}

/** Whether a list of names, `{ type A, type B }`, holds types only. */
function hasOnlyTypes(names: string): boolean {
  if (!names.startsWith('{')) return false
  const parts = names
    .slice(1, -1)
    .split(',')
    .map((part) => part.trim())
  return parts.every((part) => part === '' || part.startsWith('type '))
}
