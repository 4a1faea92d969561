import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { call } from './cli/call.ts'
import { ROOT } from './source-file.ts'

/** What is there in the directory of a shell as it is at the top of the repository. */
const LINKED = ['src', 'examples', 'docs', 'node_modules', 'package.json']

/** What a command printed, stdout and stderr together, as on a terminal, and how it ended. */
interface Ran {
  readonly text: string
  readonly status: number
}

/** A command that reads one file of the repository and writes none: what it prints is always the same. */
const SETTLED = /^asyncinvoke run examples\/\S+$/

/**
 * A shell in a directory of its own that looks like the top of the repository, with `asyncinvoke` as a command. It
 * writes English, in UTF-8, without colours.
 */
export class Shell {
  readonly directory = mkdtempSync(join(tmpdir(), 'asyncinvoke-'))
  private readonly settled = new Map<string, Ran>()
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

  /**
   * Runs a command line as `sh` does; `$?` is the status of the one before. Plain commands of `asyncinvoke` are called in
   * this process (`call.ts` says why); those with a pipe, a file or another program are processes of their own.
   */
  async run(command: string): Promise<Ran> {
    const ran = this.settled.get(command) ?? (await this.runAnew(command))
    if (SETTLED.test(command)) this.settled.set(command, ran)
    this.lastStatus = ran.status
    return ran
  }

  private async runAnew(command: string): Promise<Ran> {
    const [program, ...args] = plainWords(command) ?? []
    if (program !== 'asyncinvoke') return this.spawn(command)
    const { text, code } = await call(args, { cwd: this.directory, env: this.env })
    return { text, status: code }
  }

  private spawn(command: string): Ran {
    const { start } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).scripts
    const line = command
      .replace(/\bnpm start\b/, start)
      .replace(/\bnpx vitest\b/, 'node node_modules/vitest/vitest.mjs')
      .replace(/\bnpx (?=asyncinvoke|node)/g, '')
    const { status, stdout, error } = spawnSync('sh', ['-c', `(exit ${this.lastStatus}); { ${line}\n} 2>&1`], {
      cwd: this.directory,
      encoding: 'utf8',
      env: this.env,
    })
    if (error) throw error
    return { text: stdout, status: status ?? 1 }
  }

  private get env(): NodeJS.ProcessEnv {
    const paths = [join(this.directory, '.bin'), dirname(process.execPath), process.env.PATH]
    return { PATH: paths.join(delimiter), LANG: 'C.UTF-8', NO_COLOR: '1', HOME: this.directory }
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true })
  }
}

/**
 * The words of a command line that any shell splits in the same way: plain characters and quoted ones that mean nothing. Undefined
 * for every other.
 */
export function plainWords(command: string): string[] | undefined {
  const part = /[\w@%+=:,./-]|'[^']*'|"[^"\\$`]*"/
  const word = new RegExp(`(?:${part.source})+`, 'g')
  if (!new RegExp(`^${word.source}(?: +${word.source})*$`).test(command)) return undefined
  return command
    .match(word)!
    .map((each) => each.replace(/'([^']*)'|"([^"]*)"/g, (_, single, double) => single ?? double))
}

/** A report without the one thing in it that no seed decides. */
export function withoutElapsed(text: string): string {
  return text.replace(/simulated in [^·\n]+ ·/g, 'simulated in … ·')
}
