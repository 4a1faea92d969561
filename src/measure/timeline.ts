import type { ModelChoices } from '../rules/model-choices.ts'
import type { Outcome } from '../rules/outcome.ts'
import { functionErrorDelayMs, nominalBackoffMs } from '../rules/retry.ts'
import type { Lineage, Origin } from './lineage.ts'
import {
  attemptRules,
  deliveryRule,
  endRules,
  originRule,
  outcomeRule,
  throttleRules,
  waitRules,
} from './timeline-rules.ts'
import type { Step, Steps } from './timeline-step.ts'
import type { EventTransition } from './transition.ts'

/** What happened to one event and why, from its acceptance to its end and to what it left behind. Plain data. */
export interface Timeline {
  /** Number of the event, from 1 in order of acceptance. */
  readonly event: number
  readonly function: string
  /** As addressed: `$LATEST`, a version or an alias. */
  readonly qualifier: string
  readonly acceptedMs: number
  readonly origin: Origin | undefined
  /** In order. Undefined `end`: the event has not ended. */
  readonly steps: readonly Step[]
  readonly end: ({ readonly kind: 'end' } & Steps['end']) | undefined
}

/** Transitions that tell of a dispatch that is over. */
const DISPATCHED: readonly string[] = ['throttled', 'missed', 'ended']
/** Steps that are dispatches. */
const DISPATCHES: readonly string[] = ['queue', 'throttle', 'miss', 'attempt']

/**
 * The timeline of one event.
 *
 * @param transitions all of the event's, in order: what a journal has of it
 * @param lineage tells where the event came from, and what was born of it
 * @returns undefined where there is not even an acceptance
 */
export function timelineOf(
  transitions: readonly EventTransition[],
  choices: ModelChoices,
  lineage?: Lineage,
): Timeline | undefined {
  const [first] = transitions
  if (first?.name !== 'accepted') return undefined
  const part = partOf(transitions, first.atMs, choices, lineage)
  const steps = [...part.steps, ...redrives(first.event, lineage)].toSorted((a, b) => a.atMs - b.atMs)
  return { ...part, steps }
}

/**
 * A part of an event's timeline.
 *
 * @param transitions of the event, one or more that follow each other; where an attempt ends, its start is among them
 * @param acceptedMs when the event was accepted
 */
export function partOf(
  transitions: readonly EventTransition[],
  acceptedMs: number,
  choices: ModelChoices,
  lineage?: Lineage,
): Timeline {
  const { event, function: name, qualifier } = transitions[0]!
  const origin = lineage?.originOf(event)
  const builder = new Builder(acceptedMs, origin, choices, lineage)
  for (const transition of transitions) builder.add(transition)
  const { steps } = builder
  const end = steps.find((step) => step.kind === 'end')
  return { event, function: name, qualifier, acceptedMs, origin, steps, end }
}

/**
 * The end of an event.
 *
 * @param last what was told of the event right before it
 * @param wasDispatched whether it has been dispatched at all
 */
export function endStep(
  transition: Extract<EventTransition, { name: 'finished' }>,
  last: EventTransition | undefined,
  wasDispatched: boolean,
  choices: ModelChoices,
): Extract<Step, { kind: 'end' }> {
  const { atMs, ageMs, condition, attempts, retries, maximumRetries } = transition
  const { maximumAgeMs, reserved, refusedWaitMs } = transition
  const atDispatch = !DISPATCHED.includes(last?.name ?? '')
  const looksAhead = condition === 'EventAgeExceeded' && !atDispatch && refusedWaitMs !== undefined
  const facts = {
    atMs,
    ageMs,
    condition,
    attempts,
    retries,
    maximumRetries,
    maximumAgeMs,
    reserved,
    atDispatch,
    after: atDispatch ? undefined : outcomeOf(last),
    nextAgeMs: looksAhead ? ageMs + refusedWaitMs : undefined,
  }
  return { kind: 'end', ...facts, rules: endRules({ ...facts, wasDispatched }, choices) }
}

/** How a dispatch came out that is over. */
function outcomeOf(last: EventTransition | undefined): Outcome {
  if (last?.name === 'ended') return last.outcome
  return last?.name === 'throttled' ? 'throttle' : 'missing'
}

