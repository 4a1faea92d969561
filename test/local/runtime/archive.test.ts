import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strToU8, type Zippable, zipSync } from 'fflate'
import { expect, onTestFinished, test } from 'vitest'
import { unpack } from '../../../src/local/runtime/archive.ts'
import { archive, running } from './attempts.ts'

test.each([
  ['index.handler', { 'index.js': 'exports.handler = async () => "cjs"' }, 'cjs'],
  ['index.handler', { 'index.cjs': 'exports.handler = async () => "cjs"' }, 'cjs'],
  ['index.handler', { 'index.mjs': 'export const handler = async () => "esm"' }, 'esm'],
  ['main.run', { 'package.json': '{"type":"module"}', 'main.js': 'export const run = async () => "esm"' }, 'esm'],
  [
    'src/app/main.run',
    {
      'src/app/main.js': 'exports.run = async () => require("./name")',
      'src/app/name.js': 'module.exports = "nested"',
    },
    'nested',
  ],
  ['index.api.get', { 'index.js': 'module.exports = { api: { get: async () => "property" } }' }, 'property'],
  [
    'index.handler',
    {
      'index.mjs': 'export { name as handler } from "pkg"',
      'node_modules/pkg/package.json': '{"name":"pkg","type":"module","exports":"./a.js"}',
      'node_modules/pkg/a.js': 'export const name = async () => "package"',
    },
    'package',
  ],
  [
    'index.handler',
    { 'index.mjs': 'const value = await Promise.resolve("awaited"); export const handler = async () => value' },
    'awaited',
  ],
])('%s is found in %o', async (name, files, expected) => {
  const { outcome, value } = await running(archive(files as unknown as Record<string, string>, { handler: name }))()
  expect([outcome, value]).toEqual(['success', expected])
})

test.each([
  [
    'index.handler',
    'require("nonesuch")',
    'Runtime.ImportModuleError',
    /^Error: Cannot find module 'nonesuch'\nRequire stack:\n- \S+index\.js\n/,
  ],
  ['other.handler', '', 'Runtime.ImportModuleError', /^Error: Cannot find module 'other'\nRequire stack:/],
  ['index.handler', 'exports.handler = (', 'Runtime.UserCodeSyntaxError', /^SyntaxError: /],
  ['index.handler', 'throw new TypeError("on load")', 'TypeError', /^on load$/],
  ['../index.handler', '', 'Runtime.MalformedHandlerName', /^'..\/index.handler' is not a valid handler name\./],
  ['index', '', 'Runtime.MalformedHandlerName', /^Bad handler$/],
])('handler %s with code %o cannot start', async (name, code, errorType, message) => {
  const { outcome, value } = await running(archive({ 'index.js': code }, { handler: name }))()
  expect([outcome, value]).toMatchObject(['error', { errorType, errorMessage: expect.stringMatching(message) }])
})

test.each([
  [
    'a runtime that cannot run here',
    archive({}, { runtime: 'java21' }),
    /^the runtime java21 cannot run here: expected nodejs, python or provided/,
  ],
  [
    'a custom runtime without its file',
    archive({}, { runtime: 'provided.al2023' }),
    /^expected a file called bootstrap/,
  ],
  [
    'what is no zip',
    { kind: 'archive', zip: async () => strToU8('nonsense'), runtime: 'nodejs24.x', handler: 'a.b' } as const,
    /^expected a zip archive: invalid zip data$/,
  ],
])('%s is a function error that says so', async (_what, source, message) => {
  const { outcome, value } = await running(source)()
  expect([outcome, value]).toMatchObject([
    'error',
    { errorType: 'Runtime.CannotRun', errorMessage: expect.stringMatching(message) },
  ])
})

test('an archive that cannot be got is a system error, and is asked for again', async () => {
  let asked = 0
  const good = archive({ 'index.js': 'exports.handler = async () => "here"' })
  const run = running({
    ...(good as Extract<typeof good, { kind: 'archive' }>),
    zip: async () => {
      if (asked++ === 0) throw new Error('the disk is away')
      return (good as Extract<typeof good, { kind: 'archive' }>).zip()
    },
  })
  const failed = await run()
  expect([failed.outcome, failed.value]).toEqual(['system', undefined])
  expect(failed.lines).toContain('RequestId: event-1 Error: the disk is away')
  expect((await run()).value).toBe('here')
})

