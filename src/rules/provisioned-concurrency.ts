import { atLeast, type Violation } from './constraint.ts'
import { LATEST } from './function-name.ts'
import { invalidParameterValue, resourceConflict, ServiceError, untypedInvalidParameterValue } from './service-error.ts'

/**
 * Provisioned concurrency: execution environments that are made ahead for a published version, so that attempts in them
 * have no cold start. They are carved out of the function's reserved concurrency or, where it has none, out of what the
 * account has left; attempts beyond them spill over to on-demand environments while concurrency is free. Documented:
 * "Configuring provisioned concurrency" and "Configuring reserved concurrency"; recorded: where reserved and provisioned
 * concurrency are equal, every event for `$LATEST` is throttled.
 */

/** What is asked for, on a version or an alias, with all that may forbid it. */
export interface ProvisionedRequest {
  /** A version or an alias; the qualifier is there, `$LATEST` perhaps. */
  readonly qualifier: string
  /** The version behind it. */
  readonly version: string
  /** Whether it is an alias that leads to two versions. */
  readonly isWeighted: boolean
  /** Whole number, 1 or more. */
  readonly executions: number
  /** Provisioned concurrency of the function's other qualifiers, all together. */
  readonly others: number
  /** The qualifier that the version has its provisioned concurrency from already, if it is another one. */
  readonly taken: string | undefined
  /** Reserved concurrency of the function; undefined for none. */
  readonly reserved: number | undefined
  /** What the account has left for functions without reserved concurrency, this request not counted. */
  readonly unreserved: number
  /** Executions that nobody may claim. */
  readonly minimumUnreserved: number
}

/** A number of environments below 1. Recorded. */
export function executionsViolations(value: number): Violation[] {
  return value >= 1 ? [] : [{ value, member: 'provisionedConcurrentExecutions', constraint: atLeast(1) }]
}

/** AWS's text about `$LATEST`, and about an alias of it (documented: "you can't"; the text is inferred there). Recorded. */
const UNPUBLISHED = 'Provisioned Concurrency Configs cannot be applied to unpublished function versions.'
/** Documented: each version has one provisioned concurrency configuration. Texts from LocalStack's code, seen in reports. */
const ALIAS_OF_PROVISIONED =
  "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version"
const VERSION_OF_PROVISIONED = 'Version is pointed by a Provisioned Concurrency alias'
/** Documented: nothing of an alias can be changed while it leads to two versions. The text is from public reports. */
const WEIGHTED = 'Invalid alias configuration for Provisioned Concurrency'

/** Refuses an unpublished version. Known before anything is looked up. @throws ServiceError */
export function refuseUnpublished(version: string): void {
  if (version === LATEST) throw invalidParameterValue(UNPUBLISHED)
}

/** Refuses a second configuration of one version. @param qualifier that would be the second. @throws ServiceError */
export function refuseSecond(qualifier: string, taken: string | undefined): void {
  if (taken === undefined) return
  throw resourceConflict(/^\d+$/.test(qualifier) ? VERSION_OF_PROVISIONED : ALIAS_OF_PROVISIONED)
}

/** What AWS would refuse in a request, in its words. The order is inferred. @throws ServiceError */
export function refuseProvisioned(request: ProvisionedRequest): void {
  const { qualifier, version, executions, others, reserved, unreserved, minimumUnreserved } = request
  refuseUnpublished(version)
  if (reserved !== undefined && others + executions > reserved)
    throw invalidParameterValue(
      'Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function',
    )
  // Carved out of what the function has reserved, it takes nothing from the account. Texts from LocalStack's code.
  if (reserved === undefined && executions > unreserved)
    throw untypedInvalidParameterValue(
      `Specified ConcurrentExecutions for function is greater than account's unreserved concurrency [${unreserved}].`,
    )
  if (reserved === undefined && unreserved - executions < minimumUnreserved)
    throw untypedInvalidParameterValue(
      `Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${minimumUnreserved}].`,
    )
  refuseSecond(qualifier, request.taken)
  if (request.isWeighted) throw invalidParameterValue(WEIGHTED)
}

/** AWS's text where a function would reserve less than it has provisioned, spaces as recorded. @throws ServiceError */
export function refuseReservedBelow(reserved: number, provisioned: number): void {
  if (reserved >= provisioned) return
  throw untypedInvalidParameterValue(
    ` ReservedConcurrentExecutions  ${reserved} should not be lower than function's total provisioned concurrency [${provisioned}].`,
  )
}

/** Reading or deleting the setting of `$LATEST`. From LocalStack's code. */
export function unprovisionable(): ServiceError {
  return invalidParameterValue('The function resource provided must be an alias or a published version.')
}

/** 404 where none is set. From LocalStack's code, seen in reports. */
export function provisionedNotFound(): ServiceError {
  const message = 'No Provisioned Concurrency Config found for this function'
  return new ServiceError('ProvisionedConcurrencyConfigNotFoundException', 404, message, { Type: 'User', message })
}

/**
 * How many of an alias's environments its second version gets: its share, rounded; the first version has the rest.
 * Documented is only that the environments of a weighted alias are divided between its versions: a model choice.
 */
export function secondShare(executions: number, weight: number): number {
  return Math.round(executions * weight)
}
