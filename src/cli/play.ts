import { existsSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { checkedLesson } from '../lesson/checked-lesson.ts'
import { isLesson } from '../lesson/lesson.ts'
import { applyOverride, parseOverride } from '../scenario/override.ts'
import { packed } from '../scenario/packed.ts'
import { SourceText } from '../scenario/source-text.ts'
import { openInBrowser } from './browser.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { type Changes, orProblems, ScenarioFile } from './scenario-file.ts'
import { UsageError } from './usage-error.ts'

export interface PlayOptions extends Changes {
  /** Whether to start a browser. */
  readonly open: boolean
  /** Whether to show the scenario in the terminal instead. */
  readonly terminal?: boolean
  /** There: simulated seconds a second. */
  readonly speed?: number
}

/** The page as it is built: beside this program, or where the sources build it. */
const PAGE = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/playground/index.html' : '../playground/index.html',
  import.meta.url,
)

/**
 * `play [FILE]`: opens the page with a scenario or a lesson in its link, and prints its address. With `--terminal` it shows a
 * scenario as it runs.
 */
export async function play(file: string | undefined, options: PlayOptions): Promise<ExitCode> {
  if (options.terminal) {
    const { playInTerminal } = await import('./terminal-play.ts')
    return playInTerminal(file, options)
  }
  if (options.speed !== undefined) throw new UsageError('--speed: expected together with --terminal only')
  const address = await pageAddress(file, options, fileURLToPath(PAGE))
  if (address === undefined) return EXIT.usage
  process.stdout.write(`${address}\n`)
  const trouble = options.open ? await openInBrowser(address) : undefined
  if (trouble !== undefined)
    process.stderr.write(`asyncinvoke: no browser was started: ${trouble}; open the address yourself\n`)
  return EXIT.ok
}

/**
 * The address of the page with a file in its link.
 *
 * @param page path of the built page
 * @returns undefined where the file is no sound scenario or lesson, and the problems are printed
 * @throws UsageError where there is no such file, or a link cannot carry it; or where there is no page
 */
export async function pageAddress(
  file: string | undefined,
  changes: Changes,
  page: string,
): Promise<string | undefined> {
  const fragment = file === undefined ? withoutFile(changes) : await fragmentOf(await ScenarioFile.open(file), changes)
  if (fragment === undefined) return undefined
  if (!existsSync(page))
    throw new UsageError(`expected the page at ${page}, but there is no such file: npm run build:page builds it`)
  return pathToFileURL(page).href + fragment
}

function withoutFile({ seed, set }: Changes): string {
  if (seed !== undefined) throw new UsageError('--seed: expected together with a FILE only')
  if (set !== undefined) throw new UsageError('--set: expected together with a FILE only')
  return ''
}

async function fragmentOf(file: ScenarioFile, changes: Changes): Promise<string | undefined> {
  const { text, name } = file
  const { data } = new SourceText(text, name)
  if (isLesson(data)) return lessonFragment(text, name, changes)
  const loaded = await file.load(changes)
  if (!loaded) return undefined
  const [first] = file.filesRead
  if (first !== undefined)
    throw new UsageError(
      `${name}: expected a scenario that stands alone, but it names ${first}, which a link cannot carry; asyncinvoke run reads it`,
    )
  const { name: title, seed } = loaded.scenario
  const changed = (changes.set ?? []).reduce<unknown>((made, set) => applyOverride(made, parseOverride(set)), data)
  return `#scenario=${carried({ ...(changed as object), name: title, seed }, name)}`
}

async function lessonFragment(text: string, name: string, { seed, set }: Changes): Promise<string | undefined> {
  // Whatever is changed, its answers would speak of another run.
  if (seed !== undefined || set !== undefined)
    throw new UsageError(
      `${seed === undefined ? '--set' : '--seed'}: expected together with a scenario, and ${name} is a lesson`,
    )
  const lesson = await orProblems(checkedLesson(text, name))
  return lesson && `#ownLesson=${carried(lesson, name)}`
}

function carried(data: unknown, name: string): string {
  try {
    return packed(data)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new UsageError(`${name}: too large for a link: ${error.message}`)
  }
}
