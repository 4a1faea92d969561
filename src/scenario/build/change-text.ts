import { formatDuration } from '../../notation/duration.ts'
import { destinationsOf, type EventInvokeConfig } from '../../rules/event-invoke-config.ts'
import { parseTarget } from '../../rules/target.ts'
import type { AliasSpec } from '../scenario.ts'
import type { WrittenFunctionChange } from '../schema/change.ts'

/** What a put, or a deletion, makes of a config: `retries 0, age 1h, on failure sqs failed`. */
export function configText(config: EventInvokeConfig | null): string {
  if (config === null) return 'event-invoke config deleted'
  const { MaximumRetryAttempts: retries, MaximumEventAgeInSeconds: seconds } = config
  const { onSuccess, onFailure } = destinationsOf(config)
  const parts = [
    ...(retries === undefined || retries === null ? [] : [`retries ${retries}`]),
    ...(seconds === undefined || seconds === null ? [] : [`age ${formatDuration(seconds * 1000)}`]),
    ...(onSuccess === undefined ? [] : [`on success ${targetText(onSuccess)}`]),
    ...(onFailure === undefined ? [] : [`on failure ${targetText(onFailure)}`]),
  ]
  return parts.length > 0 ? parts.join(', ') : 'no destinations'
}

/** What a change says of `$LATEST`; empty for nothing. */
export function settingsText({ timeout, memory, deadLetterConfig, model }: WrittenFunctionChange): string {
  const deadLetterArn = deadLetterConfig?.TargetArn || undefined
  const modelled = Object.entries(model ?? {}).flatMap(([name, value]) =>
    value === undefined || name === 'errors' ? [] : [name],
  )
  const parts = [
    ...(timeout === undefined ? [] : [`timeout ${formatDuration(timeout)}`]),
    ...(memory === undefined ? [] : [`memory ${memory} MB`]),
    ...(deadLetterConfig === undefined
      ? []
      : [deadLetterArn === undefined ? 'no dead-letter target' : `dead letters to ${targetText(deadLetterArn)}`]),
    ...(modelled.length === 0 ? [] : [`new ${modelled.join(' and ')}`]),
    ...(model?.errors === undefined ? [] : [errorsText(model.errors)]),
  ]
  return parts.join(', ')
}

/** How attempts, or deliveries, fail from now on, where that can be said in short. */
export function errorsText(errors: object): string {
  const given = Object.entries(errors).filter(([, value]) => value !== undefined && value !== 0)
  if (given.every(([, value]) => Array.isArray(value) && value.length === 0)) return 'no errors'
  const [only] = given.length === 1 ? given : []
  return only?.[0] === 'probability' ? `error probability ${only[1]}` : 'new errors'
}

export function aliasText({ name, functionVersion, other }: AliasSpec): string {
  const share = other && `, ${Number((other.weight * 100).toPrecision(6))} % to ${other.version}`
  return `alias ${name} to version ${functionVersion}${share ?? ''}`
}

/** A target in short: `sqs failed`, `lambda next:live`, `bus orders`. */
export function targetText(arn: string): string {
  const target = parseTarget(arn)
  if (!target) return arn
  const { kind, name, qualifier } = target
  return `${kind === 'events' ? 'bus' : kind} ${name}${qualifier === undefined ? '' : `:${qualifier}`}`
}
