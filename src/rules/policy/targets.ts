import { validationMessage } from '../constraint.ts'
import {
  type DestinationSide,
  deadLetterRefusal,
  deadLetterViolations,
  destinationMember,
  destinationRefusals,
  requestFields,
  type TargetContext,
} from '../destination.ts'
import { destinationsOf, effectiveConfig, eventInvokeConfigViolations } from '../event-invoke-config.ts'
import { LATEST } from '../function-name.ts'
import type { FunctionFacts, PolicyChoices, PolicyFacts } from './facts.ts'
import type { FunctionFinding } from './finding.ts'
import { configPath, type Qualifier, qualifiersOf, receivers } from './qualifier.ts'
import { retrySchedule } from './retry-schedule.ts'

/** What AWS would not store, in its words: for settings that no control plane has looked at yet. */
export function refusalFindings(facts: FunctionFacts, { place, exists, choices }: PolicyFacts): FunctionFinding[] {
  const context: TargetContext = { functionName: facts.name, place, exists }
  const configs = qualifiersOf(facts, choices).flatMap((qualifier) => {
    const { config } = qualifier
    if (config === undefined) return []
    const violations = eventInvokeConfigViolations(config)
    const malformed = new Set(violations.map(({ member }) => member))
    const reasons = [
      ...violations.map((each) => ({ member: each.member, message: validationMessage([each]) })),
      ...destinationRefusals(destinationsOf(config), context).filter(({ member }) => !malformed.has(member)),
    ]
    return reasons.map(({ member, message }) =>
      refused(qualifier.name, message, configPath(qualifier, ...requestFields(member))),
    )
  })
  const deadLetters = [
    { name: LATEST, path: [], arn: facts.deadLetterArn },
    // A version that has the function's target is told of there.
    ...facts.versions
      .filter(({ deadLetterArn }) => deadLetterArn !== facts.deadLetterArn)
      .map(({ version, deadLetterArn }) => ({ name: version, path: ['versions', version], arn: deadLetterArn })),
  ].flatMap(({ name, path, arn }) => {
    const message = arn === undefined ? undefined : deadLetterReason(arn, context)
    return message === undefined ? [] : [refused(name, message, [...path, 'deadLetterConfig', 'TargetArn'])]
  })
  return [...configs, ...deadLetters]
}

function deadLetterReason(arn: string, context: TargetContext): string | undefined {
  const violations = deadLetterViolations(arn)
  return violations.length > 0 ? validationMessage(violations) : deadLetterRefusal(arn, context)?.message
}

function refused(qualifier: string, message: string, path: readonly string[]): FunctionFinding {
  return { id: 'setting-refused', grade: 'warning', qualifier, text: `AWS refuses it: ${message}`, path }
}

/**
 * Why no event of a qualifier ever ends on a side; undefined where one may. Every event may fail, and one that is refused for
 * zero concurrency is dropped, with a record (recorded): so it is always success that is impossible.
 */
export function neverEndsOn(
  side: DestinationSide,
  { reservedConcurrency }: FunctionFacts,
  { config }: Pick<Qualifier, 'config'>,
  choices: PolicyChoices,
): string | undefined {
  if (side === 'onFailure') return undefined
  if (reservedConcurrency === 0) return 'with a reserved concurrency of 0 no attempt ever runs, and so none succeeds'
  const { attempts } = retrySchedule(effectiveConfig(config), 0, choices)
  return attempts === 0 ? 'every event is too old before its first attempt' : undefined
}

/** Destinations to which no record can ever go. */
export function deafDestinations(facts: FunctionFacts, { choices }: PolicyFacts): FunctionFinding[] {
  return qualifiersOf(facts, choices).flatMap((qualifier) => {
    const { onSuccess } = destinationsOf(qualifier.config ?? {})
    const reason = onSuccess && neverEndsOn('onSuccess', facts, qualifier, choices)
    if (!reason) return []
    const path = configPath(qualifier, ...requestFields(destinationMember('onSuccess')))
    const text = `nothing is ever sent here: ${reason}`
    return [{ id: 'destination-never-fires', grade: 'warning', qualifier: qualifier.name, text, path }]
  })
}

/** Events whose drop nobody learns of. A function of which nothing is said may be no more than a model of a load. */
export function tracelessDrops(facts: FunctionFacts, { choices }: PolicyFacts): FunctionFinding[] {
  return receivers(facts, choices).flatMap((qualifier): FunctionFinding[] => {
    const config = effectiveConfig(qualifier.config)
    // The two versions of a weighted alias have one dead-letter target, or AWS refuses the alias (documented).
    const isHeard = qualifier.versions.every(({ deadLetterArn }) => deadLetterArn !== undefined)
    if (config.onFailure !== undefined || isHeard) return []
    const isStored = qualifier.config !== undefined
    const attempts = facts.reservedConcurrency === 0 ? 0 : retrySchedule(config, 0, choices).attempts
    const times = attempts === 1 ? '1 time' : `${attempts} times`
    const lost =
      attempts === 0
        ? 'every event'
        : `an event that failed ${times}, or would be ${config.maximumAgeMs / 1_000} s old by its next attempt,`
    return [
      {
        id: 'drops-leave-no-trace',
        grade: isStored ? 'warning' : 'note',
        qualifier: qualifier.name,
        text: `neither an on-failure destination nor a dead-letter queue: ${lost} is lost without a trace`,
        path: isStored ? configPath(qualifier) : qualifier.path,
      },
    ]
  })
}

/** Drops that come to one target twice, each time in another shape. */
export function doubledTargets(facts: FunctionFacts, { choices }: PolicyFacts): FunctionFinding[] {
  return qualifiersOf(facts, choices).flatMap((qualifier): FunctionFinding[] => {
    const { onFailure } = destinationsOf(qualifier.config ?? {})
    if (onFailure === undefined) return []
    const versions = qualifier.versions.filter(({ deadLetterArn }) => deadLetterArn === onFailure)
    if (versions.length === 0) return []
    const names = versions.map(({ version }) => version).join(' and ')
    return [
      {
        id: 'same-target-twice',
        grade: 'warning',
        qualifier: qualifier.name,
        text:
          `this is the dead-letter target of ${names} too: 1 drop makes 2 messages here, ` +
          'its invocation record and the bare payload',
        path: configPath(qualifier, ...requestFields(destinationMember('onFailure'))),
      },
    ]
  })
}
