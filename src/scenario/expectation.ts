import { parseDuration } from '../notation/duration.ts'
import { suggestName } from '../notation/nearest.ts'
import { parseRate } from '../notation/rate.ts'
import { METRICS, metricOf, QUEUE_METRICS, TARGET_METRICS, type Unit } from './metric.ts'
import type { DestinationResult, ExpectationResult, FunctionResult } from './result.ts'

/** What each comparison means. */
export const COMPARE = {
  '==': (actual: number, bound: number) => actual === bound,
  '!=': (actual: number, bound: number) => actual !== bound,
  '<=': (actual: number, bound: number) => actual <= bound,
  '>=': (actual: number, bound: number) => actual >= bound,
  '<': (actual: number, bound: number) => actual < bound,
  '>': (actual: number, bound: number) => actual > bound,
} as const

/** How a metric is compared with its bound. */
export type Comparison = keyof typeof COMPARE

/** A condition on the result of a run: one line under `expect:`. All of its terms must hold. Plain data. */
export interface Expectation {
  /** The line as it was written. */
  readonly text: string
  readonly terms: readonly ExpectationTerm[]
}

export interface ExpectationTerm {
  /** Name of a function, or `total` for the sum over all, even where a function is called so; ARN of a target. */
  readonly name: string
  /** Whether the name is that of a target. */
  readonly isTarget: boolean
  /** Path of the metric in the result of the function: `eventAge.p99`. */
  readonly metric: string
  readonly comparison: Comparison
  /** A count, milliseconds or an amount, as the metric. */
  readonly bound: number
}

/** What expectations are held against: a part of the result of a run. */
export interface MeasuredRun {
  readonly total: FunctionResult
  readonly functions: Readonly<Record<string, FunctionResult>>
  readonly destinations?: Readonly<Record<string, DestinationResult>> | undefined
}

/** A target that expectations may speak of. */
export interface ExpectedTarget {
  readonly arn: string
  /** What it may be called instead; undefined where that would not be clear. */
  readonly label: string | undefined
  readonly hasQueue: boolean
}

/** Something that an expectation is of. */
interface Subject {
  /** As it may be written, the shortest first. */
  readonly labels: readonly string[]
  readonly name: string
  readonly isTarget: boolean
  readonly metrics: Readonly<Record<string, Unit>>
}

/**
 * Reads `NAME.metric == bound`, several joined by `and`. NAME is a function, `total` or a target, by its ARN or label; one
 * with dots or colons in it may stand in double quotes. Metrics are the paths of the result: `dropped`, `dropped.EventAgeExceeded`, `eventAge.p99`. A bound is
 * a number for counts and amounts, a duration for times. A rate (`50/s`) stands for events over the run length.
 *
 * @param functionNames of the scenario
 * @param runLengthMs what a rate is multiplied with; default: rates are refused
 * @param targets of the scenario; a function of the same name goes first
 * @throws RangeError that says what was expected and what came
 */
export function parseExpectation(
  text: string,
  functionNames: readonly string[],
  runLengthMs?: number,
  targets: readonly ExpectedTarget[] = [],
): Expectation {
  const subjects = [
    ...['total', ...functionNames].map((name) => ({ labels: [name], name, isTarget: false, metrics: METRICS })),
    ...targets.map(({ arn, label, hasQueue }) => {
      const labels = label === undefined ? [arn] : [label, arn]
      return { labels, name: arn, isTarget: true, metrics: hasQueue ? QUEUE_METRICS : TARGET_METRICS }
    }),
  ]
  return { text, terms: text.split(/\s+and(?:\s+|$)/).map((term) => parseTerm(term.trim(), subjects, runLengthMs)) }
}

/** Whether each expectation is met, with the metric of its first term that is not, else of its first. */
export function evaluateExpectations(expectations: readonly Expectation[], run: MeasuredRun): ExpectationResult[] {
  return expectations.map(({ text, terms }) => {
    const measured = terms.map((term) => {
      const actual = actualOf(term, run)
      return { actual, met: COMPARE[term.comparison](actual, term.bound) }
    })
    const telling = measured.find(({ met }) => !met) ?? measured[0]!
    return { expectation: text, met: telling.met, actual: telling.actual }
  })
}

