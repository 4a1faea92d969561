/**
 * Builds `dist/` as it is published: JavaScript, declarations, the JSON schema of scenario files, the playground, the
 * files of `init`, what a report's page is styled and drawn with, the start of Python functions.
 * `node tools/build.ts FOLDER` builds it in another folder than the top.
 */
import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = join(import.meta.dirname, '..')
const dist = resolve(process.argv[2] ?? root, 'dist')

function node(...args: readonly string[]): void {
  execFileSync(process.execPath, args, { cwd: root, stdio: 'inherit' })
}

rmSync(dist, { recursive: true, force: true })
node(join('node_modules', 'typescript', 'bin', 'tsc'), '--project', 'tsconfig.build.json', '--outDir', dist)
node(join('tools', 'schema.ts'), join(dist, 'scenario.schema.json'))
cpSync(join(root, 'src', 'cli', 'template'), join(dist, 'cli', 'template'), { recursive: true })
node(join('tools', 'page.ts'), join(dist, 'playground', 'index.html'))
const browser = join('report', 'html', 'browser')
cpSync(join(root, 'src', browser), join(dist, browser), { recursive: true })
const python = join('local', 'runtime', 'bootstrap', 'python.py')
cpSync(join(root, 'src', python), join(dist, python))
chmodSync(join(dist, 'cli', 'bin.js'), 0o755)
