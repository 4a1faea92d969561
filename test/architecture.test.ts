import { readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { filesBelow, type Import, ROOT, type SourceFile, sourceFiles } from './source-file.ts'

const KERNEL = ['rules', 'kernel']
/** How people write durations, rates and sizes: for every face that reads what they write. */
const NOTATION = 'notation'
const ENGINE = [...KERNEL, 'engine', 'control-plane']
const OBSERVERS = [...ENGINE, 'measure', 'models', 'adopt']

/** Which folders of `src` a folder may import from, beside itself. A folder that is not here may not exist. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  rules: [],
  kernel: [],
  notation: [],
  engine: KERNEL,
  'control-plane': ['rules'],
  measure: [...KERNEL, 'engine'],
  models: [...KERNEL, 'engine'],
  adopt: ['control-plane', 'rules'],
  scenario: [...OBSERVERS, NOTATION],
  testing: [...OBSERVERS, NOTATION, 'report'],
  local: [...OBSERVERS, NOTATION],
  experiment: [...OBSERVERS, NOTATION, 'scenario'],
  lesson: [...OBSERVERS, NOTATION, 'scenario'],
  report: ['rules', 'measure'],
  cli: [...OBSERVERS, NOTATION, 'scenario', 'lesson', 'testing', 'local', 'experiment', 'report'],
  playground: [...OBSERVERS, NOTATION, 'scenario', 'lesson', 'testing', 'local', 'experiment', 'report'],
}

/** Folders of which a folder may import types, and nothing that is there at run time. */
const TYPES_ONLY: Readonly<Record<string, readonly string[]>> = { report: ['scenario', 'experiment'] }

/** What runs in a browser: no `node:` import. In the control plane all but the store in a file. */
const BROWSER = ['', ...OBSERVERS, NOTATION, 'scenario', 'lesson', 'report', 'playground']
const NODE_STORE = 'src/control-plane/sqlite'

/** Folders without npm packages. */
const PLAIN = ['rules', 'kernel', 'engine', 'control-plane', 'models']

/** Optional peers: the entries `asyncinvoke/vitest` and `asyncinvoke/fast-check` are for those who have them. */
const TEST_RUNNERS = ['vitest', 'fast-check']

/** The page: what it needs is built into it, and nobody installs it. */
const BUNDLED = 'playground'
const PAGE_ENTRY = 'src/playground/main.tsx'

/** Folders that may read a clock or set a timer. */
const CLOCKED = ['local', 'cli', 'playground', 'testing', 'experiment']
const CLOCK =
  /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bperformance\b|\bprocess\.(?:hrtime|uptime)\b|\bTemporal\.Now\b|\bset(?:Timeout|Interval|Immediate)\b|\brequestAnimationFrame\b/
const RANDOM = /\bMath\.random\b|\bgetRandomValues\b|\brandom(?:UUID|Bytes|Int)\b/

const LONGEST_FILE_LINES = 250
const VAGUE_NAME = /^(?:utils?|common|helpers?|types?|misc)$/

const sources = sourceFiles('src')
const MANIFEST = 'package.json'
const manifest = JSON.parse(readFileSync(join(ROOT, MANIFEST), 'utf8'))

/** One line for each import that breaks a rule. */
function broken(files: readonly SourceFile[], isBroken: (each: Import, file: SourceFile) => boolean): string[] {
  return files.flatMap((file) =>
    file.imports.filter((each) => isBroken(each, file)).map((each) => `${file.path} imports ${each.from}`),
  )
}

function matching(files: readonly SourceFile[], pattern: RegExp): string[] {
  return files.flatMap((file) => pattern.exec(file.code)?.map((found) => `${file.path}: ${found}`) ?? [])
}

/** The files that are loaded with one, itself too. */
function reached(path: string, found = new Set<string>()): Set<string> {
  const file = sources.find((each) => each.path === path)
  if (file === undefined || found.has(path)) return found
  found.add(path)
  for (const { path: next, isType } of file.imports) if (next !== undefined && !isType) reached(next, found)
  return found
}

function layerOf(path: string): string {
  return path.split('/').length > 2 ? path.split('/')[1]! : ''
}

function packageOf(from: string): string {
  return from.split('/', from.startsWith('@') ? 2 : 1).join('/')
}

const isPackage = ({ from }: Import) => !from.startsWith('.') && !isNode(from)
const isNode = (from: string) => from.startsWith('node:') || builtinModules.includes(from)

describe('the layers of src', () => {
  it('are all known', () => {
    expect([...new Set(sources.map(({ layer }) => layer))].filter((layer) => layer && !(layer in LAYERS))).toEqual([])
  })

  it('import only from the layers below them', () => {
    const above = broken(sources, ({ path, isType }, { layer }) => {
      if (path === undefined || path === MANIFEST || layer === '') return false
      const imported = layerOf(path)
      if (imported === layer || LAYERS[layer]?.includes(imported)) return false
      return !(isType && TYPES_ONLY[layer]?.includes(imported))
    })
    expect(above).toEqual([])
  })

  it('see the engine through its ports where they only watch it or feed it', () => {
    const watching = sources.filter(({ layer }) => layer === 'measure' || layer === 'models')
    const inner = /^src\/engine\/(?:engine|deliveries|settings|waiting|chains)\.ts$/
    expect(broken(watching, ({ path }) => path !== undefined && inner.test(path))).toEqual([])
  })

  it('reach nothing outside src but the manifest', () => {
    expect(broken(sources, ({ path }) => path !== undefined && path !== MANIFEST && !path.startsWith('src/'))).toEqual(
      [],
    )
  })

  it('import each other at run time without a circle', () => {
    const next = new Map(
      sources.map(({ path, imports }) => [path, imports.flatMap((each) => (each.isType ? [] : (each.path ?? [])))]),
    )
    const done = new Set<string>()
    const circle = (path: string, trail: readonly string[]): readonly string[] | undefined => {
      if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path]
      if (done.has(path)) return undefined
      for (const other of next.get(path) ?? []) {
        const found = circle(other, [...trail, path])
        if (found) return found
      }
      done.add(path)
      return undefined
    }
    expect(sources.map(({ path }) => circle(path, [])).find((found) => found)).toBeUndefined()
  })
})

