import type { Timeline } from '../measure/timeline.ts'
import type { Step } from '../measure/timeline-step.ts'
import { explanationOf, type RuleExplanation, type RuleId } from '../rules/explanation.ts'
import type { Explanation, Question } from './explanation.ts'
import { Instants } from './instant.ts'

/** The document that `explain --json` prints. Times are simulated milliseconds from 0, instants ISO 8601 in UTC. */
export interface ExplanationDocument {
  readonly version: 1
  readonly name: string
  readonly seed: number
  /** The instant of time 0. */
  readonly start: string
  /** What was asked by `--why`; null for `--event`. */
  readonly why: Omit<Question, 'others'> | null
  readonly events: readonly EventDocument[]
  /** The rules that the steps name. */
  readonly rules: Readonly<Record<string, RuleExplanation>>
}

export type EventDocument = Omit<Timeline, 'end' | 'steps'> & {
  readonly acceptedAt: string
  /** Null for an event that has not ended. */
  readonly condition: string | null
  readonly steps: readonly (Step & { readonly at: string })[]
}

export function explanationDocument({ scenario, timelines, question }: Explanation): ExplanationDocument {
  const instants = new Instants(scenario.startMs)
  const used = new Set(timelines.flatMap(({ steps }) => steps.flatMap(({ rules }) => rules)))
  return {
    version: 1,
    name: scenario.name,
    seed: scenario.seed,
    start: instants.iso(0),
    why: question ? whyOf(question) : null,
    events: timelines.map((timeline) => eventDocument(timeline, instants)),
    rules: Object.fromEntries([...used].map((id: RuleId) => [id, explanationOf(id)])),
  }
}

function whyOf({ fate, met, total, functionName }: Question) {
  return { fate, met, total, functionName }
}

function eventDocument({ end, steps, ...facts }: Timeline, instants: Instants): EventDocument {
  return {
    ...facts,
    acceptedAt: instants.iso(facts.acceptedMs),
    condition: end?.condition ?? null,
    steps: steps.map((step) => ({ ...step, at: instants.iso(step.atMs) })),
  }
}
