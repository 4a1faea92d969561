import type { DestinationSetting, EventInvokeConfig } from './event-invoke-config.ts'
import { serialization } from './service-error.ts'

/**
 * Reads a request body whose types nobody has checked. Keys that AWS does not know are left out, as AWS does.
 *
 * @param body what JSON.parse gave
 * @throws ServiceError (SerializationException) for a value of the wrong type; the texts are inferred
 */
export function readEventInvokeConfig(body: unknown): EventInvokeConfig {
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = readStructure(body)
  const sides = readStructure(DestinationConfig)
  return {
    MaximumRetryAttempts: readInteger(MaximumRetryAttempts),
    MaximumEventAgeInSeconds: readInteger(MaximumEventAgeInSeconds),
    DestinationConfig: { OnSuccess: readSide(sides.OnSuccess), OnFailure: readSide(sides.OnFailure) },
  }
}

function readSide(value: unknown): DestinationSetting | undefined {
  if (value === undefined || value === null) return undefined
  const { Destination } = readStructure(value)
  if (Destination === undefined || Destination === null) return {}
  if (typeof Destination !== 'string') throw serialization(`${kindOf(Destination)} can not be converted to a String`)
  return { Destination }
}

function readStructure(value: unknown): Record<string, unknown> {
  if (value === undefined || value === null) return {}
  if (typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>
  throw serialization(`${kindOf(value)} can not be converted to a structure`)
}

function readInteger(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined
  if (Number.isInteger(value)) return value as number
  throw serialization(`${kindOf(value)} can not be converted to an Integer`)
}

/** The name that AWS's parser gives a JSON value in such errors. */
function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'Start of list'
  if (typeof value === 'object') return 'Start of structure'
  if (typeof value === 'boolean') return `${String(value).toUpperCase()}_VALUE`
  if (typeof value === 'number') return Number.isInteger(value) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE'
  return 'STRING_VALUE'
}
