import { suggestName } from '../../notation/nearest.ts'
import type { Place } from '../../rules/arn.ts'
import { validationMessage } from '../../rules/constraint.ts'
import {
  type DestinationSide,
  deadLetterRefusal,
  deadLetterViolations,
  destinationRefusals,
  requestFields,
  type TargetContext,
} from '../../rules/destination.ts'
import {
  destinationsOf,
  type EventInvokeConfig,
  eventInvokeConfigViolations,
  givesSetting,
  NOTHING_GIVEN,
} from '../../rules/event-invoke-config.ts'
import { parseTarget, type Target } from '../../rules/target.ts'
import type { DataPath } from '../source-text.ts'
import type { Findings } from './findings.ts'
import type { Names } from './names.ts'

/** What configs are checked against. */
export interface ConfigContext {
  readonly place: Place
  readonly names: Names
  readonly findings: Findings
}

/** Adds what AWS would refuse in an event-invoke config, in its own words. */
export function checkEventInvokeConfig(
  config: EventInvokeConfig | undefined,
  functionName: string,
  path: DataPath,
  context: ConfigContext,
): void {
  if (config === undefined) return
  const { findings } = context
  if (!givesSetting(config)) findings.error(path, NOTHING_GIVEN)
  const violations = eventInvokeConfigViolations(config)
  for (const violation of violations) {
    findings.error([...path, ...requestFields(violation.member)], validationMessage([violation]))
  }
  const malformed = new Set(violations.map(({ member }) => member))
  for (const { member, message } of destinationRefusals(destinationsOf(config), targetContext(functionName, context))) {
    if (malformed.has(member)) continue
    const side = member.includes('onSuccess') ? 'onSuccess' : 'onFailure'
    findings.error([...path, ...requestFields(member)], message + hint(destinationsOf(config)[side], side, context))
  }
}

/** Adds what AWS would refuse in a dead-letter target. */
export function checkDeadLetter(
  arn: string | null | undefined,
  functionName: string,
  path: DataPath,
  context: ConfigContext,
): void {
  if (arn === undefined || arn === null || arn === '') return
  const violations = deadLetterViolations(arn)
  const refusal = violations.length === 0 && deadLetterRefusal(arn, targetContext(functionName, context))
  if (violations.length > 0) context.findings.error([...path, 'TargetArn'], validationMessage(violations))
  else if (refusal) context.findings.error([...path, 'TargetArn'], refusal.message)
}

/**
 * Whether records can be sent to a target: a Lambda function must be one of the scenario, of anything else only the
 * account must be one.
 */
export function targetExists(target: Target, { place, names }: Pick<ConfigContext, 'place' | 'names'>): boolean {
  if (target.kind !== 'lambda') return target.kind === 's3' || /^\d{12}$/.test(target.account)
  const isHere = target.region === place.region && target.account === place.account
  return isHere && names.qualifiersOf(target.name).includes(target.qualifier ?? '$LATEST')
}

function targetContext(functionName: string, context: ConfigContext): TargetContext {
  return { functionName, place: context.place, exists: (target) => targetExists(target, context) }
}

/** What AWS's text leaves open: why the destination is invalid, or is here. */
function hint(arn: string | undefined, side: DestinationSide, context: ConfigContext): string {
  const target = arn === undefined ? undefined : parseTarget(arn)
  if (!target)
    return ' Expected the whole ARN of a standard queue or topic, function, event bus or (on failure) bucket.'
  if (target.fifo) return ' Expected a standard queue or topic, got a FIFO one.'
  if (target.kind === 's3' && side === 'onSuccess') return ' Expected a bucket for OnFailure only.'
  if (target.kind !== 'lambda' || targetExists(target, context)) return ''
  const { names, place } = context
  if (target.region !== place.region || target.account !== place.account) {
    return ` The scenario's account is ${place.account} in ${place.region}.`
  }
  const qualifiers = names.qualifiersOf(target.name)
  if (qualifiers.length > 0) return ` Function "${target.name}" has no version or alias "${target.qualifier}".`
  return ` The scenario has no function "${target.name}"${suggestName(target.name, names.functions)}`
}
