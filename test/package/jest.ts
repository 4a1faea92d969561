/**
 * The first test in Jest: green, and red with the timeline when a rule is broken. A script of its own, since Jest comes from the
 * registry: 300 packages that nothing else here needs.
 */
import { deepStrictEqual, match } from 'node:assert'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Consumer, PackedPackage } from './consumer.ts'
import { broken, PLAIN, RED } from './first-test.ts'

const VERSION = '30.5.2'
const RUN = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--testMatch', '**/*.test.mjs', '--']
const TEST = PLAIN.replace(/^import .* from 'node:test'\n/m, '')

const folder = mkdtempSync(join(tmpdir(), 'asyncinvoke-jest-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
writeFileSync(join(folder, 'package.json'), '{ "private": true }')
execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', `jest@${VERSION}`], {
  cwd: folder,
  stdio: 'inherit',
})

const packed = new PackedPackage()
const consumer = new Consumer(packed, [])
process.once('exit', () => {
  consumer.remove()
  packed.remove()
})
consumer.link('jest', join(folder, 'node_modules/jest'))

consumer.write('charge.test.mjs', TEST)
const green = consumer.node(...RUN, 'charge.test.mjs')
deepStrictEqual([green.status, /Tests: +1 passed/.test(green.text)], [0, true], green.text)

consumer.write('charge.test.mjs', broken(TEST))
const red = consumer.node(...RUN, 'charge.test.mjs')
deepStrictEqual(red.status, 1, red.text)
for (const part of RED) match(red.text, part instanceof RegExp ? part : new RegExp(part))
console.log(`Jest ${VERSION}: green, and red with the timeline`)
