import type { Doubt, Estimate } from '../experiment/estimate.ts'
import type { ExperimentResult } from '../experiment/experiment.ts'
import { cellsTable } from './cells-table.ts'
import { briefText, durationText } from './duration.ts'
import { doubtLines, halfWidthText, type Notation, valueText } from './figure-text.ts'
import { countOf, countText, percentText } from './number.ts'
import { cut, flow, listed, wrap } from './prose.ts'
import { sectionsText } from './sections.ts'
import { shellWord } from './shell-word.ts'
import { type Style, WIDTH } from './style.ts'
import { targetName } from './target-name.ts'

/** All that the report of replications is made from. */
export interface ReplicationsReport {
  readonly result: ExperimentResult
  /** Real time that they took, in ms; left out, the report is the same for the same seed. */
  readonly elapsedMs?: number
  /** The scenario's file as the commands to try next name it. */
  readonly file: string
  /** Seed of the second replication, for the command that repeats it alone; undefined where there is none. */
  readonly otherSeed: number | undefined
  /** Share of runs that may have what no replication had, with 95 % confidence. */
  readonly unseenShare: number
}

export type FigureRow = readonly [label: string, metric: string, notation: Notation, isKept?: boolean]

const QUANTILES = ['mean', 'p50', 'p90', 'p99', 'max'] as const
const spread = (label: string, metric: string): FigureRow[] =>
  QUANTILES.map((name) => [`${label} ${name}`, `${metric}.${name}`, 'duration', true])

/** The rows of the table; those not kept are there only where they are not 0. */
export const FIGURE_ROWS: readonly FigureRow[] = [
  ['events accepted', 'received', 'count', true],
  ['succeeded', 'succeeded', 'count', true],
  ['RetriesExhausted', 'dropped.RetriesExhausted', 'count'],
  ['EventAgeExceeded', 'dropped.EventAgeExceeded', 'count'],
  ['ZeroReservedConcurrency', 'dropped.ZeroReservedConcurrency', 'count'],
  ['RecursiveInvocation', 'dropped.RecursiveInvocation', 'count'],
  ['dropped', 'dropped', 'count', true],
  ['discarded', 'discarded', 'count', true],
  ...spread('age at dispatch', 'eventAge'),
  ...spread('completion', 'completion'),
  ...spread('duration', 'duration'),
  ['backlog, peak', 'backlog.max', 'count', true],
  ['running, peak', 'concurrency.max', 'count', true],
  ['running, mean', 'concurrency.mean', 'amount', true],
  ['attempts', 'attempts', 'count', true],
  ['errors', 'errors', 'count', true],
  ['throttles', 'throttles', 'count', true],
  ['system errors', 'systemErrors', 'count'],
  ['cold starts', 'coldStarts', 'count', true],
  ['repeated side effects', 'sideEffects.repeated', 'count'],
  ['synchronous calls', 'synchronous.calls', 'count'],
  ['calls throttled', 'synchronous.throttles', 'count'],
  ['response p99', 'synchronous.response.p99', 'duration'],
  ['provisioned, spilled over', 'provisioned.spillover', 'count'],
  ['provisioned, share in use', 'provisioned.utilization', 'amount'],
  ['cost', 'cost.usd', 'money', true],
]

/** Functions that have a row of their own. */
const FUNCTIONS = 8

/** What replications say together, for a terminal: the answer first, then every figure with its interval. */
export function replicationsText(report: ReplicationsReport, style: Style): string {
  const { result } = report
  const { figures, count } = result.replications
  const doubts = new Set<Doubt | undefined>()
  const rows = figureCells(figures.total, doubts)
  const sections = [
    title(report, style),
    wrap(replicationsAnswer(result), '  ', style.width),
    cellsTable(['', 'mean', '±', 'from', 'to', ''], rows, style),
    functionRows(result, style),
    queueRows(result, style),
    expectationLines(result, style),
    stopLines(result, style),
    doubtLines(doubts, count, report.unseenShare).flatMap((line) => wrap(line, '  ', style.width)),
    nextSteps(report),
  ]
  return sectionsText(sections, style)
}

/**
 * A row for each figure that tells something: label, mean, half-width, the interval's ends and what speaks against it.
 *
 * @param doubts takes the doubts that there are
 */
export function figureCells(figures: Readonly<Record<string, Estimate>>, doubts: Set<Doubt | undefined>): string[][] {
  return FIGURE_ROWS.flatMap(([label, metric, notation, isKept]) => {
    const estimate = figures[metric]
    if (!estimate || (!isKept && estimate.mean === 0)) return []
    doubts.add(estimate.doubt)
    return [[label, ...cellsOf(estimate, notation), estimate.doubt ?? '']]
  })
}

function cellsOf(estimate: Estimate, notation: Notation): string[] {
  const { mean, low, high } = estimate
  const isKnown = low !== null && high !== null
  return [
    valueText(mean, notation),
    halfWidthText(estimate, notation),
    isKnown ? valueText(Math.max(0, low), notation) : '',
    isKnown ? valueText(high, notation) : '',
  ]
}

/** What was simulated, and under which seed. @param took ` in 1.4 s` or nothing */
export function replicationsTitle({ result }: Pick<ReplicationsReport, 'result'>, took = ''): string[] {
  const length = result.runLength > 0 ? briefText(result.runLength) : durationText(result.endedAt)
  const warmUp = result.warmUp > 0 ? ` without the first ${briefText(result.warmUp)}` : ''
  return [
    `${countOf(result.replications.count, 'replication')} of ${length}${warmUp} simulated${took}`,
    `seed ${result.seed}`,
  ]
}