const TERM = /^(.*?)\s*(==|!=|<=|>=|<|>)\s*(.*)$/

function parseTerm(term: string, subjects: readonly Subject[], runLengthMs: number | undefined): ExpectationTerm {
  const parts = TERM.exec(term)
  if (!parts || parts[1] === '' || parts[3] === '') {
    throw new RangeError(`expected NAME.metric, one of == != < <= > >=, and a bound, got "${term}"`)
  }
  const [, left, comparison, right] = parts as unknown as [string, string, Comparison, string]
  const { subject, metric } = splitName(left, subjects)
  const { name, isTarget, metrics } = subject
  const unit = metrics[metric]
  if (unit === undefined) throw new RangeError(`unknown metric "${metric}"${metricHint(metric, Object.keys(metrics))}`)
  return { name, isTarget, metric, comparison, bound: boundOf(right, metric, unit, runLengthMs) }
}

/** Name and metric of `checkout.eventAge.p99`: the longest name that fits, because names may hold dots. */
function splitName(left: string, subjects: readonly Subject[]): { subject: Subject; metric: string } {
  const quoted = /^"([^"]*)"\s*\.\s*(.*)$/.exec(left)
  if (quoted) {
    const [, label = '', metric = ''] = quoted
    const subject = subjects.find(({ labels }) => labels.includes(label))
    if (subject) return { subject, metric }
    throw unknown(label, subjects)
  }
  let found: { subject: Subject; label: string } | undefined
  for (const subject of subjects) {
    for (const label of subject.labels) {
      if (left.startsWith(`${label}.`) && label.length > (found?.label.length ?? 0)) found = { subject, label }
    }
  }
  if (found) return { subject: found.subject, metric: left.slice(found.label.length + 1) }
  const bare = subjects.find(({ labels }) => labels.includes(left))
  if (bare) {
    const [metric] = Object.keys(bare.metrics).filter((each) => each === 'dropped' || bare.isTarget)
    throw new RangeError(`expected a metric after "${left}.", such as ${left}.${metric}`)
  }
  throw unknown(left.split('.', 1)[0] ?? '', subjects)
}

function unknown(label: string, subjects: readonly Subject[]): RangeError {
  const what = subjects.some(({ isTarget }) => isTarget) ? 'function or target' : 'function'
  const known = subjects.map(({ labels }) => labels[0]!)
  return new RangeError(`unknown ${what} "${label}"${suggestName(label, known)}`)
}

function metricHint(metric: string, known: readonly string[]): string {
  const parts = known.filter((name) => name.startsWith(`${metric}.`))
  if (parts.length > 0) return `; one of ${parts.join(', ')}`
  const suggestion = suggestName(metric, known)
  return suggestion.startsWith('; did you mean') ? suggestion : `; known are ${known.join(', ')}`
}

const NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i

function boundOf(text: string, metric: string, unit: Unit, runLengthMs: number | undefined): number {
  const plain = text.replaceAll('_', '')
  if (unit === 'duration') {
    try {
      return parseDuration(NUMBER.test(plain) ? Number(plain) : text)
    } catch (error) {
      if (error instanceof RangeError) throw new RangeError(`${metric} is a time: ${error.message}`)
      throw error
    }
  }
  if (NUMBER.test(plain)) return Number(plain)
  if (unit === 'count' && text.includes('/')) {
    if (runLengthMs === undefined) throw new RangeError(`${metric} is a count: expected a number, got the rate ${text}`)
    return parseRate(text) * runLengthMs
  }
  throw new RangeError(`${metric} is ${unit === 'count' ? 'a count' : 'an amount'}: expected a number, got "${text}"`)
}

function actualOf({ name, isTarget, metric }: ExpectationTerm, run: MeasuredRun): number {
  const subject = isTarget ? run.destinations![name]! : name === 'total' ? run.total : run.functions[name]!
  return metricOf(subject, metric)!
}
