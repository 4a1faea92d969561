import type { Place } from '../rules/arn.ts'
import { functionArn } from '../rules/arn.ts'
import { CONDITIONS } from '../rules/condition.ts'
import { type DeadLetter, deadLetter } from '../rules/dead-letter.ts'
import type { Ending } from '../rules/ending.ts'
import { invocationRecord, type RecordForm, recordBytes } from '../rules/invocation-record.ts'
import type { ModelChoices } from '../rules/model-choices.ts'
import { NONE, OUTCOMES, SUCCEEDED, TARGET_MISSING } from '../rules/outcome.ts'
import type { Chain } from './chains.ts'
import { type Target, versionName } from './target.ts'

/** What the engine knows of an event at its end, kept because deliveries may be repeated later. */
export interface EndedFacts {
  readonly number: number
  readonly name0: number
  readonly name1: number
  readonly target: Target
  readonly condition: number
  readonly endedMs: number
  readonly attempts: number
  readonly lastDispatch: number
  readonly lastAttempt: number
  readonly version: number
  readonly chain: Chain
  /** Messages that it leaves behind, 1 or 2: to its destination, to its dead-letter queue. */
  readonly messages: number
  readonly requestPayload: Uint8Array
  readonly responsePayload: Uint8Array | undefined
  readonly requestId: () => string
}

/** An event that has ended. Its record and dead letter are made when they are first asked for. */
export class EndedEvent {
  readonly facts: EndedFacts
  private readonly place: Place
  private readonly startMs: number
  private readonly choices: ModelChoices

  constructor(facts: EndedFacts, place: Place, startMs: number, choices: ModelChoices) {
    this.facts = facts
    this.place = place
    this.startMs = startMs
    this.choices = choices
  }

  /** The invocation record, JSON text as bytes. */
  record(form: RecordForm = 'whole'): Uint8Array {
    return invocationRecord(this.ending(), this.choices, form)
  }

  /** Length of the whole record in bytes. */
  recordBytes(): number {
    return recordBytes(this.ending(), this.choices)
  }

  deadLetter(): DeadLetter {
    return deadLetter(this.ending(), this.choices)
  }

  ending(): Ending {
    const { facts } = this
    const ran = facts.lastAttempt !== NONE && facts.lastAttempt !== TARGET_MISSING
    return {
      requestId: facts.requestId(),
      functionArn: functionArn(this.place, facts.target.function.name, facts.target.qualifier),
      condition: CONDITIONS[facts.condition]!,
      attempts: facts.attempts,
      endedMs: this.startMs + facts.endedMs,
      requestPayload: facts.requestPayload,
      lastOutcome: OUTCOMES[facts.lastDispatch]!,
      lastRun: ran
        ? {
            executedVersion: versionName(facts.version),
            failed: facts.lastAttempt !== SUCCEEDED,
            payload: facts.responsePayload,
          }
        : undefined,
    }
  }
}
