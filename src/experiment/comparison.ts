import type { Timeline } from '../measure/timeline.ts'
import type { DocumentHead } from '../scenario/document-head.ts'
import { documentHead } from '../scenario/document-head.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { valuesIn } from './alternative.ts'
import { MOST_COURSES } from './course-estimate.ts'
import { type Conduct, type Effort, mostOf, type PrecisionResult, type Stop, stopOf } from './effort.ts'
import type { Estimate } from './estimate.ts'
import { Estimates } from './estimates.ts'
import { type EventChanges, eventChanges } from './event-changes.ts'
import type { EndColumns } from './event-ends.ts'
import { type ByFigure, byFigure, figuresOf, wordsOf } from './figure.ts'
import { CONFIDENCE } from './interval.ts'
import { PairedDifferences } from './paired-differences.ts'
import { headlinesOf, Precision } from './precision.ts'
import { replicate } from './replications.ts'
import { RowKeeper } from './row-keeper.ts'
import type { RowKeeping } from './run-row.ts'
import type { Runner } from './workers.ts'

/** A scenario that is compared with others, and what it is called: the changes that make it, as they were written. */
export interface Setting {
  /** `''` for the scenario as it is. */
  readonly with: string
  readonly scenario: Scenario
}

/** Settings under the same draws. The first one is the scenario as it is; the others are compared with it. */
export interface ComparisonResult extends DocumentHead {
  /** Replications of each setting. */
  readonly replications: number
  /** Share of intervals that contain the true mean: 0.95. */
  readonly confidence: number
  readonly stopped: Stop
  /** Only where one was asked for. It is asked of the differences: half-widths are shares of the larger of the two means. */
  readonly precision?: PrecisionResult
  readonly settings: readonly SettingResult[]
  /** By the words of expectations: `figures.total['eventAge.p99']`. */
  readonly figures: ByFigure<ComparedFigure>
  /** How events fared in the first replication, one entry for each setting but the first. */
  readonly events: readonly (EventChanges & { readonly with: string })[]
  /** One event that fared differently, followed under both settings; null where all fared alike. */
  readonly example: Example | null
  readonly warnings: readonly string[]
}

export interface SettingResult {
  readonly with: string
  /** In how many replications each expectation was met. */
  readonly expectations: readonly { readonly expectation: string; readonly met: number }[]
}

export interface ComparedFigure {
  /** One for each setting, in their order; null where it does not have the figure. */
  readonly settings: readonly (Estimate | null)[]
  /** One for each setting but the first: what it has more, replication by replication. Null where either has none. */
  readonly differences: readonly (Estimate | null)[]
}

export interface Example {
  readonly with: string
  /** Under the scenario as it is, and with the change. */
  readonly timelines: readonly [before: Timeline, after: Timeline]
}

/** @throws RangeError for a setting with another seed: it would not be the same luck that meets the settings */
export function checkSameDraws([base, ...others]: readonly Setting[]): void {
  for (const { with: text, scenario } of others) {
    if (scenario.seed === base!.scenario.seed) continue
    throw new RangeError(
      `with ${text}: expected the seed of the other settings, ${base!.scenario.seed}, got ${scenario.seed}`,
    )
  }
}

/**
 * Compares settings that were read, with runs made by somebody else.
 *
 * @param settings two or more; the first one is the scenario as it is
 * @returns undefined where it was ended before one replication was whole
 */
