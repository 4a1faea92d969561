import type { Origin } from '../measure/lineage.ts'
import type { Timeline } from '../measure/timeline.ts'
import type { Steps } from '../measure/timeline-step.ts'
import { RECURSION_RUNS } from '../rules/limits.ts'
import type { Side } from '../rules/routing.ts'
import { ageBeside } from './age-text.ts'
import { briefText, durationText } from './duration.ts'
import type { ExplainedRun } from './explanation.ts'
import { Instants } from './instant.ts'
import { countOf, countText, percentText } from './number.ts'
import { targetName } from './target-name.ts'

/** A side as people say it. */
const SIDE_NAMES: Readonly<Record<Side, string>> = {
  onSuccess: 'on success',
  onFailure: 'on failure',
  deadLetter: 'dead letter',
}

export function acceptedText(origin: Origin | undefined): string {
  if (!origin) return 'accepted'
  const event = `event ${countText(origin.event)}`
  if (origin.by === 'redrive') return `accepted: ${event}, sent back from ${targetName(origin.queue ?? '')}`
  if (origin.by === 'duplicate') return `accepted: ${event}, delivered a second time`
  return `accepted: the ${SIDE_NAMES[origin.by].replace(' ', '-')} record of ${event}`
}

/** @param address as the event was sent: its qualifier */
export function attemptText(
  {
    attempt,
    version,
    share,
    provisioned,
    coldStartMs,
  }: Pick<Steps['attempt'], 'attempt' | 'version' | 'share' | 'provisioned' | 'coldStartMs'>,
  address: Pick<Timeline, 'qualifier'>,
): string {
  const parts = [`attempt ${attempt}`]
  if (share !== undefined) parts.push(`version ${version} (${percentText(share, 1)} of ${address.qualifier})`)
  else if (version !== address.qualifier) parts.push(`version ${version}`)
  if (provisioned !== undefined) parts.push(provisioned ? 'provisioned' : 'spilled over to on-demand')
  if (coldStartMs !== undefined)
    parts.push(coldStartMs > 0 ? `cold start of ${durationText(coldStartMs)}` : 'cold start')
  return parts.join(', ')
}

export function outcomeText(step: Steps['attempt'], functionName: string, scenario: ExplainedRun): string {
  return injectedText(endOfAttempt(step, functionName, scenario), step)
}

function injectedText(text: string, { injected }: { readonly injected?: string }): string {
  return injected === undefined ? text : `${text} (injected: ${injected})`
}

function endOfAttempt(
  { atMs, outcome, durationMs = 0, version, error }: Steps['attempt'],
  functionName: string,
  scenario: ExplainedRun,
): string {
  if (outcome === 'success') return `success after ${durationText(durationMs)}`
  if (outcome === 'timeout') return `function error: timed out after ${briefText(durationMs)}`
  if (outcome === 'system') return `system error after ${durationText(durationMs)}: a fault of the service`
  const text = `function error after ${durationText(durationMs)}${error ? `: ${error.text}` : ''}`
  const outage = outageOf(scenario, functionName, version, atMs)
  if (!outage) return text
  const instants = new Instants(scenario.startMs)
  const isSameDay = instants.day(outage.toMs) === instants.day(atMs)
  const whose = outage.dependency === undefined ? '' : ` of ${outage.dependency}`
  return `${text} (outage${whose} until ${isSameDay ? '' : `${instants.day(outage.toMs)} `}${instants.second(outage.toMs)})`
}

/**
 * The outage in which an attempt started, of its model or of a dependency that it needs; where an outage fails only some
 * attempts, or some attempts need no dependency, nobody knows that it was to blame.
 */
function outageOf({ functions, dependencies }: ExplainedRun, functionName: string, version: string, atMs: number) {
  const spec = functions.find(({ name }) => name === functionName)
  const model = (spec?.versions.find((each) => each.version === version) ?? spec)?.model
  const needed = (name: string) => model?.uses.some((use) => use.name === name && use.share === 1)
  const outages = [
    ...(model?.errors.outages ?? []).map((outage) => ({ ...outage, dependency: undefined })),
    ...dependencies
      .filter(({ name }) => needed(name))
      .flatMap(({ name, outages }) => outages.map((outage) => ({ ...outage, dependency: name }))),
  ]
  return outages.find(({ fromMs, toMs, probability }) => probability === 1 && atMs >= fromMs && atMs < toMs)
}

export function missText({ attempt }: Steps['miss'], timeline: Timeline): string {
  return `attempt ${attempt}: ${timeline.function}:${timeline.qualifier} is not there, 404`
}

