import type { TestedEvent } from '../events/tested-event.ts'
import type { FaultPlan } from '../faults/fault.ts'
import { describePlan } from '../faults/fault-sentence.ts'
import { deliveriesText } from './deliveries-text.ts'

/** What a run under one fault plan showed that must not be. */
export interface Finding {
  readonly plan: FaultPlan
  /** One sentence: what is wrong. */
  readonly headline: string
  /** Lines that show it, such as the effects side by side. */
  readonly evidence: readonly string[]
  readonly payload: unknown
  readonly event: TestedEvent
  /** A complete test that fails for the same reason. */
  readonly test: string
  /** What should have come, and what came, for test runners that show the difference. */
  readonly expected?: unknown
  readonly actual?: unknown
}

/** How a finding is met again. */
export interface Replay {
  readonly seed: number
  readonly path: string
}

/** A check has failed: the smallest plan that breaks it, with all that is needed to see it again. */
export class Counterexample extends Error {
  override name = 'Counterexample'
  readonly plan: FaultPlan
  readonly payload: unknown
  /** The event that went wrong, as the harness left it. */
  readonly event: TestedEvent
  /** A complete test to paste. */
  readonly test: string
  readonly replay: Replay
  readonly expected: unknown
  readonly actual: unknown

  constructor(finding: Finding, replay: Replay) {
    super(messageOf(finding, replay))
    this.plan = finding.plan
    this.payload = finding.payload
    this.event = finding.event
    this.test = finding.test
    this.replay = replay
    this.expected = finding.expected
    this.actual = finding.actual
  }
}

function messageOf({ plan, headline, evidence, event, test }: Finding, { seed, path }: Replay): string {
  const found = [
    plan.length === 0 ? 'no fault is needed for that' : `smallest plan that breaks it: ${describePlan(plan)}`,
    `seed ${seed}, replay with { seed: ${seed}, path: '${path}' }`,
  ]
  const parts = [headline, evidence.join('\n'), found.join('\n'), deliveriesText(event), `a test to paste:\n\n${test}`]
  return parts.filter((part) => part !== '').join('\n\n')
}
