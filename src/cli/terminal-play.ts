import { isLesson } from '../lesson/lesson.ts'
import { ConditionCounts } from '../measure/condition-counts.ts'
import { Decisions } from '../measure/decisions.ts'
import { slotsOf } from '../measure/slots.ts'
import { Whereabouts } from '../measure/whereabouts.ts'
import type { Stage } from '../report/stage/stage.ts'
import { stageText } from '../report/stage/stage-text.ts'
import { reportText } from '../report/text.ts'
import { formatProblem } from '../scenario/problem.ts'
import { Simulation } from '../scenario/simulation.ts'
import { SourceText } from '../scenario/source-text.ts'
import { tuneCompiler } from './compiler.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { FullScreen } from './full-screen.ts'
import { Interruption } from './interruption.ts'
import { Pace, speedFor } from './pace.ts'
import { type Changes, changeWords, type LoadedScenario, ScenarioFile } from './scenario-file.ts'
import { styleFor } from './terminal.ts'
import { UsageError } from './usage-error.ts'

/** Real time from one frame to the next: 30 a second at most. */
const FRAME_MS = 1_000 / 30

export interface TerminalPlayOptions extends Changes {
  /** Simulated seconds a second. Default: so that the run takes about a minute. */
  readonly speed?: number
}

/**
 * `play --terminal FILE`: shows a scenario as it runs, on the whole terminal. Afterwards the report of what was simulated
 * stands where the shell goes on.
 */
export async function playInTerminal(file: string | undefined, options: TerminalPlayOptions): Promise<ExitCode> {
  if (file === undefined) throw new UsageError('--terminal: expected the FILE of a scenario')
  const source = await ScenarioFile.open(file)
  if (isLesson(new SourceText(source.text, source.name).data))
    throw new UsageError(`--terminal: expected a scenario, and ${file} is a lesson: asyncinvoke play ${file} opens it`)
  checkTerminal(file)
  const loaded = await source.load(options)
  if (!loaded) return EXIT.usage
  tuneCompiler()
  const interruption = new Interruption()
  const play = new TerminalPlay(loaded, options.speed ?? speedFor(loaded.scenario.runLengthMs), interruption)
  try {
    await play.show()
  } finally {
    play.close()
    interruption.close()
  }
  const { simulation } = play
  const result = simulation.result(loaded.warnings.map(formatProblem))
  const { metrics, depths, scenario } = simulation
  const report = { result, scenario, series: metrics.series, depths, file, changes: changeWords(options) }
  process.stdout.write(reportText({ ...report, named: loaded.named }, styleFor(process.stdout, process.env)))
  if (interruption.exitCode !== undefined) return interruption.exitCode
  return !result.complete || result.expectations.every(({ met }) => met) ? EXIT.ok : EXIT.unmet
}

/** One run on the screen, from its start to its end or until somebody leaves. */
class TerminalPlay {
  readonly simulation: Simulation
  private readonly whereabouts = new Whereabouts()
  private readonly conditions = new ConditionCounts()
  private readonly decisions = new Decisions()
  private readonly pace: Pace
  private readonly full: FullScreen
  private readonly interruption: Interruption
  private isLeft = false
  private wake = () => {}

  constructor({ scenario }: LoadedScenario, speed: number, interruption: Interruption) {
    const { whereabouts, conditions, decisions } = this
    const { observers, onRedrive } = decisions
    this.simulation = new Simulation(scenario, { observers: [whereabouts, conditions, ...observers], onRedrive })
    this.pace = new Pace(this.simulation, speed, () => performance.now())
    this.interruption = interruption
    this.full = new FullScreen({ onKey: (key) => this.press(key), onRefresh: () => this.wake() })
  }

  /** Shows it until it is over and somebody has seen that, or until somebody leaves. */
  async show(): Promise<void> {
    const { full, pace, simulation, interruption } = this
    const style = styleFor(process.stdout, process.env)
    void interruption.asked.then(() => this.wake())
    while (!this.isLeft && interruption.exitCode === undefined) {
      const startedMs = performance.now()
      pace.frame()
      const isDrawn = full.screen.draw(stageText(this.stage(), style, full.screen.size))
      const isStill = simulation.isDone || !pace.isPlaying
      if (simulation.isDone && !full.hasKeys) return
      await this.rest(isStill && isDrawn ? undefined : Math.max(1, FRAME_MS - (performance.now() - startedMs)))
    }
  }

  /** Gives the terminal back. */
  close(): void {
    this.full.close()
  }

  /** @param ms until when, if nothing wakes it before; undefined: something must */
  private async rest(ms: number | undefined): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined
    await new Promise<void>((resolve) => {
      this.wake = resolve
      if (ms !== undefined) timer = setTimeout(resolve, ms)
    })
    clearTimeout(timer)
  }

  private press(key: string): void {
    const { pace } = this
    if (key === 'q' || key === 'Q') this.isLeft = true
    else if (key === ' ') pace.toggle()
    else if (key === '+' || key === '=') pace.faster()
    else if (key === '-' || key === '_') pace.slower()
    else if (key === '.' || key === '\x1b[C' || key === '\x1bOC') pace.step()
    this.wake()
  }

  private stage(): Stage {
    const { simulation, pace, whereabouts, conditions, decisions } = this
    const { engine, metrics, scenario, isDone, nextMs } = simulation
    metrics.close()
    return {
      scenario,
      nowMs: engine.nowMs,
      nextMs,
      isOver: isDone,
      isPlaying: pace.isPlaying,
      speed: pace.speed,
      isBehind: pace.isBehind,
      hasKeys: this.full.hasKeys,
      whereabouts,
      conditions,
      slots: slotsOf(engine),
      series: metrics.series,
      decisions,
    }
  }
}

function checkTerminal(file: string): void {
  const instead = `asyncinvoke run ${file} prints its report anywhere`
  if (!process.stdout.isTTY)
    throw new UsageError(`--terminal: expected a terminal to draw on, got a file or a pipe; ${instead}`)
  if (process.env.TERM === 'dumb')
    throw new UsageError(`--terminal: expected a terminal whose cursor moves, got TERM=dumb; ${instead}`)
}