test.each(['../out', 'a/../../out', '/etc/out', 'C:\\out', '..\\out', 'a\\..\\..\\out'])(
  'no entry leaves the folder: %s',
  async (name) => {
    const { folder, inside } = room()
    const zip = zipSync({ 'first.js': strToU8('1'), [name]: strToU8('out') })
    await expect(unpack(zip, inside)).rejects.toThrow(`expected paths inside the archive, got ${JSON.stringify(name)}`)
    expect(readdirSync(folder, { recursive: true })).toEqual(['inside'])
  },
)

const link = (target: string) => [strToU8(target), { os: 3, attrs: (0o120777 << 16) >>> 0 }] as const

test.each(['../out', '/etc/passwd', 'a/../../..'])('no link leads out of the folder: %s', async (target) => {
  const zip = zipSync({ link: link(target) } as unknown as Zippable)
  await expect(unpack(zip, room().inside)).rejects.toThrow(
    `expected links inside the archive, got "link" to ${JSON.stringify(target)}`,
  )
})

test.each([
  [{ 'a/b/l': '../..', m: 'a/b/l/../victim', 'm/evil': 'planted' }, '"m" to "a/b/l/../victim"'],
  [{ l: 'a', 'l/evil': 'planted' }, '"l/evil" to "planted"'],
  [{ m: 'A/../..', a: 'b/c/d' }, '"m" to "A/../.."'],
  [{ m: 'b/../a/..', a: 'b/c/d' }, '"m" to "b/../a/.."'],
])('no link leads through another: %o', async (links, got) => {
  const { folder, inside } = room()
  mkdirSync(join(folder, 'victim'))
  const zip = zipSync(
    Object.fromEntries(Object.entries(links).map(([name, target]) => [name, link(target)])) as Zippable,
  )
  await expect(unpack(zip, inside)).rejects.toThrow(/^expected links /)
  await expect(unpack(zip, room().inside)).rejects.toThrow(got)
  expect(readdirSync(join(folder, 'victim'))).toEqual([])
})

test('a link may lead to another, as those of libraries do', async () => {
  const { inside } = room()
  const links = { 'lib/a.so': link('a.so.1'), 'lib/a.so.1': link('./a.so.1.0'), 'lib/a.so.1.0': strToU8('library') }
  await unpack(zipSync(links as unknown as Zippable), inside)
  expect(readFileSync(join(inside, 'lib/a.so'), 'utf8')).toBe('library')
})

test('a link inside the archive works, and no file is written through one', async () => {
  const { inside } = room()
  await unpack(
    zipSync({ 'bin/tool': link('../lib/tool.js'), 'lib/tool.js': strToU8('tool') } as unknown as Zippable),
    inside,
  )
  expect(readFileSync(join(inside, 'bin/tool'), 'utf8')).toBe('tool')
  const through = zipSync({ link: link('lib'), 'link/a': strToU8('a') } as unknown as Zippable)
  await expect(unpack(through, room().inside)).rejects.toThrow('EEXIST')
})

test('files have the modes of the archive, or can be run where it names none', async () => {
  const { inside } = room()
  await unpack(zipSync({ plain: strToU8(''), secret: [strToU8(''), { os: 3, attrs: (0o100400 << 16) >>> 0 }] }), inside)
  expect(['plain', 'secret'].map((name) => statSync(join(inside, name)).mode & 0o777)).toEqual([0o755, 0o600])
})

test('an archive of too many files or bytes is refused before anything is written', async () => {
  const { inside } = room()
  const zip = zipSync({ a: strToU8('12345'), b: strToU8('12345') })
  await unpack(zip, inside, { bytes: 10, entries: 2 })
  rmSync(inside, { recursive: true })
  await expect(unpack(zip, inside, { bytes: 9, entries: 2 })).rejects.toThrow(
    'expected at most 9 bytes of unzipped code',
  )
  await expect(unpack(zip, inside, { bytes: 10, entries: 1 })).rejects.toThrow(
    'expected at most 1 files in the archive',
  )
})

/** A folder for what must not be written, and the one for the archive in it. */
function room(): { readonly folder: string; readonly inside: string } {
  const folder = mkdtempSync(join(tmpdir(), 'asyncinvoke-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const inside = join(folder, 'inside')
  mkdirSync(inside)
  return { folder, inside }
}