describe('what src depends on', () => {
  it('has no npm package in its inner layers', () => {
    expect(
      broken(
        sources.filter(({ layer }) => PLAIN.includes(layer)),
        isPackage,
      ),
    ).toEqual([])
  })

  it('is declared in package.json, and all of that is used', () => {
    const published = sources.filter(({ layer }) => layer !== BUNDLED)
    const used = new Set(
      published.flatMap(({ imports }) => imports.filter(isPackage).map(({ from }) => packageOf(from))),
    )
    expect([...used].sort()).toEqual([...Object.keys(manifest.dependencies), ...TEST_RUNNERS].sort())
    expect(manifest.peerDependenciesMeta).toMatchObject(
      Object.fromEntries(TEST_RUNNERS.map((name) => [name, { optional: true }])),
    )
  })

  it('is declared for the page too', () => {
    const { dependencies, devDependencies } = manifest
    const page = sources.filter(({ layer }) => layer === BUNDLED)
    expect(page.length).toBeGreaterThan(0)
    expect(
      broken(page, (each) => isPackage(each) && !(packageOf(each.from) in { ...dependencies, ...devDependencies })),
    ).toEqual([])
  })

  it('asks for the packages of tests only behind the entries that bear their names', () => {
    const bare = ['src/index.ts', 'src/testing/index.ts', 'src/cli/bin.ts'].flatMap((entry) => [...reached(entry)])
    expect(
      broken(
        sources.filter(({ path }) => bare.includes(path)),
        ({ from, isType }) => !isType && TEST_RUNNERS.includes(packageOf(from)),
      ),
    ).toEqual([])
  })

  it('runs in a browser up to the scenario: no node module', () => {
    const inBrowser = sources.filter(({ layer, path }) => BROWSER.includes(layer) && !path.startsWith(NODE_STORE))
    expect(broken(inBrowser, ({ from }) => isNode(from))).toEqual([])
  })

  it('reads a clock or sets a timer only at its edges', () => {
    const simulated = sources.filter(({ layer }) => !CLOCKED.includes(layer))
    expect(matching(simulated, CLOCK)).toEqual([])
    expect(broken(simulated, ({ from }) => /^node:(?:timers|perf_hooks)/.test(from))).toEqual([])
  })

  it('draws at random only by the seed', () => {
    // The endpoint is no simulation: its request ids must be others each time.
    expect(
      matching(
        sources.filter(({ layer }) => layer !== 'local'),
        RANDOM,
      ),
    ).toEqual([])
  })
})

describe('the files of the project', () => {
  const all = [...sources, ...sourceFiles('test')]

  it('are short enough to be read at once', () => {
    const long = sources.map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
    expect(long.filter(({ lines }) => lines > LONGEST_FILE_LINES)).toEqual([])
  })

  it('are named by the noun that they define', () => {
    const names = all.filter(({ path }) => path.split('/').some((part) => VAGUE_NAME.test(part.replace(/\..*$/, ''))))
    expect(names.map(({ path }) => path)).toEqual([])
  })

  it('are imported by somebody, or started from package.json', () => {
    const started = [...JSON.stringify(manifest).matchAll(/(?:\.\/dist|src)\/([\w/.-]+)\.(?:js|ts)"?/g)]
    const entries = [PAGE_ENTRY, ...started.map(([, path]) => `src/${path}.ts`)]
    const imported = new Set(sources.flatMap(({ imports }) => imports.flatMap(({ path }) => path ?? [])))
    expect(sources.map(({ path }) => path).filter((path) => !imported.has(path) && !entries.includes(path))).toEqual([])
  })

  it('import files that are there, with their ending', () => {
    const known = new Set([...[...all, ...sourceFiles('tools')].map(({ path }) => path), ...filesBelow('src', '.css')])
    expect(broken(all, ({ path }) => path?.endsWith('.json') === false && !known.has(path))).toEqual([])
  })

  it('have no default export', () => {
    expect(matching(sources, /^export default\b/m)).toEqual([])
  })

  it('leave nothing for later', () => {
    const open = [...all].filter(
      ({ path, text }) => path !== 'test/architecture.test.ts' && /\b(?:TODO|FIXME|XXX)\b/.test(text),
    )
    expect(open.map(({ path }) => path)).toEqual([])
  })
})