export async function compareWith(
  runner: Runner,
  settings: readonly Setting[],
  warnings: readonly string[],
  options: Effort & Omit<Conduct, 'workers'> & RowKeeping = {},
): Promise<ComparisonResult | undefined> {
  const most = mostOf(options)
  const precision = options.precision === undefined ? undefined : new Precision(options.precision)
  const [{ scenario }] = settings as [Setting, ...Setting[]]
  const changes = settings.map((setting) => valuesIn(setting.with))
  const keeper = new RowKeeper(changes, scenario.seed, options)
  let estimates: Estimates[] = []
  let pairs: PairedDifferences[] = []
  let ends: EndColumns[] = []
  let headlines: readonly number[] = []
  const isSure = () => estimates.every(({ isWithoutChance }) => isWithoutChance)
  let needed = precision ? Number.POSITIVE_INFINITY : most
  const met = settings.map((setting) => setting.scenario.expectations.map(() => 0))

  const end = await replicate(runner, {
    scenarios: settings.map((setting) => setting.scenario),
    most,
    known: keeper.known,
    endsOf: 1,
    coursesOf: options.onCourses ? MOST_COURSES : 0,
    signal: options.signal,
    onProgress: options.onProgress && ((made) => options.onProgress?.(Math.min(1, made / Math.min(most, needed)))),
    onReplication(replications) {
      if (replications[0]!.course) options.onCourses?.(replications.map(({ course }) => course!))
      if (replications[0]!.result) {
        estimates = replications.map(({ result }) => new Estimates(figuresOf(result!)))
        pairs = estimates.slice(1).map((other) => new PairedDifferences(estimates[0]!, other))
        ends = replications.map((replication) => replication.ends!)
        headlines = headlinesOf(estimates[0]!.figures, scenario.expectations)
      }
      keeper.take(
        replications,
        estimates.map(({ figures }) => figures),
      )
      for (const [place, { values, met: isMet }] of replications.entries()) {
        estimates[place]!.add(values)
        for (const [index, each] of isMet.entries()) if (each) met[place]![index]!++
        if (place > 0) pairs[place - 1]!.add(replications[0]!.values, values)
      }
      if (!precision) return false
      const sought = pairs.flatMap((pair) => pair.sought(headlines))
      needed = precision.replicationsNeeded(sought, estimates[0]!.count, isSure())
      return precision.isReached(sought, estimates[0]!.count, isSure())
    },
  })
  const base = estimates[0]
  if (!base) return undefined
  const events = settings.slice(1).map((setting, index) => ({
    with: setting.with,
    ...eventChanges(ends[0]!, ends[index + 1]!),
  }))
  const isLoose = (place: number) =>
    pairs.some((pair) => pair.sought([place]).some((each) => precision?.isKnown(each, base.count, isSure()) === false))
  return {
    ...documentHead(scenario),
    replications: base.count,
    confidence: CONFIDENCE,
    stopped: stopOf(end, options),
    ...(options.precision !== undefined && {
      precision: {
        asked: options.precision,
        loose: headlines.filter(isLoose).map((place) => wordsOf(base.figures[place]!)),
      },
    }),
    settings: settings.map((setting, place) => ({
      with: setting.with,
      expectations: setting.scenario.expectations.map(({ text }, index) => ({
        expectation: text,
        met: met[place]![index]!,
      })),
    })),
    figures: byFigure(allFigures(estimates), (figure) => ({
      settings: estimates.map((each) => {
        const place = each.placeOf(figure)
        return place === undefined ? null : each.estimate(place)
      }),
      differences: pairs.map((pair) => pair.estimate(figure)),
    })),
    events,
    example: await exampleOf(runner, settings, events, options.signal),
    warnings,
  }
}

/** The figures of all settings, each once: those of the scenario as it is come first. */
function allFigures(estimates: readonly Estimates[]): Estimates['figures'] {
  const [base, ...others] = estimates as [Estimates, ...Estimates[]]
  const figures = [...base.figures]
  const known = [base]
  for (const other of others) {
    figures.push(...other.figures.filter((figure) => known.every((each) => each.placeOf(figure) === undefined)))
    known.push(other)
  }
  return figures
}

/** Follows the typical event of the setting that changes the fate of most. */
async function exampleOf(
  runner: Runner,
  settings: readonly Setting[],
  events: readonly EventChanges[],
  signal: AbortSignal | undefined,
): Promise<Example | null> {
  const weight = ({ changes }: EventChanges) => changes[0]?.count ?? 0
  const chosen = events.filter(({ example }) => example).sort((a, b) => weight(b) - weight(a))[0]
  if (!chosen?.example || signal?.aborted) return null
  const setting = settings[events.indexOf(chosen) + 1]!
  const [before, after] = await Promise.all([
    runner.follow({ scenario: settings[0]!.scenario, event: chosen.example[0] }),
    runner.follow({ scenario: setting.scenario, event: chosen.example[1] }),
  ])
  return before && after ? { with: setting.with, timelines: [before, after] } : null
}
