import { rangeViolations, type Violation } from './constraint.ts'
import { type Destinations, destinationViolations } from './destination.ts'
import {
  DEFAULT_EVENT_AGE_SECONDS,
  DEFAULT_RETRY_ATTEMPTS,
  EVENT_AGE_SECONDS_RANGE,
  RETRY_ATTEMPTS_RANGE,
} from './limits.ts'

/** One side of a `DestinationConfig`. An empty text or null: no destination. */
export interface DestinationSetting {
  readonly Destination?: string | null | undefined
}

/** Where records go. */
export interface DestinationConfig {
  readonly OnSuccess?: DestinationSetting | null | undefined
  readonly OnFailure?: DestinationSetting | null | undefined
}

/**
 * An event-invoke config: exactly the body of PutFunctionEventInvokeConfig. Everything is optional, null means unset.
 *
 * What is unset stays unset (recorded); the defaults apply when an event is decided upon, see `effectiveConfig`.
 */
export interface EventInvokeConfig {
  /** Retries after a function error, 0 to 2. */
  readonly MaximumRetryAttempts?: number | null | undefined
  /** Seconds that an event may wait, 60 to 21,600. */
  readonly MaximumEventAgeInSeconds?: number | null | undefined
  readonly DestinationConfig?: DestinationConfig | null | undefined
}

/** AWS's text when a put or an update names none of the three settings. Recorded. */
export const NOTHING_GIVEN = 'You must specify at least one of error handling or destination setting.'

/**
 * Whether a request names at least one setting. A side of the destinations counts even when it is empty
 * (`{"OnFailure": {}}`), an empty `DestinationConfig` does not. Both recorded.
 */
export function givesSetting(request: EventInvokeConfig): boolean {
  return (
    isGiven(request.MaximumRetryAttempts) ||
    isGiven(request.MaximumEventAgeInSeconds) ||
    isGiven(request.DestinationConfig?.OnSuccess) ||
    isGiven(request.DestinationConfig?.OnFailure)
  )
}

function isGiven<T>(value: T): value is NonNullable<T> {
  return value !== undefined && value !== null
}

/** Violations of ranges and patterns. Texts recorded for sibling members; their order is inferred. */
export function eventInvokeConfigViolations(request: EventInvokeConfig): Violation[] {
  const { OnSuccess, OnFailure } = request.DestinationConfig ?? {}
  return [
    ...rangeViolations('maximumRetryAttempts', request.MaximumRetryAttempts, RETRY_ATTEMPTS_RANGE),
    ...rangeViolations('maximumEventAgeInSeconds', request.MaximumEventAgeInSeconds, EVENT_AGE_SECONDS_RANGE),
    ...destinationViolations('onSuccess', OnSuccess?.Destination),
    ...destinationViolations('onFailure', OnFailure?.Destination),
  ]
}

/** The destinations that a config names. */
export function destinationsOf(config: EventInvokeConfig): Destinations {
  const { OnSuccess, OnFailure } = config.DestinationConfig ?? {}
  return { onSuccess: OnSuccess?.Destination || undefined, onFailure: OnFailure?.Destination || undefined }
}

/** What a put stores: the request in its shortest form, without anything unset. It replaces the former config whole. */
export function putConfig(request: EventInvokeConfig): EventInvokeConfig {
  const { onSuccess, onFailure } = destinationsOf(request)
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds } = request
  return Object.freeze({
    ...(isGiven(MaximumRetryAttempts) && { MaximumRetryAttempts }),
    ...(isGiven(MaximumEventAgeInSeconds) && { MaximumEventAgeInSeconds }),
    ...((onSuccess || onFailure) && {
      DestinationConfig: Object.freeze({
        ...(onSuccess && { OnSuccess: Object.freeze({ Destination: onSuccess }) }),
        ...(onFailure && { OnFailure: Object.freeze({ Destination: onFailure }) }),
      }),
    }),
  })
}

/**
 * What an update stores: only the settings that the request names change. Recorded for retries and age; that each side
 * of the destinations is a setting of its own, and that an empty text clears it, are model choices.
 */
export function updateConfig(stored: EventInvokeConfig, request: EventInvokeConfig): EventInvokeConfig {
  const before = stored.DestinationConfig
  const change = request.DestinationConfig
  return putConfig({
    MaximumRetryAttempts: request.MaximumRetryAttempts ?? stored.MaximumRetryAttempts,
    MaximumEventAgeInSeconds: request.MaximumEventAgeInSeconds ?? stored.MaximumEventAgeInSeconds,
    DestinationConfig: {
      OnSuccess: { Destination: change?.OnSuccess?.Destination ?? before?.OnSuccess?.Destination },
      OnFailure: { Destination: change?.OnFailure?.Destination ?? before?.OnFailure?.Destination },
    },
  })
}

/** What a config means for an event. */
export interface EffectiveConfig {
  readonly maximumRetries: number
  readonly maximumAgeMs: number
  /** ARN, or undefined where none is set; `onFailure` likewise. */
  readonly onSuccess: string | undefined
  readonly onFailure: string | undefined
}

/** A config with Lambda's defaults in place of what is unset, or of a qualifier without a config. */
export function effectiveConfig(config: EventInvokeConfig | undefined): EffectiveConfig {
  return {
    maximumRetries: config?.MaximumRetryAttempts ?? DEFAULT_RETRY_ATTEMPTS,
    maximumAgeMs: (config?.MaximumEventAgeInSeconds ?? DEFAULT_EVENT_AGE_SECONDS) * 1000,
    ...destinationsOf(config ?? {}),
  }
}

/** A config as put, update and get answer with it. */
export interface EventInvokeConfigResponse {
  readonly DestinationConfig: {
    readonly OnFailure: { readonly Destination: string | null }
    readonly OnSuccess: { readonly Destination: string | null }
  }
  readonly FunctionArn: string
  /** Seconds since 1970, with milliseconds. */
  readonly LastModified: number
  readonly MaximumEventAgeInSeconds: number | null
  readonly MaximumRetryAttempts: number | null
}

/**
 * A config in the shape of Lambda's answer: alphabetical keys, an explicit null for what is unset, both sides of the
 * destinations always there. Recorded.
 *
 * @param qualifiedArn the function's ARN with the qualifier as addressed, or `$LATEST`
 * @param lastModifiedMs milliseconds since 1970
 */
export function configResponse(
  config: EventInvokeConfig,
  qualifiedArn: string,
  lastModifiedMs: number,
): EventInvokeConfigResponse {
  const { onSuccess, onFailure } = destinationsOf(config)
  return {
    DestinationConfig: { OnFailure: { Destination: onFailure ?? null }, OnSuccess: { Destination: onSuccess ?? null } },
    FunctionArn: qualifiedArn,
    LastModified: lastModifiedMs / 1000,
    MaximumEventAgeInSeconds: config.MaximumEventAgeInSeconds ?? null,
    MaximumRetryAttempts: config.MaximumRetryAttempts ?? null,
  }
}
