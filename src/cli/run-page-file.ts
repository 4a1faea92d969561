import type { Observer } from '../engine/ports.ts'
import { courseEstimate } from '../experiment/course-estimate.ts'
import { pickTypical, shownFates, type TypicalEvent, watched } from '../experiment/typical-events.ts'
import { courseOf } from '../measure/course.ts'
import type { Fates } from '../measure/fates.ts'
import { Timelines } from '../measure/timelines.ts'
import { TransitionSeries } from '../measure/transition-series.ts'
import { runPage } from '../report/html/run-page.ts'
import type { Report } from '../report/report.ts'
import type { Simulation } from '../scenario/simulation.ts'
import type { Interruption } from './interruption.ts'
import { PageFile } from './page-file.ts'
import type { LoadedScenario } from './scenario-file.ts'
import type { UsageError } from './usage-error.ts'
import { Watch } from './watch.ts'

/** The page of one run, `run FILE --html PAGE`: it measures what the page shows, and writes it. */
export class RunPageFile {
  readonly path: string
  private readonly loaded: LoadedScenario
  private readonly file: PageFile
  private readonly transitions: TransitionSeries
  private readonly fates: Fates

  /** @param others files that the run writes */
  constructor(path: string, loaded: LoadedScenario, others: readonly string[]) {
    const { warmUpMs } = loaded.scenario
    this.path = path
    this.loaded = loaded
    this.file = new PageFile(path, [...others, ...(loaded.path === undefined ? [] : [loaded.path])])
    this.transitions = new TransitionSeries(warmUpMs)
    this.fates = shownFates(warmUpMs)
  }

  /** What the run must tell. */
  get observers(): readonly Observer[] {
    return [this.transitions, this.fates]
  }

  /** Writes what the run came to, typical events with it unless it was interrupted. @returns what went wrong with the file */
  async commit(report: Report, { metrics }: Simulation, interruption: Interruption): Promise<UsageError | undefined> {
    const course = courseEstimate([courseOf(metrics, this.transitions)])
    const typical = interruption.exitCode === undefined ? await this.typical(interruption) : []
    const { file = '', changes = [] } = report
    const source = this.file.source(this.loaded, ['run', file, ...changes])
    return this.file.commit((assets) => runPage({ report, course, typical, source }, assets))
  }

  abandon(): void {
    this.file.abandon()
  }

  /** Runs the scenario once more, to watch the events that were picked. None after an interruption. */
  private async typical(interruption: Interruption): Promise<TypicalEvent[]> {
    const picked = pickTypical(this.fates)
    if (picked.length === 0) return []
    const timelines = new Timelines(picked.map(({ event }) => event))
    const simulation = await new Watch(this.loaded.scenario, interruption).follow(timelines)
    if (simulation) return watched(picked, timelines, simulation)
    process.stderr.write(`asyncinvoke: interrupted: ${this.path} has no typical events\n`)
    return []
  }
}
