import { extname } from 'node:path'
import { OutputFile } from './output-file.ts'
import { UsageError } from './usage-error.ts'

/** The file of an option that makes a picture or a page. It is opened before anything runs, and appears when it is whole. */
export class ReportFile {
  private readonly file: OutputFile

  /**
   * @param option that named the file, such as `--svg`
   * @param ending that its name must have, such as `.svg`
   * @param others files that the command reads or writes, which must not be overwritten
   */
  constructor(option: string, path: string, ending: string, others: readonly string[]) {
    if (!path.startsWith('/dev/') && extname(path).toLowerCase() !== ending)
      throw new UsageError(`${option}: expected a file name that ends in ${ending}, got '${path}'`)
    this.file = new OutputFile(path, `${option}: ${path}`)
    if (others.every((other) => OutputFile.pathOf(other) !== this.file.finalPath)) return
    this.file.abandon()
    throw new UsageError(`${option}: expected a file of its own, got '${path}', which this run uses too`)
  }

  get path(): string {
    return this.file.path
  }

  /** @param text undefined where there is nothing to tell: then no file appears */
  commit(text: string | undefined): void {
    if (text === undefined) return this.abandon()
    this.file.write(text)
    this.file.commit()
  }

  abandon(): void {
    this.file.abandon()
  }
}
