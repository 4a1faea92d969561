import type { Doubt, Estimate } from '../experiment/estimate.ts'
import type { ExperimentResult } from '../experiment/experiment.ts'
import { cellsTable } from './cells-table.ts'
import { briefText, durationText } from './duration.ts'
import { doubtLines, halfWidthText, type Notation, valueText } from './figure-text.ts'
import { countOf, countText, percentText } from './number.ts'
import { cut, flow, listed, wrap } from './prose.ts'
import { shellWord } from './shell-word.ts'
import { ASCII, type Style, WIDTH } from './style.ts'
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

type Row = readonly [label: string, metric: string, notation: Notation, isKept?: boolean]

const QUANTILES = ['mean', 'p50', 'p90', 'p99', 'max'] as const
const spread = (label: string, metric: string): Row[] =>
  QUANTILES.map((name) => [`${label} ${name}`, `${metric}.${name}`, 'duration', true])

/** The rows of the table; those not kept are there only where they are not 0. */
const ROWS: readonly Row[] = [
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
  const rows = ROWS.flatMap(([label, metric, notation, isKept]) => {
    const estimate = figures.total[metric]
    if (!estimate || (!isKept && estimate.mean === 0)) return []
    doubts.add(estimate.doubt)
    return [[label, ...cellsOf(estimate, notation), estimate.doubt ?? '']]
  })
  const sections = [
    title(report, style),
    wrap(answer(result), '  ', style.width),
    cellsTable(['', 'mean', '±', 'from', 'to', ''], rows, style),
    functionRows(result, style),
    queueRows(result, style),
    expectationLines(result, style),
    stopLines(result, style),
    doubtLines(doubts, count, report.unseenShare).flatMap((line) => wrap(line, '  ', style.width)),
    nextSteps(report),
  ]
  const text = `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
  return style.glyphs === ASCII ? text.replaceAll('±', '+-').replaceAll(/\P{ASCII}/gu, '?') : text
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

function title({ result, elapsedMs }: ReplicationsReport, { colours, glyphs, width = WIDTH }: Style): string[] {
  const length = result.runLength > 0 ? briefText(result.runLength) : durationText(result.endedAt)
  const took = elapsedMs === undefined ? '' : ` in ${durationText(elapsedMs)}`
  const warmUp = result.warmUp > 0 ? ` without the first ${briefText(result.warmUp)}` : ''
  const parts = [
    `${countOf(result.replications.count, 'replication')} of ${length}${warmUp} simulated${took}`,
    `seed ${result.seed}`,
  ]
  const name = cut(result.name, WIDTH, glyphs.more)
  return [colours.bold(name), ...flow(parts, ` ${glyphs.dot} `, '', width)]
}

function answer({ replications }: ExperimentResult): string {
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
  const functions = Object.entries(replications.figures.functions)
  if (functions.length < 2) return []
  const shown = functions
    .toSorted(([, a], [, b]) => b.dropped!.mean - a.dropped!.mean || b.received!.mean - a.received!.mean)
    .slice(0, FUNCTIONS)
  const rows = shown.map(([name, figures]) => {
    const cells = (metric: string, notation: Notation) => [
      valueText(figures[metric]!.mean, notation),
      halfWidthText(figures[metric]!, notation),
    ]
    return [
      cut(name, 22, style.glyphs.more),
      ...cells('dropped', 'count'),
      ...cells('eventAge.p99', 'duration'),
      ...cells('cost.usd', 'money'),
    ]
  })
  const rest = functions.length - shown.length
  return [
    ...cellsTable(['function', 'dropped', '±', 'age p99', '±', 'cost', '±'], rows, style),
    ...(rest > 0 ? [`  and ${countOf(rest, 'other function')}: --json has them`] : []),
  ]
}

/** The queues that something came into. */
function queueRows({ replications }: ExperimentResult, style: Style): string[] {
  const queues = Object.entries(replications.figures.destinations ?? {}).filter(
    ([, figures]) => figures['depth.max'] && figures.received!.mean > 0,
  )
  if (queues.length === 0) return []
  const rows = queues.map(([arn, figures]) => [
    cut(targetName(arn), 22, style.glyphs.more),
    ...(['received', 'depth.max', 'depth.end'] as const).flatMap((metric) => [
      valueText(figures[metric]!.mean, 'count'),
      halfWidthText(figures[metric]!, 'count'),
    ]),
  ])
  return cellsTable(['queue', 'received', '±', 'waited, peak', '±', 'left', '±'], rows, style)
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
  const { stopped, count, precision } = replications
  if (stopped === 'interrupted')
    return wrap(`Interrupted: these are the ${countOf(count, 'replication')} that were whole by then.`, '  ', width)
  if (!precision) return []
  const asked = `${Number((precision.asked * 100).toPrecision(3))} %`
  const text =
    precision.loose.length === 0
      ? `Each headline figure is known to ${asked}.`
      : `Not known to ${asked} after ${countOf(count, 'replication')}: ${listed(precision.loose)}.`
  return wrap(text, '  ', width)
}

function nextSteps({ file, otherSeed, result }: ReplicationsReport): string[] {
  if (otherSeed === undefined) return []
  return [
    `  One of them alone:  asyncinvoke run ${shellWord(file)}`,
    `  Another one:        asyncinvoke run ${shellWord(file)} --seed ${otherSeed === result.seed ? 0 : otherSeed}`,
  ]
}
