import type { Timeline } from '../measure/timeline.ts'
import type { Step, Steps } from '../measure/timeline-step.ts'
import type { RuleId } from '../rules/explanation.ts'
import { durationText } from './duration.ts'
import type { ExplainedRun } from './explanation.ts'
import { countText } from './number.ts'
import {
  acceptedText,
  attemptText,
  deliveryText,
  endText,
  missText,
  outcomeText,
  queueText,
  redriveText,
  throttleText,
  waitText,
} from './timeline-sentence.ts'

/** What a row shows; it decides its mark and colour. */
export type RowKind =
  | 'accepted'
  | 'start'
  | 'success'
  | 'failure'
  | 'retryWait'
  | 'backOff'
  | 'queue'
  | 'throttle'
  | 'fold'
  | 'kept'
  | 'drop'
  | 'delivery'
  | 'lost'
  | 'note'

/** One row of a drawn timeline, as text or as picture. */
export interface Row {
  readonly kind: RowKind
  /** When it was; undefined where the row above says it. */
  readonly atMs: number | undefined
  readonly text: string
  readonly aside: string
  /** Rules that the row is laid to. */
  readonly rules: readonly RuleId[]
}

type Attempt = { readonly kind: 'attempt' } & Steps['attempt']

/** Rules that the start of an attempt is laid to. */
const TOLD_AT_START: readonly RuleId[] = ['weightedAlias', 'provisioned', 'spillover']

/** Throttles in a row from which on those in the middle are left out, and how many stay at either side. */
const FOLDED_FROM = 10
const FIRST_SHOWN = 5
const LAST_SHOWN = 2

/** The rows of a timeline, from top to bottom. Long runs of throttles are folded. */
export function rowsOf(timeline: Timeline, scenario: ExplainedRun): Row[] {
  const { steps } = timeline
  const rows = steps.flatMap((step, place): Row[] => {
    const before = steps[place - 1]
    if (step.kind === 'attempt') return attemptRows(step, timeline, scenario)
    // A throttle and the wait after it are one row.
    if (step.kind === 'wait' && before?.kind === 'throttle') return []
    return rowOf(step, steps[place + 1], timeline)
  })
  return folded(rows.map((each, place) => (repeats(each, rows[place - 1]) ? { ...each, rules: [] } : each)))
}

/** Whether a throttle has nothing to say of rules that the one above it has not said. */
function repeats({ kind, rules }: Row, above: Row | undefined): boolean {
  return kind === 'throttle' && above?.kind === 'throttle' && rules.every((rule) => above.rules.includes(rule))
}

function rowOf(step: Exclude<Step, Attempt>, next: Step | undefined, timeline: Timeline): Row[] {
  const { atMs } = step
  switch (step.kind) {
    case 'accepted':
      return [row('accepted', atMs, acceptedText(step.origin), '', step.origin ? step.rules : [])]
    case 'wait': {
      if (step.untilMs <= atMs) return []
      const kind = step.after === 'system' ? 'backOff' : step.after === 'none' ? 'queue' : 'retryWait'
      return [row(kind, undefined, waitText(step), '', step.rules)]
    }
    case 'queue':
      return [row('queue', atMs, queueText(step), age(step), step.rules)]
    case 'throttle': {
      const wait = next?.kind === 'wait' ? next : undefined
      return [row('throttle', atMs, throttleText(step, wait), age(step), [...step.rules, ...(wait?.rules ?? [])])]
    }
    case 'miss':
      return [row('failure', atMs, missText(step, timeline), age(step), step.rules)]
    case 'end': {
      const kind = step.condition === 'Success' ? 'kept' : 'drop'
      return [row(kind, step.atDispatch ? atMs : undefined, endText(step, timeline), '', step.rules)]
    }
    case 'delivery':
      return [row(step.taken ? 'delivery' : 'lost', atMs, deliveryText(step), '', step.rules)]
    case 'note':
      return [row('note', undefined, step.text, '', step.rules)]
    case 'redrive':
      return [row('delivery', atMs, redriveText(step), '', step.rules)]
    case 'discard':
      return [row('lost', atMs, 'nothing took it: the event is discarded', '', step.rules)]
  }
}

function attemptRows(step: Attempt, timeline: Timeline, scenario: ExplainedRun): Row[] {
  const drawn = step.rules.filter((rule) => TOLD_AT_START.includes(rule))
  const start = row('start', step.atMs, attemptText(step, timeline), age(step), drawn)
  if (step.endMs === undefined || step.outcome === undefined) return [start]
  const kind = step.outcome === 'success' ? 'success' : 'failure'
  const told = step.rules.filter((rule) => rule === 'timeout' || rule === 'systemError')
  return [start, row(kind, step.endMs, outcomeText(step, timeline.function, scenario), step.error?.place ?? '', told)]
}

function row(kind: RowKind, atMs: number | undefined, text: string, aside: string, rules: readonly RuleId[]): Row {
  return { kind, atMs, text, aside, rules }
}

function age({ ageMs }: { readonly ageMs: number }): string {
  return `age ${durationText(ageMs)}`
}

function folded(rows: readonly Row[]): Row[] {
  const result: Row[] = []
  for (let first = 0; first < rows.length; ) {
    let end = first
    while (end < rows.length && rows[end]!.kind === 'throttle') end++
    if (end - first < FOLDED_FROM) {
      result.push(...rows.slice(first, Math.max(end, first + 1)))
      first = Math.max(end, first + 1)
      continue
    }
    const left = end - first - FIRST_SHOWN - LAST_SHOWN
    const text = `${countText(left)} more throttles like these`
    result.push(
      ...rows.slice(first, first + FIRST_SHOWN),
      row('fold', undefined, text, '', []),
      ...rows.slice(end - LAST_SHOWN, end),
    )
    first = end
  }
  return result
}
