import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { ROOT } from './source-file.ts'

/** What is there in the directory of a shell as it is at the top of the repository. */
const LINKED = ['src', 'examples', 'docs', 'node_modules', 'package.json']

/**
 * A shell in a directory of its own that looks like the top of the repository, with `asyncinvoke` as a command. It
 * writes English, in UTF-8, without colours. Text is stdout and stderr together, as on a terminal.
 */
export class Shell {
  readonly directory = mkdtempSync(join(tmpdir(), 'asyncinvoke-'))
  private lastStatus = 0

  constructor() {
    const bin = join(this.directory, '.bin')
    mkdirSync(bin)
    writeFileSync(
      join(bin, 'asyncinvoke'),
      `#!/bin/sh\nexec "${process.execPath}" "${join(ROOT, 'src/cli/main.ts')}" "$@"\n`,
    )
    chmodSync(join(bin, 'asyncinvoke'), 0o755)
    for (const name of LINKED) symlinkSync(join(ROOT, name), join(this.directory, name))
  }

  /** Saves a file there. */
  write(name: string, text: string): void {
    writeFileSync(join(this.directory, name), text)
  }

  /** Runs a command line as `sh` does; `$?` is the status of the one before. */
  run(command: string): { readonly text: string; readonly status: number } {
    const { start } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).scripts
    const line = command
      .replace(/\bnpm start\b/, start)
      .replace(/\bnpx vitest\b/, 'node node_modules/vitest/vitest.mjs')
      .replace(/\bnpx (?=asyncinvoke|node)/g, '')
    const paths = [join(this.directory, '.bin'), dirname(process.execPath), process.env.PATH]
    const { status, stdout, error } = spawnSync('sh', ['-c', `(exit ${this.lastStatus}); { ${line}\n} 2>&1`], {
      cwd: this.directory,
      encoding: 'utf8',
      env: { PATH: paths.join(delimiter), LANG: 'C.UTF-8', NO_COLOR: '1', HOME: this.directory },
    })
    if (error) throw error
    this.lastStatus = status ?? 1
    return { text: stdout, status: this.lastStatus }
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true })
  }
}

/** A report without the one thing in it that no seed decides. */
export function withoutElapsed(text: string): string {
  return text.replace(/simulated in [^·\n]+ ·/g, 'simulated in … ·')
}
