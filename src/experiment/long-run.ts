import type { ArrivalSpec } from '../scenario/arrival-spec.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { type BatchMeans, batchMeans } from './batch-means.ts'
import { EVENT_SERIES, type EventSeries, type EventSeriesName } from './event-series.ts'
import { warmUpCut } from './warm-up.ts'

/** A beginning that is left out for less than this share of the run changes little. */
const BEGINNING = 0.02

/** What a single long run says of how sure its means are. */
export interface LongRun {
  /**
   * The warm-up that MSER-5 would choose, going by the time from acceptance to end: in milliseconds from the start of the
   * run, at least the scenario's own. Null for too short a run.
   */
  readonly warmUp: number | null
  /**
   * Means over all events after the warm-up that the scenario itself leaves out: of the time from acceptance to end in
   * milliseconds, of attempts, and the share of events that were dropped. Null for too short a run.
   */
  readonly means: Readonly<Record<EventSeriesName, BatchMeans | null>>
  /** Why this is not to be believed, in sentences; empty where nothing speaks against it. */
  readonly doubts: readonly string[]
}

/** What the means of a run are worth, by batch means, and how much of its beginning is not like the rest. */
export function longRunOf(series: EventSeries, scenario: Scenario): LongRun {
  const completion = series.means('completion')
  const cut = warmUpCut(completion)
  const means = Object.fromEntries(
    EVENT_SERIES.map((name) => [name, batchMeans(series.means(name)) ?? null]),
  ) as LongRun['means']
  // Arrivals are steady, or else there is a doubt: so many events, so much time.
  const { runLengthMs, warmUpMs } = scenario
  const share = cut && cut.cut / completion.length
  const warmUp = share === undefined ? null : Math.round(warmUpMs + share * (runLengthMs - warmUpMs))
  const tooShort = EVENT_SERIES.filter((name) => means[name]?.isTooShort)
  const unsteady = unsteadiness(scenario)
  return {
    warmUp,
    means,
    doubts: [
      ...(unsteady.length > 0
        ? [`A steady state is supposed, and this scenario has ${unsteady.join(', ')}: make replications instead.`]
        : []),
      ...(means.completion
        ? []
        : ['The run is too short to say anything: it has fewer than 200 events, so make it longer.']),
      ...(tooShort.length > 0
        ? [`Batches still hang together (${tooShort.join(', ')}), so intervals are too narrow: make the run longer.`]
        : []),
      ...(cut && !cut.isSound
        ? ['The first half is not like the second: the run is too short, or never becomes steady.']
        : []),
      ...(cut?.isSound && cut.cut > BEGINNING * completion.length
        ? [`The beginning is not like the rest: set warmUp to ${Math.ceil(warmUp! / 1_000)}s or more.`]
        : []),
    ],
  }
}

/** What keeps a scenario from a steady state, in words. */
function unsteadiness({ functions, dependencies, changes, destinations, runLengthMs }: Scenario): string[] {
  const goOn = (source: ArrivalSpec) => isSteady(source) && source.untilMs >= runLengthMs
  const models = functions.flatMap(({ model, versions }) => [model, ...versions.map((version) => version.model)])
  const hasOutages =
    models.some(({ errors }) => errors.outages.length > 0) || dependencies.some(({ outages }) => outages.length > 0)
  return [
    ...(functions.some(({ arrivals }) => !arrivals.every(goOn)) ? ['arrivals that vary'] : []),
    ...(hasOutages ? ['outages'] : []),
    ...(changes.length > 0 ? ['changes'] : []),
    ...(destinations.some(({ queue }) => queue && queue.redrives.length > 0) ? ['redrives'] : []),
  ]
}

/** Whether a source is the same from the start of the run on, whenever one looks. */
function isSteady(arrivals: ArrivalSpec): boolean {
  switch (arrivals.kind) {
    case 'poisson':
    case 'constant':
      return typeof arrivals.ratePerMs === 'number' && arrivals.fromMs === 0
    case 'bursts':
      return arrivals.fromMs === 0
    case 'batch':
      return 'everyMs' in arrivals.begins
    default:
      return false
  }
}
