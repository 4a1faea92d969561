import { endStep } from '../../measure/timeline.ts'
import type { EventTransition, Transition } from '../../measure/transition.ts'
import { durationText } from '../../report/duration.ts'
import type { ExplainedRun } from '../../report/explanation.ts'
import {
  attemptText,
  deliveryText,
  endText,
  outcomeText,
  queueText,
  throttleText,
  waitText,
} from '../../report/timeline-sentence.ts'
import type { ModelChoices } from '../../rules/model-choices.ts'

/** What a sentence is about; it decides its sign and colour. */
export type Tone = 'plain' | 'running' | 'retry' | 'backoff' | 'good' | 'bad'

/** One decision as people read it. */
export interface Sentence {
  readonly atMs: number
  /** Number of the event; undefined where it is about a synchronous call. */
  readonly event: number | undefined
  readonly text: string
  readonly tone: Tone
}

/**
 * The last of some transitions in words, those of timelines. What says nothing, such as a wait of no length, is left out.
 *
 * @param told in order, with what came right before those that are wanted
 * @param most how many of the last are wanted
 */
export function sentencesOf(
  told: readonly Transition[],
  most: number,
  run: ExplainedRun,
  choices: ModelChoices,
): Sentence[] {
  const first = told.length - Math.min(most, told.length)
  return told.slice(first).flatMap((each, place) => {
    const said = each.name === 'finished' ? endWords(each, told[first + place - 1], choices) : wordsOf(each, run)
    return said ? [{ atMs: each.atMs, event: each.event, tone: said[0], text: said[1] }] : []
  })
}

type Words = readonly [Tone, string]

function wordsOf(told: Exclude<Transition, { name: 'finished' }>, run: ExplainedRun): Words | undefined {
  const rules = [] as const
  switch (told.name) {
    case 'accepted':
      return ['plain', 'accepted']
    case 'queued':
      return ['backoff', queueText({ ...told, rules, ageMs: 0 })]
    case 'throttled':
      return ['backoff', throttleText({ ...told, rules, ageMs: 0, setbacks: told.throttles }, undefined)]
    case 'missed':
      return ['bad', `attempt ${told.attempt}: ${told.function}:${told.qualifier} is not there, 404`]
    case 'started':
      return ['running', attemptText(told, told).replace(/^attempt \d+/, '$& starts')]
    case 'ended':
      return [told.outcome === 'success' ? 'running' : 'retry', `attempt ${told.attempt}: ${outcomeOf(told, run)}`]
    case 'waiting': {
      if (told.untilMs === told.atMs) return undefined
      const isSetBack = told.after === 'throttle' || told.after === 'system'
      // After a throttle the step of the back-off says more than the retries, which it does not touch.
      const after = isSetBack ? 'system' : told.after
      const text = waitText({ ...told, after, rules, nominalMs: 0 }).replace(/^wait/, 'waits')
      return [isSetBack ? 'backoff' : told.after === 'none' ? 'plain' : 'retry', text]
    }
    case 'delivered':
      return ['plain', deliveryText({ ...told, rules, taken: true, born: undefined })]
    case 'deliveryFailed':
      return ['bad', deliveryText({ ...told, rules, taken: false, born: undefined })]
    case 'discarded':
      return ['bad', 'gone: no destination and no dead-letter queue takes it']
    case 'called':
      return ['plain', `synchronous call ${told.call}`]
    case 'callRefused':
      return [
        'backoff',
        `synchronous call ${told.call}: ${throttleText({ ...told, rules, ageMs: 0, setbacks: 0 }, undefined)}`,
      ]
    case 'callMissed':
      return ['bad', `synchronous call ${told.call}: ${told.function}:${told.qualifier} is not there, 404`]
    case 'callStarted':
      return ['running', `synchronous call ${told.call} runs`]
    case 'callEnded': {
      const how = told.outcome === 'success' ? 'success' : 'function error'
      const tone = told.outcome === 'success' ? 'good' : 'bad'
      return [tone, `synchronous call ${told.call}: ${how} after ${durationText(told.durationMs)}`]
    }
  }
}

/** An outage counts where the attempt started in it. */
function outcomeOf(told: Extract<Transition, { name: 'ended' }>, run: ExplainedRun): string {
  const startMs = told.atMs - told.durationMs - (told.coldStartMs ?? 0)
  const step = { ...told, atMs: startMs, ageMs: 0, endMs: told.atMs, rules: [] }
  return outcomeText(step, told.function, run)
}

/** @param last what was told right before, of whatever event */
function endWords(
  told: Extract<Transition, { name: 'finished' }>,
  last: Transition | undefined,
  choices: ModelChoices,
): Words {
  const { attempts, condition, setbacks } = told
  // What an event ends after is told at the same moment.
  const isOwn = last?.event === told.event && last.atMs === told.atMs
  const end = endStep(told, isOwn ? (last as EventTransition) : undefined, attempts > 0 || setbacks > 0, choices)
  const text = endText(end, told)
  return condition === 'Success' ? ['good', text] : ['bad', `dropped as ${condition}: ${text}`]
}