function title(report: ReplicationsReport, { colours, glyphs, width = WIDTH }: Style): string[] {
  const { result, elapsedMs } = report
  const parts = replicationsTitle(report, elapsedMs === undefined ? '' : ` in ${durationText(elapsedMs)}`)
  const name = cut(result.name, WIDTH, glyphs.more)
  return [colours.bold(name), ...flow(parts, ` ${glyphs.dot} `, '', width)]
}

/** What replications say, in one sentence: how many events never succeed, and how sure that is. */
export function replicationsAnswer({ replications }: ExperimentResult): string {
  const { figures, count } = replications
  const received = figures.total.received!
  const dropped = figures.total.dropped!
  if (received.mean === 0) return 'No event arrived.'
  const sure = dropped.halfWidth === null ? '' : `, with 95 % confidence`
  const of = `of ${valueText(received.mean, 'count')} events a run`
  if (dropped.mean === 0) return `Every event succeeded in all of ${countOf(count, 'replication')}, ${of.slice(3)}.`
  const within = dropped.halfWidth === null ? '' : ` ± ${halfWidthText(dropped, 'count')}`
  return `${percentText(dropped.mean, received.mean)} never succeeded: ${valueText(dropped.mean, 'count')}${within} ${of}${sure}.`
}

function functionRows({ replications }: ExperimentResult, style: Style): string[] {
  const functions = functionEstimates(replications)
  if (functions.length < 2) return []
  const rows = functions.slice(0, FUNCTIONS).map(([name, ...cells]) => [cut(name!, 22, style.glyphs.more), ...cells])
  const rest = functions.length - rows.length
  return [
    ...cellsTable(FUNCTIONS_HEAD, rows, style),
    ...(rest > 0 ? [`  and ${countOf(rest, 'other function')}: --json has them`] : []),
  ]
}

export const FUNCTIONS_HEAD = ['function', 'dropped', '±', 'age p99', '±', 'cost', '±']

/** A row for each function, those with most drops first. */
export function functionEstimates({ figures }: ExperimentResult['replications']): string[][] {
  return Object.entries(figures.functions)
    .toSorted(([, a], [, b]) => b.dropped!.mean - a.dropped!.mean || b.received!.mean - a.received!.mean)
    .map(([name, each]) => {
      const cells = (metric: string, notation: Notation) => estimateCells(each[metric]!, notation)
      return [name, ...cells('dropped', 'count'), ...cells('eventAge.p99', 'duration'), ...cells('cost.usd', 'money')]
    })
}

function queueRows({ replications }: ExperimentResult, style: Style): string[] {
  const queues = queueEstimates(replications)
  if (queues.length === 0) return []
  const rows = queues.map(([name, ...cells]) => [cut(name!, 22, style.glyphs.more), ...cells])
  return cellsTable(QUEUES_HEAD, rows, style)
}

export const QUEUES_HEAD = ['queue', 'received', '±', 'waited, peak', '±', 'left', '±']

/** A row for each queue that something came into. */
export function queueEstimates({ figures }: ExperimentResult['replications']): string[][] {
  return Object.entries(figures.destinations ?? {})
    .filter(([, each]) => each['depth.max'] && each.received!.mean > 0)
    .map(([arn, each]) => [
      targetName(arn),
      ...(['received', 'depth.max', 'depth.end'] as const).flatMap((metric) => estimateCells(each[metric]!, 'count')),
    ])
}

/** A mean, and how far the truth may lie from it. */
function estimateCells(estimate: Estimate, notation: Notation): string[] {
  return [valueText(estimate.mean, notation), halfWidthText(estimate, notation)]
}

function expectationLines({ replications }: ExperimentResult, { colours, glyphs }: Style): string[] {
  const { count, expectations } = replications
  const columns = Math.max(0, ...expectations.map(({ expectation }) => expectation.length))
  return expectations.map(({ expectation, met }) => {
    const isMet = met === count
    const mark = isMet ? colours.green(glyphs.met) : colours.red(glyphs.unmet)
    return `  ${mark} ${expectation.padEnd(columns)}  met in ${countText(met)} of ${countText(count)}`
  })
}

/** Why there are no more, where that is not what was asked for. */
function stopLines({ replications }: ExperimentResult, { width }: Style): string[] {
  return wrap(stopText(replications), '  ', width)
}

export function stopText({ stopped, count, precision, figures }: ExperimentResult['replications']): string {
  if (stopped === 'interrupted')
    return `Interrupted: these are the ${countOf(count, 'replication')} that were whole by then.`
  if (!precision) return ''
  const asked = `${Number((precision.asked * 100).toPrecision(3))} %`
  const unseen = figures.total.dropped?.doubt === 'unseen' ? ', but for drops, which none of them had' : ''
  return precision.loose.length === 0
    ? `Each headline figure is known to ${asked}${unseen}.`
    : `Not known to ${asked} after ${countOf(count, 'replication')}: ${listed(precision.loose)}.`
}

function nextSteps({ file, otherSeed, result }: ReplicationsReport): string[] {
  if (otherSeed === undefined) return []
  return [
    `  One of them alone:  asyncinvoke run ${shellWord(file)}`,
    `  Another one:        asyncinvoke run ${shellWord(file)} --seed ${otherSeed === result.seed ? 0 : otherSeed}`,
  ]
}
