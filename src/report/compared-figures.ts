import type { ComparisonResult } from '../experiment/comparison.ts'
import type { Estimate } from '../experiment/estimate.ts'
import { isSure, signed } from './comparison-answer.ts'
import { halfWidthText, type Notation, valueText } from './figure-text.ts'

/** The rows of each setting's table. A row that is 0 in both is left out, but for the first two. */
const ROWS: readonly (readonly [label: string, metric: string, notation: Notation])[] = [
  ['events accepted', 'received', 'count'],
  ['dropped', 'dropped', 'count'],
  ['RetriesExhausted', 'dropped.RetriesExhausted', 'count'],
  ['EventAgeExceeded', 'dropped.EventAgeExceeded', 'count'],
  ['ZeroReservedConcurrency', 'dropped.ZeroReservedConcurrency', 'count'],
  ['RecursiveInvocation', 'dropped.RecursiveInvocation', 'count'],
  ['discarded', 'discarded', 'count'],
  ['age at dispatch p99', 'eventAge.p99', 'duration'],
  ['completion mean', 'completion.mean', 'duration'],
  ['completion p50', 'completion.p50', 'duration'],
  ['completion p99', 'completion.p99', 'duration'],
  ['completion max', 'completion.max', 'duration'],
  ['backlog, peak', 'backlog.max', 'count'],
  ['running, peak', 'concurrency.max', 'count'],
  ['running, mean', 'concurrency.mean', 'amount'],
  ['attempts', 'attempts', 'count'],
  ['errors', 'errors', 'count'],
  ['throttles', 'throttles', 'count'],
  ['cold starts', 'coldStarts', 'count'],
  ['repeated side effects', 'sideEffects.repeated', 'count'],
  ['calls throttled', 'synchronous.throttles', 'count'],
  ['response p99', 'synchronous.response.p99', 'duration'],
  ['requests billed', 'cost.requests', 'count'],
  ['GB-seconds', 'cost.gbSeconds', 'amount'],
  ['cost', 'cost.usd', 'money'],
]

/** What the first column is called. */
export const AS_IT_IS = 'the file as it is'
export const COMPARED_HEAD = ['', 'as it is', 'with it', 'difference', '±', '']

/** What stands beside a difference that may be none, and what that means. */
export const CHANCE = 'chance'
export const CHANCE_TEXT = `${CHANCE}: the interval of the difference has 0 in it.`

/** A row of the table of an alternative: a figure that tells something. */
export interface ComparedRow {
  /** Label, the two means, their difference and its half-width, and what speaks against it. */
  readonly cells: readonly string[]
  /** With the file as it is. */
  readonly before: Estimate | null | undefined
  readonly difference: Estimate | null | undefined
}

/** The rows of an alternative's table. @param place of the alternative, from 0 */
export function comparedFigures(result: ComparisonResult, place: number): ComparedRow[] {
  return ROWS.flatMap(([label, metric, notation], row) => {
    const figure = result.figures.total[metric]
    if (!figure) return []
    const before = figure.settings[0]
    const after = figure.settings[place + 1]
    if (row > 1 && !before?.mean && !after?.mean) return []
    const difference = figure.differences[place]
    const cells = [
      label,
      before ? valueText(before.mean, notation) : '',
      after ? valueText(after.mean, notation) : '',
      difference ? signed(difference.mean, notation) : '',
      difference ? halfWidthText(difference, notation) : '',
      difference?.doubt ?? (difference?.halfWidth && !isSure(difference) ? CHANCE : ''),
    ]
    return [{ cells, before, difference }]
  })
}

const OVERVIEW = [
  ['dropped', 'dropped', 'count'],
  ['completion p99', 'completion.p99', 'duration'],
  ['cost', 'cost.usd', 'money'],
] as const
export const OVERVIEW_HEAD = ['setting', ...OVERVIEW.map(([label]) => label)]

/** A row a setting, with what one looks at first. @param name writes what a setting is called */
export function overviewCells({ figures, settings }: ComparisonResult, name = (text: string) => text): string[][] {
  return settings.map((setting, place) => [
    name(setting.with || AS_IT_IS),
    ...OVERVIEW.map(([, metric, notation]) => {
      const estimate = figures.total[metric]!.settings[place]
      return estimate ? valueText(estimate.mean, notation) : ''
    }),
  ])
}

export const FUNCTIONS_HEAD = ['dropped, by function', 'as it is', 'with it', 'difference', '±']
export const NO_FUNCTION = 'No function differs for sure in how many of its events are dropped.'

/**
 * A row for each function that drops more or fewer events for sure, those that change most first. Undefined where there is
 * only one function.
 */
export function comparedFunctions({ figures }: ComparisonResult, place: number): string[][] | undefined {
  const functions = Object.entries(figures.functions)
  if (functions.length < 2) return undefined
  return functions
    .flatMap(([name, { dropped }]) => {
      const difference = dropped?.differences[place] ?? null
      return isSure(difference) ? [{ name, settings: dropped!.settings, difference }] : []
    })
    .sort((a, b) => Math.abs(b.difference.mean) - Math.abs(a.difference.mean))
    .map(({ name, settings, difference }) => [
      name,
      ...[settings[0], settings[place + 1]].map((estimate) => (estimate ? valueText(estimate.mean, 'count') : '')),
      signed(difference.mean, 'count'),
      halfWidthText(difference, 'count'),
    ])
}
