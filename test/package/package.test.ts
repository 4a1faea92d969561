/** What a new user does with the packed file, as far as it needs no registry: install it, write a test, break a rule. */
import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join, posix } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { ROOT } from '../source-file.ts'
import { Consumer, PackedPackage } from './consumer.ts'
import { broken, codeOf, PLAIN, RED, SHOWN, TEST_PAGES } from './first-test.ts'

const VITEST = 'node_modules/vitest/vitest.mjs'
const TSC = 'node_modules/typescript/bin/tsc'
const STRICT = [
  ...['--noEmit', '--strict', '--exactOptionalPropertyTypes'],
  ...['--target', 'es2024', '--module', 'nodenext', '--types', 'node'],
]
/** Declarations too: ten times the work, so once for each set of packages that somebody may have. */
const STRICT_WITH_DECLARATIONS = [...STRICT, '--skipLibCheck', 'false']
/** For code in files, where the declarations that it meets have been checked. */
const STRICT_CODE = [...STRICT, '--skipLibCheck']

/** What somebody can import. */
const ENTRIES = Object.keys(manifest.exports)
  .filter((entry) => !entry.endsWith('.json'))
  .map((entry) => posix.join('asyncinvoke', entry))

let packed: PackedPackage
let consumer: Consumer
beforeAll(() => {
  packed = new PackedPackage()
  consumer = new Consumer(packed, ['vitest', 'fast-check', 'typescript', '@types/node'])
}, 120_000)
afterAll(() => {
  consumer?.remove()
  packed?.remove()
})

describe('the packed file', () => {
  it('is without fault for publint', () => {
    const publint = [join(ROOT, 'node_modules/publint/src/cli.js'), 'run', packed.file, '--strict']
    const { stdout, stderr, status } = spawnSync(process.execPath, publint, { encoding: 'utf8' })
    expect({ status, text: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, text: '' })
  })

  it('has types in each entry that importers find, as an ES module', () => {
    const attw = [join(ROOT, 'node_modules/@arethetypeswrong/cli/dist/index.js'), packed.file, '--profile', 'esm-only']
    const { stdout, status } = spawnSync(process.execPath, attw, { encoding: 'utf8' })
    expect({ status, text: status === 0 ? '' : stdout }).toEqual({ status: 0, text: '' })
  })

  it('holds what its manifest leads to, and no tests or sources', () => {
    const entries = execFileSync('tar', ['-tzf', packed.file], { encoding: 'utf8' }).trim().split('\n')
    expect(new Set(entries.map((entry) => entry.split('/')[1]))).toEqual(
      new Set(['package.json', 'README.md', 'LICENSE', 'dist', 'docs', 'examples']),
    )
    expect(entries.filter((entry) => /^package\/dist\/.*(?<!\.d)\.ts$/.test(entry))).toEqual([])
  })

  it('loads each entry where only its dependencies and its peers are', () => {
    const entries = ['asyncinvoke', 'asyncinvoke/testing', 'asyncinvoke/fast-check']
    consumer.write('entries.mjs', entries.map((entry) => `import '${entry}'`).join('\n'))
    expect(consumer.node('entries.mjs')).toEqual({ text: '', status: 0 })
  })

  it('declares each entry without a fault, in the strictest of settings', () => {
    consumer.write('entries.ts', ENTRIES.map((entry) => `import '${entry}'`).join('\n'))
    expect(consumer.node(TSC, ...STRICT_WITH_DECLARATIONS, 'entries.ts')).toEqual({ text: '', status: 0 })
  })

  it('loads the test kit where neither vitest nor fast-check is', () => {
    const bare = new Consumer(packed, [])
    try {
      expect(readdirSync(join(bare.folder, 'node_modules'))).not.toContain('vitest')
      bare.write('entries.mjs', "import 'asyncinvoke'\nimport 'asyncinvoke/testing'\n")
      expect(bare.node('entries.mjs')).toEqual({ text: '', status: 0 })
    } finally {
      bare.remove()
    }
  })
})

