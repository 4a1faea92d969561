import { courseEstimate } from '../experiment/course-estimate.ts'
import type { Effort } from '../experiment/effort.ts'
import { unseenShare } from '../experiment/estimate.ts'
import { type ExperimentResult, experimentWith } from '../experiment/experiment.ts'
import { replicationSeed } from '../experiment/replication-seed.ts'
import type { TypicalEvent } from '../experiment/typical-events.ts'
import type { Course } from '../measure/course.ts'
import { replicationsPage } from '../report/html/replications-page.ts'
import { replicationsText } from '../report/replications-text.ts'
import { formatProblem } from '../scenario/problem.ts'
import { effortOf, effortWords } from './effort-words.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { PageFile } from './page-file.ts'
import { rowHead } from './row-head.ts'
import { openRows, type RowOptions, type Rows, resumeWords } from './rows.ts'
import { type Changes, changeWords, type LoadedScenario } from './scenario-file.ts'
import { styleFor } from './terminal.ts'
import { withWorkers } from './work.ts'

export interface ReplicationsOptions extends Effort, Changes, RowOptions {
  readonly json?: boolean
  readonly html?: string
  readonly redis?: string
}

/** `run FILE --replications N`: simulates a scenario many times, and prints how sure its figures are. */
export async function runReplications(
  file: string,
  loaded: LoadedScenario,
  options: ReplicationsOptions,
): Promise<ExitCode> {
  const { scenario, warnings, path } = loaded
  const { json = false, html, out } = options
  const page = PageFile.of(html, [path, out])
  const courses: Course[] = []
  let typical: readonly TypicalEvent[] = []
  const startedMs = performance.now()
  let rows: Rows | undefined
  try {
    return await withWorkers<ExperimentResult>({
      redis: options.redis,
      async do(workers, conduct) {
        rows = await openRows(options, rowHead('run', scenario))
        const onCourses = page && { onCourses: ([course]: readonly Course[]) => courses.push(course!) }
        const given = { ...effortOf(options), ...conduct, ...onCourses, ...rows?.keeping }
        const result = await experimentWith(workers, scenario, warnings.map(formatProblem), given)
        if (page && result && !conduct.signal.aborted) typical = await workers.typical(scenario)
        return result
      },
      tell(result) {
        const { count, stopped, expectations } = result.replications
        if (stopped === 'interrupted')
          process.stderr.write(`asyncinvoke: interrupted: complete replications: ${count}${resumeWords(options)}\n`)
        const report = {
          result,
          file,
          otherSeed: count > 1 ? replicationSeed(scenario.seed, 2) : undefined,
          unseenShare: unseenShare(count),
        }
        const elapsedMs = performance.now() - startedMs
        const words = ['run', file, ...changeWords(options), ...effortWords(options)]
        const fault =
          rows?.commit() ??
          page?.commit((assets) => {
            const [course, source] = [courseEstimate(courses), page.source(loaded, words)]
            return replicationsPage({ report, scenario, course, typical, source }, assets)
          })
        const style = styleFor(process.stdout, process.env)
        process.stdout.write(
          json ? `${JSON.stringify(result, null, 2)}\n` : replicationsText({ ...report, elapsedMs }, style),
        )
        // What was simulated is told, whatever became of the files.
        if (fault) throw fault
        return expectations.every(({ met }) => met === count) ? EXIT.ok : EXIT.unmet
      },
    })
  } finally {
    rows?.close()
    page?.abandon()
  }
}
