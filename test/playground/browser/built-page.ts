import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '../../source-file.ts'

/** The page, built into a folder of its own, which takes a second. */
export class BuiltPage {
  readonly file: string
  private readonly folder = mkdtempSync(join(tmpdir(), 'asyncinvoke-page-'))

  constructor() {
    this.file = join(this.folder, 'index.html')
    execFileSync(process.execPath, [join(ROOT, 'tools', 'page.ts'), this.file], { cwd: ROOT })
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