export function waitText(step: Steps['wait']): string {
  const length = waitLength(step)
  if (step.after === 'none') return `wait ${length} in the queue`
  if (step.after === 'system') return `wait ${length}: step ${step.setbacks} of the back-off`
  return `wait ${length}, then retry ${step.retries} of ${step.maximumRetries}`
}

function waitLength({ atMs, untilMs, nominalMs, rules }: Steps['wait']): string {
  if (rules.includes('exponentialWait')) return `${durationText(untilMs - atMs)} (${briefText(nominalMs)} on average)`
  const isNominal = !rules.includes('jitter') && !rules.includes('backPressure')
  return isNominal ? briefText(untilMs - atMs) : `${durationText(untilMs - atMs)} (${briefText(nominalMs)} nominal)`
}

export function throttleText(step: Steps['throttle'], wait: Steps['wait'] | undefined): string {
  const refusal = step.injected === undefined ? refusalText(step) : 'injected'
  return `throttled: ${refusal}${wait ? `; wait ${waitLength(wait)}` : ''}`
}

function refusalText({ reason, running, limit, kept = 0 }: Steps['throttle']): string {
  const used = `${countText(running)} of ${countText(limit + kept)}`
  const ahead = kept > 0 ? `, ${countText(kept)} kept by provisioned environments` : ''
  switch (reason) {
    case 'ReservedFunctionConcurrentInvocationLimitExceeded':
      return `${used} reserved in use${ahead}`
    case 'ConcurrentInvocationLimitExceeded':
      return `${used} unreserved in use${ahead}`
    case 'FunctionInvocationRateLimitExceeded':
      return 'the scaling rate is used up'
  }
}

export function queueText({ reason }: Steps['queue']): string {
  const isRate = reason === 'FunctionInvocationRateLimitExceeded'
  return `${isRate ? 'the scaling rate is used up' : 'no slot is free'}: joined the queue`
}

export function endText(step: Steps['end'], timeline: Pick<Timeline, 'function' | 'qualifier'>): string {
  const again = step.after === 'throttle' || step.after === 'system' ? 'dispatch' : 'retry'
  switch (step.condition) {
    case 'Success':
      return `ends as Success at age ${durationText(step.ageMs)}`
    case 'RetriesExhausted':
      return retriesText(step, timeline)
    case 'EventAgeExceeded': {
      const age = ageBeside(step.nextAgeMs ?? step.ageMs, step.maximumAgeMs)
      const limit = durationText(step.maximumAgeMs)
      if (step.nextAgeMs === undefined)
        return `too old to be tried: its age is ${age}, the limit is ${limit}, so the event is dropped`
      return `the next ${again} would come at age ${age}, the limit is ${limit}, so the event is dropped now, not later`
    }
    case 'ZeroReservedConcurrency':
      return `reserved concurrency is 0, so the event is dropped${step.attempts === 0 ? ' without an attempt' : ''}`
    case 'RecursiveInvocation':
      return `loop detection: ${timeline.function} has had ${RECURSION_RUNS} events in this chain, so this one is dropped`
  }
}

function retriesText(
  { after, retries, maximumRetries }: Steps['end'],
  { function: name, qualifier }: Pick<Timeline, 'function' | 'qualifier'>,
): string {
  if (after === 'missing' && retries < maximumRetries) return `${name}:${qualifier} is gone, and so is the event`
  if (maximumRetries === 0) return 'no retries are allowed, so the event is dropped'
  const used =
    retries === 1 && maximumRetries === 1 ? 'the only retry is' : `${retries} of ${maximumRetries} retries are`
  return `${used} used up, so the event is dropped`
}

export function deliveryText(step: Steps['delivery']): string {
  const { side, target, taken, loss, born } = step
  const what = side === 'deadLetter' ? 'the event' : 'the record'
  const as = born === undefined ? '' : ` as event ${countText(born)}`
  const lost = loss === undefined ? `did not take ${what}: it is lost` : `did not take ${what}, which is lost: ${loss}`
  const text = `${SIDE_NAMES[side]}: ${targetName(target)} ${taken ? `took ${what}${as}` : lost}`
  return injectedText(text, step)
}

export function redriveText({ queue, born }: Steps['redrive']): string {
  return `sent back from ${targetName(queue)} as event ${countText(born)}`
}

/** How an event ended and what it took, for a heading. */
export function fateText({ end }: Timeline): string {
  if (!end) return 'has not ended'
  const how = end.condition === 'Success' ? 'succeeded' : `dropped as ${end.condition}`
  return `${how} after ${durationText(end.ageMs)}, ${countOf(end.attempts, 'attempt')}`
}