describe('the command line', () => {
  it('says what to install where it is to speak to Redis and cannot', () => {
    const bare = new Consumer(packed, [])
    try {
      const program = join('node_modules', 'asyncinvoke', 'dist', 'cli', 'bin.js')
      const { text, status } = bare.node(program, 'worker', '--redis', 'redis://127.0.0.1:1')
      const missing = 'asyncinvoke: --redis: expected the packages bullmq and ioredis: npm install bullmq@6 ioredis@5\n'
      expect([status, text]).toEqual([2, missing])
    } finally {
      bare.remove()
    }
  })
})

describe('the matchers for vitest without fast-check', () => {
  it('are typed and work, but for the one that needs it, which says so', () => {
    const poor = new Consumer(packed, ['vitest', 'typescript', '@types/node'])
    try {
      poor.write('charge.test.ts', SHOWN)
      expect(poor.node(TSC, ...STRICT_WITH_DECLARATIONS, 'charge.test.ts')).toEqual({ text: '', status: 0 })
      poor.write('charge.test.ts', `${SHOWN}\nit('is idempotent', () => expect(() => {}).toBeIdempotentUnderRetry())\n`)
      const { text } = poor.node(VITEST, 'run', 'charge.test.ts')
      expect(text).toContain('toBeIdempotentUnderRetry needs the package fast-check: npm install --save-dev fast-check')
      expect(text).toMatch(/Tests +1 failed \| 1 passed/)
    } finally {
      poor.remove()
    }
  })
})

describe('a first test', () => {
  it('is green in vitest, and red with the timeline when a rule is broken', () => {
    consumer.write('charge.test.ts', SHOWN)
    const green = consumer.node(VITEST, 'run', 'charge.test.ts')
    expect(green, green.text).toMatchObject({ status: 0, text: expect.stringMatching(/Tests +1 passed/) })

    consumer.write('charge.test.ts', broken(SHOWN))
    const red = consumer.node(VITEST, 'run', 'charge.test.ts')
    expect(red.status).toBe(1)
    for (const part of RED) expect(red.text).toMatch(part)
  })

  it("is green in node's own runner, and red with the timeline when a rule is broken", () => {
    consumer.write('charge.test.mjs', PLAIN)
    const green = consumer.node('--test', 'charge.test.mjs')
    expect(green, green.text).toMatchObject({ status: 0, text: expect.stringMatching(/pass 1/) })

    consumer.write('charge.test.mjs', broken(PLAIN))
    const red = consumer.node('--test', 'charge.test.mjs')
    expect(red.status).toBe(1)
    for (const part of RED) expect(red.text).toMatch(part)
  })

  it('is typed, without any other package of types, in the strictest of settings', () => {
    consumer.write('charge.test.ts', SHOWN)
    expect(consumer.node(TSC, ...STRICT_CODE, 'charge.test.ts')).toEqual({ text: '', status: 0 })

    consumer.write('charge.test.ts', SHOWN.replace("'1m', '2m'", "['1m', '2m']"))
    expect(consumer.node(TSC, ...STRICT_CODE, 'charge.test.ts')).toMatchObject({
      status: expect.toSatisfy((status: number) => status > 0),
      text: expect.stringContaining('error TS2345'),
    })
  })

  it('is typed without the types of Node, and for an older library', () => {
    const poor = new Consumer(packed, ['typescript'])
    try {
      poor.write(
        'charge.ts',
        PLAIN.replace(
          /import .* from 'node:test'\n/,
          'declare const it: (name: string, test: () => unknown) => void\n',
        ),
      )
      expect(poor.node(TSC, '--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext', 'charge.ts')).toEqual(
        {
          text: '',
          status: 0,
        },
      )
    } finally {
      poor.remove()
    }
  })
})

describe('the pages about the test kit', () => {
  it.each(TEST_PAGES)(
    'show code that is typed in the strictest of settings: %s',
    (path) => {
      const files = codeOf(path)
      for (const { name, text } of files) consumer.write(name, text)
      const names = [...new Set(files.map(({ name }) => name))]
      expect(names.length).toBeGreaterThan(0)
      expect(consumer.node(TSC, ...STRICT_CODE, '--allowImportingTsExtensions', ...names)).toEqual({
        text: '',
        status: 0,
      })
    },
    60_000,
  )
})
