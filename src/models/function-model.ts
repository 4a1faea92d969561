import type { Distribution } from '../kernel/distributions/index.ts'
import type { Recording } from './recording.ts'

/** A span of time: from `fromMs`, included, to `toMs`, excluded. */
export interface Span {
  readonly fromMs: number
  readonly toMs: number
}

/** How a function without code behaves. Times in milliseconds, probabilities 0 to 1. */
export interface FunctionModel {
  /** How long an attempt runs, its cold start apart. */
  readonly duration: Distribution
  /** Length of a cold start: the first use of an execution environment. */
  readonly coldStart: Distribution
  /** Probability that an attempt ends in a function error. */
  readonly errorProbability: number
  /** Probability that an event fails at each of its attempts. */
  readonly poisonProbability: number
  /** Probability that a dispatch ends in a system error. With the error probability at most 1. */
  readonly systemErrorProbability: number
  /** Every attempt that starts in one of these fails. */
  readonly outages: readonly Span[]
  /** What was recorded of the function's events goes before `duration`; undefined where nothing was. */
  readonly recording?: Recording | undefined
}

/** Whether a moment lies in one of the spans. */
export function isWithin(spans: readonly Span[], ms: number): boolean {
  for (const span of spans) if (ms >= span.fromMs && ms < span.toMs) return true
  return false
}
