import type { PageAssets } from '../report/html/page.ts'
import type { Source } from '../report/html/source.ts'
import { shellWord } from '../report/shell-word.ts'
import { pageAssets } from './page-assets.ts'
import { programVersion } from './program-version.ts'
import { ReportFile } from './report-file.ts'
import type { LoadedScenario } from './scenario-file.ts'
import { UsageError } from './usage-error.ts'

/** The file of `--html`: opened before anything runs, and there when it is whole. */
export class PageFile {
  private readonly file: ReportFile

  /** @param others files that the command reads or writes, which must not be overwritten */
  constructor(path: string, others: readonly string[]) {
    this.file = new ReportFile('--html', path, '.html', others)
  }

  /** @param path undefined where no page is asked for. @param others as far as there are any */
  static of(path: string | undefined, others: readonly (string | undefined)[]): PageFile | undefined {
    if (path === undefined) return undefined
    return new PageFile(
      path,
      others.filter((other) => other !== undefined),
    )
  }

  /** What a page was made from. @param words of the command, without the option of the page */
  source({ text, scenario }: Pick<LoadedScenario, 'text' | 'scenario'>, words: readonly string[]): Source {
    const command = ['asyncinvoke', ...words, '--html', this.file.path].map(shellWord).join(' ')
    return { text, command, seed: scenario.seed }
  }

  /** Writes the page. @returns what went wrong, for whoever has a result to print first */
  commit(page: (assets: PageAssets) => string): UsageError | undefined {
    try {
      this.file.commit(page(pageAssets(programVersion())))
      return undefined
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
      return error
    }
  }

  abandon(): void {
    this.file.abandon()
  }
}
