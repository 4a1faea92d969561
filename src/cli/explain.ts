import { FATES, type Fate, Fates } from '../measure/fates.ts'
import type { Timeline } from '../measure/timeline.ts'
import { Timelines } from '../measure/timelines.ts'
import { suggestName } from '../notation/nearest.ts'
import type { Explanation, Question } from '../report/explanation.ts'
import { countText } from '../report/number.ts'
import { explanationDocument } from '../report/timeline-json.ts'
import { timelineSvg } from '../report/timeline-svg.ts'
import { timelineText } from '../report/timeline-text.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { tuneCompiler } from './compiler.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { Interruption } from './interruption.ts'
import { ReportFile } from './report-file.ts'
import { type Changes, loadScenario } from './scenario-file.ts'
import { styleFor } from './terminal.ts'
import { UsageError } from './usage-error.ts'
import { Watch } from './watch.ts'

export interface ExplainOptions extends Changes {
  readonly event?: number
  readonly why?: Fate
  readonly count?: number
  readonly function?: string
  readonly json?: boolean
  readonly svg?: string
}

/**
 * `explain FILE --event N | --why FATE`: the timeline of one event, or of typical ones of a fate, each step with the rule
 * that made it. For a fate the scenario runs twice: once to choose events, once to watch them. Events are the same in
 * both, since their draws are.
 */
export async function explain(file: string, options: ExplainOptions): Promise<ExitCode> {
  checkUsage(options)
  const loaded = await loadScenario(file, options)
  if (!loaded) return EXIT.usage
  const { scenario } = loaded
  checkFunction(options.function, scenario)
  // Before the file is begun: a signal must not leave it half written.
  const interruption = new Interruption()
  const watch = new Watch(scenario, interruption)
  let picture: ReportFile | undefined
  try {
    if (options.svg !== undefined)
      picture = new ReportFile('--svg', options.svg, '.svg', loaded.path === undefined ? [] : [loaded.path])
    tuneCompiler()
    const asked = await (options.why === undefined
      ? byNumber(options.event!, watch)
      : byFate(options.why, options, watch, scenario))
    if (asked === undefined) {
      process.stderr.write('asyncinvoke: interrupted: nothing is explained\n')
      return interruption.exitCode ?? EXIT.interrupted
    }
    const explanation: Explanation = { scenario, ...asked }
    picture?.commit(asked.timelines.length === 0 ? undefined : timelineSvg(explanation))
    process.stdout.write(
      options.json
        ? `${JSON.stringify(explanationDocument(explanation), null, 2)}\n`
        : timelineText(explanation, styleFor(process.stdout, process.env)),
    )
    return EXIT.ok
  } finally {
    picture?.abandon()
    interruption.close()
  }
}

type Asked = Pick<Explanation, 'timelines' | 'question'>

async function byNumber(event: number, watch: Watch): Promise<Asked | undefined> {
  const timelines = new Timelines([event])
  const simulation = await watch.follow(timelines)
  if (!simulation) return undefined
  const timeline = timelines.of(event, simulation.engine.choices)
  if (timeline) return { timelines: [timeline], question: undefined }
  const { accepted } = simulation.engine
  if (accepted === 0) throw new UsageError('--event: expected the number of an event, but no event arrived')
  throw new UsageError(`--event: expected a number from 1 to ${countText(accepted)}, got ${countText(event)}`)
}

async function byFate(
  fate: Fate,
  options: ExplainOptions,
  watch: Watch,
  { warmUpMs }: Scenario,
): Promise<Asked | undefined> {
  const { count = 1, function: functionName } = options
  const fates = new Fates([fate], functionName, warmUpMs)
  if (!(await watch.run({ observers: [fates] }))) return undefined
  const others = FATES.map((each) => ({ fate: each, count: fates.count(each) })).filter((each) => each.count > 0)
  const question: Question = { fate, met: fates.count(fate), total: fates.total, functionName, others }
  const events = fates.pick(fate, count)
  if (events.length === 0) return { timelines: [], question }
  const timelines = new Timelines(events)
  const simulation = await watch.follow(timelines)
  if (!simulation) return undefined
  const { choices } = simulation.engine
  return { timelines: events.map((event): Timeline => timelines.of(event, choices)!), question }
}

function checkUsage({ event, why, count, function: functionName, svg }: ExplainOptions): void {
  if ((event === undefined) === (why === undefined)) {
    const got = event === undefined ? 'neither' : 'both'
    throw new UsageError(`expected one of --event N and --why FATE, got ${got}; fates: ${FATES.join(', ')}`)
  }
  if (event !== undefined && count !== undefined) throw new UsageError('--count: expected together with --why only')
  if (event !== undefined && functionName !== undefined)
    throw new UsageError('--function: expected together with --why only')
  if (svg !== undefined && (count ?? 1) > 1) throw new UsageError('--svg: expected one event, got a --count above 1')
}

function checkFunction(name: string | undefined, { functions }: Scenario): void {
  const names = functions.map((spec) => spec.name)
  if (name === undefined || names.includes(name)) return
  throw new UsageError(`--function: expected a function of the scenario, got '${name}'${suggestName(name, names)}`)
}
