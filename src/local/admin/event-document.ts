import type { Timeline } from '../../measure/timeline.ts'
import type { Step } from '../../measure/timeline-step.ts'
import { explanationOf, type RuleExplanation, type RuleId } from '../../rules/explanation.ts'

/** What happened to an event, as the endpoint answers. Times are milliseconds of its clock, instants ISO 8601 in UTC. */
export type EventDocument = Omit<Timeline, 'end' | 'steps' | 'event'> & {
  readonly acceptedAt: string
  /** Null for an event that has not ended. */
  readonly condition: string | null
  readonly steps: readonly (Step & { readonly at: string })[]
  /** The rules that the steps name. */
  readonly rules: Readonly<Record<string, RuleExplanation>>
}

/** An event in a list: who it is, and how it ended. */
export function eventSummary(
  requestId: string,
  { acceptedMs, end, function: name, qualifier }: Timeline,
  startMs: number,
) {
  return {
    requestId,
    function: name,
    qualifier,
    acceptedAt: new Date(Math.round(startMs + acceptedMs)).toISOString(),
    condition: end?.condition ?? null,
    attempts: end?.attempts ?? null,
  }
}

export function eventDocument({ end, steps, event: _, ...facts }: Timeline, startMs: number): EventDocument {
  const iso = (atMs: number) => new Date(Math.round(startMs + atMs)).toISOString()
  const used = new Set(steps.flatMap(({ rules }) => rules))
  return {
    ...facts,
    acceptedAt: iso(facts.acceptedMs),
    condition: end?.condition ?? null,
    steps: steps.map((step) => ({ ...step, at: iso(step.atMs) })),
    rules: Object.fromEntries([...used].map((id: RuleId) => [id, explanationOf(id)])),
  }
}
