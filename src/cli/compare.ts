import { changesIn } from '../experiment/alternative.ts'
import { type ComparisonResult, checkSameDraws, compareWith, type Setting } from '../experiment/comparison.ts'
import { courseEstimates } from '../experiment/course-estimate.ts'
import type { Effort } from '../experiment/effort.ts'
import { unseenShare } from '../experiment/estimate.ts'
import { scenarioDigest } from '../experiment/scenario-digest.ts'
import type { Course } from '../measure/course.ts'
import { comparisonDocument } from '../report/comparison-json.ts'
import { comparisonText } from '../report/comparison-text.ts'
import { comparisonPage } from '../report/html/comparison-page.ts'
import { formatProblem } from '../scenario/problem.ts'
import { effortOf, effortWords } from './effort-words.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { PageFile } from './page-file.ts'
import { type RowHead, rowHead } from './row-head.ts'
import { checkRowOptions, openRows, type RowOptions, type Rows, resumeWords } from './rows.ts'
import { type Changes, changeWords, type LoadedScenario, ScenarioFile } from './scenario-file.ts'
import { styleFor } from './terminal.ts'
import { UsageError } from './usage-error.ts'
import { withWorkers } from './work.ts'

export interface CompareOptions extends Changes, Effort, RowOptions {
  readonly with?: readonly string[]
  readonly json?: boolean
  readonly html?: string
  readonly redis?: string
}

/**
 * `compare FILE --with …`: simulates a scenario as it is and with changes, under the same draws. What differs, how sure
 * that is and which events made it goes to stdout.
 */
export async function compare(file: string, options: CompareOptions): Promise<ExitCode> {
  const alternatives = options.with ?? []
  if (alternatives.length === 0) throw new UsageError('expected --with PATH=VALUE,PATH=VALUE, once or more, got none')
  const twice = alternatives.find((text, place) => alternatives.indexOf(text) < place)
  if (twice !== undefined) throw new UsageError(`--with: expected each alternative once, got "${twice}" twice`)
  checkRowOptions(options)
  const loaded = await load(file, alternatives, options)
  if (!loaded) return EXIT.usage
  const { json = false, html, out } = options
  const [{ path }] = loaded as [LoadedScenario]
  const settings = loaded.map(({ scenario }, place): Setting => ({ with: alternatives[place - 1] ?? '', scenario }))
  checkDraws(settings)
  const page = PageFile.of(html, [path, out])
  const courses: Course[][] = loaded.map(() => [])
  const startedMs = performance.now()
  let rows: Rows | undefined
  try {
    return await withWorkers<ComparisonResult>({
      redis: options.redis,
      async do(workers, conduct) {
        rows = await openRows(options, headOf(settings))
        const onCourses = page && {
          onCourses(told: readonly Course[]) {
            for (const [place, course] of told.entries()) courses[place]!.push(course)
          },
        }
        const given = { ...effortOf(options), ...conduct, ...onCourses, ...rows?.keeping }
        return compareWith(workers, settings, loaded[0]!.warnings.map(formatProblem), given)
      },
      tell(result) {
        const report = {
          result,
          scenarios: settings.map(({ scenario }) => scenario),
          file,
          changes: changeWords(options),
          unseenShare: unseenShare(result.replications),
        }
        const elapsedMs = performance.now() - startedMs
        if (result.stopped === 'interrupted')
          process.stderr.write(
            `asyncinvoke: interrupted: complete replications: ${result.replications}${resumeWords(options)}\n`,
          )
        const others = alternatives.flatMap((text) => ['--with', text])
        const words = ['compare', file, ...others, ...report.changes, ...effortWords(options)]
        const fault =
          rows?.commit() ??
          page?.commit((assets) =>
            comparisonPage(
              { report, courses: courseEstimates(courses), source: page.source(loaded[0]!, words) },
              assets,
            ),
          )
        process.stdout.write(
          json
            ? `${JSON.stringify(comparisonDocument(report), null, 2)}\n`
            : comparisonText({ ...report, elapsedMs }, styleFor(process.stdout, process.env)),
        )
        // What was simulated is told, whatever became of the files.
        if (fault) throw fault
        // A comparison asks which setting is better, not whether one of them is good: no expectation sets the exit code.
        return EXIT.ok
      },
    })
  } finally {
    rows?.close()
    page?.abandon()
  }
}

function headOf(settings: readonly Setting[]): RowHead {
  const digests = settings.map((setting) => ({ with: setting.with, scenario: scenarioDigest(setting.scenario) }))
  return rowHead('compare', settings[0]!.scenario, { settings: digests })
}

function checkDraws(settings: readonly Setting[]): void {
  try {
    checkSameDraws(settings)
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`--${error.message}; --seed is of all settings`)
    throw error
  }
}

/** All settings, the file as it is first; what is wrong with any of them is printed at once. */
async function load(
  file: string,
  alternatives: readonly string[],
  { set = [], seed }: Changes,
): Promise<LoadedScenario[] | undefined> {
  const source = await ScenarioFile.open(file)
  const changes = { set, ...(seed !== undefined && { seed }) }
  const loaded = [await source.load(changes)]
  // Where the file itself is wrong, each alternative would say the same again.
  if (!loaded[0]) return undefined
  for (const text of alternatives) {
    const more = changesIn(text)
    if (more.length === 0) throw new UsageError('--with: expected PATH=VALUE,PATH=VALUE, got nothing')
    loaded.push(await source.load(changes, { set: more, place: `--with ${text}` }))
  }
  return loaded.every((each) => each !== undefined) ? loaded : undefined
}