/** What queues sent back of what the event had left in them. */
function redrives(event: number, lineage: Lineage | undefined): Step[] {
  return (lineage?.birthsOf(event) ?? []).flatMap(({ atMs, event: born, by, queue, side }): Step[] =>
    by === 'redrive' ? [{ kind: 'redrive', atMs, queue: queue!, side: side!, born, rules: ['redrive'] }] : [],
  )
}

class Builder {
  readonly steps: Step[] = []
  private readonly acceptedMs: number
  private readonly origin: Origin | undefined
  private readonly choices: ModelChoices
  private readonly lineage: Lineage | undefined
  private last: EventTransition | undefined

  constructor(acceptedMs: number, origin: Origin | undefined, choices: ModelChoices, lineage: Lineage | undefined) {
    this.acceptedMs = acceptedMs
    this.origin = origin
    this.choices = choices
    this.lineage = lineage
  }

  add(transition: EventTransition): void {
    // An attempt is one step, told of twice.
    if (transition.name === 'ended') this.close(transition)
    else this.steps.push(this.step(transition))
    this.last = transition
  }

  private step(transition: Exclude<EventTransition, { name: 'ended' }>): Step {
    const { atMs } = transition
    const ageMs = atMs - this.acceptedMs
    switch (transition.name) {
      case 'accepted': {
        const { origin } = this
        return { kind: 'accepted', atMs, origin, rules: [originRule(origin?.by)] }
      }
      case 'queued':
        return { kind: 'queue', atMs, ageMs, reason: transition.reason, rules: ['fifoQueue'] }
      case 'throttled': {
        const { throttles: setbacks, reason, running, limit, kept, reserved } = transition
        const facts = { setbacks, reason, running, limit, kept, reserved }
        return { kind: 'throttle', atMs, ageMs, ...facts, rules: throttleRules(transition) }
      }
      case 'missed': {
        const { attempt, qualifier } = transition
        return { kind: 'miss', atMs, ageMs, attempt, qualifier, rules: ['missingTarget'] }
      }
      case 'started': {
        const { attempt, version, share, provisioned, coldStartMs } = transition
        const rules = attemptRules(transition)
        const open = { endMs: undefined, outcome: undefined, durationMs: undefined }
        return { kind: 'attempt', atMs, ageMs, attempt, version, share, provisioned, coldStartMs, ...open, rules }
      }
      case 'waiting': {
        const { untilMs, after, retries, maximumRetries, setbacks } = transition
        const nominalMs = this.nominalMs(after, retries, setbacks)
        const rules = waitRules(after, untilMs - atMs, nominalMs, this.choices)
        return { kind: 'wait', atMs, untilMs, after, nominalMs, retries, maximumRetries, setbacks, rules }
      }
      case 'finished': {
        const wasDispatched = this.steps.some(({ kind }) => DISPATCHES.includes(kind))
        return endStep(transition, this.last, wasDispatched, this.choices)
      }
      case 'delivered':
      case 'deliveryFailed': {
        const { side, target, event } = transition
        const taken = transition.name === 'delivered'
        const born = taken ? this.lineage?.birthsOf(event).find(({ by }) => by === side)?.event : undefined
        return { kind: 'delivery', atMs, side, target, taken, born, rules: [deliveryRule(side, taken)] }
      }
      case 'discarded':
        return { kind: 'discard', atMs, rules: ['discard'] }
    }
  }

  private close({ atMs, outcome, durationMs }: Extract<EventTransition, { name: 'ended' }>): void {
    const open = this.steps.pop()
    if (open?.kind !== 'attempt') throw new Error(`expected an attempt that has started, got ${open?.kind}`)
    const { rules } = open
    this.steps.push({ ...open, endMs: atMs, outcome, durationMs, rules: [outcomeRule(outcome), ...rules] })
  }

  private nominalMs(after: Outcome, retries: number, setbacks: number): number {
    if (after === 'throttle' || after === 'system') return nominalBackoffMs(setbacks, this.choices.throttleBackoff)
    if (after === 'none') return this.origin?.by === 'duplicate' ? 0 : this.choices.queueLatencyMs
    return functionErrorDelayMs(retries - 1)
  }
}
