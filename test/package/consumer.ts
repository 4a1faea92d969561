import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { ROOT } from '../source-file.ts'

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))

/** What the packed file is made of, beside `dist`. */
const PACKED = ['package.json', 'README.md', 'LICENSE', ...manifest.files.filter((name: string) => name !== 'dist')]

/** What a command printed, stdout and stderr together, and how it ended. */
export interface Run {
  readonly text: string
  readonly status: number
}

/** The package as `npm pack` makes it, from a build of its own. */
export class PackedPackage {
  readonly folder = mkdtempSync(join(tmpdir(), 'asyncinvoke-packed-'))
  /** Path of the `.tgz`. */
  readonly file: string

  constructor() {
    const staged = join(this.folder, 'staged')
    mkdirSync(staged)
    for (const name of PACKED) cpSync(join(ROOT, name), join(staged, name), { recursive: true })
    execFileSync(process.execPath, [join(ROOT, 'tools/build.ts'), staged], { stdio: 'pipe' })
    const packing = ['pack', '--silent', '--ignore-scripts', '--pack-destination', this.folder]
    const name = execFileSync('npm', packing, { cwd: staged, encoding: 'utf8' }).trim()
    this.file = join(this.folder, name)
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/**
 * A project that has installed the packed file: a folder with the package in its `node_modules`, beside it what its manifest
 * depends on and the packages named, and nothing else. Those are links to what this repository has, so that no registry is asked.
 */
export class Consumer {
  readonly folder = mkdtempSync(join(tmpdir(), 'asyncinvoke-consumer-'))

  constructor({ file }: PackedPackage, others: readonly string[]) {
    const installed = join(this.folder, 'node_modules', manifest.name)
    mkdirSync(installed, { recursive: true })
    execFileSync('tar', ['-xzf', file, '-C', installed, '--strip-components', '1'])
    for (const name of [...Object.keys(manifest.dependencies), ...others]) {
      const link = join(this.folder, 'node_modules', name)
      mkdirSync(dirname(link), { recursive: true })
      symlinkSync(join(ROOT, 'node_modules', name), link)
    }
    this.write('package.json', JSON.stringify({ private: true, type: 'module' }))
  }

  /** Adds a package of another folder. */
  link(name: string, folder: string): void {
    symlinkSync(folder, join(this.folder, 'node_modules', name))
  }

  /** Saves a file there. */
  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text)
  }

  /** Runs a program with this test's own Node. */
  node(...args: readonly string[]): Run {
    const { stdout, stderr, status } = spawnSync(process.execPath, args, {
      cwd: this.folder,
      encoding: 'utf8',
      env: {
        PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
        HOME: this.folder,
        LANG: 'C.UTF-8',
        NO_COLOR: '1',
      },
    })
    return { text: stdout + stderr, status: status ?? 1 }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
