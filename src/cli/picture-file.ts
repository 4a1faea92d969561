import { extname } from 'node:path'
import { OutputFile } from './output-file.ts'
import { UsageError } from './usage-error.ts'

/** The file of `--svg`. It is opened before anything runs, and appears when it is whole. */
export class PictureFile {
  private readonly file: OutputFile

  /** @param scenarioPath the file that must not be overwritten; undefined for stdin */
  constructor(path: string, scenarioPath: string | undefined) {
    if (!path.startsWith('/dev/') && extname(path).toLowerCase() !== '.svg')
      throw new UsageError(`--svg: expected a file name that ends in .svg, got '${path}'`)
    this.file = new OutputFile(path, `--svg: ${path}`)
    if (scenarioPath === undefined || OutputFile.pathOf(scenarioPath) !== this.file.finalPath) return
    this.file.abandon()
    throw new UsageError(`--svg: expected a file of its own, got '${path}', which this run reads`)
  }

  /** @param picture undefined where there is nothing to draw: then no file appears */
  commit(picture: string | undefined): void {
    if (picture === undefined) return this.abandon()
    this.file.write(picture)
    this.file.commit()
  }

  abandon(): void {
    this.file.abandon()
  }
}
