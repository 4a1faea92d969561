import { readInteger, readStructure, readText } from './body-reader.ts'
import type { EventInvokeConfig } from './event-invoke-config.ts'

const readSide = readStructure({ Destination: readText })

/** The body of PutFunctionEventInvokeConfig, member by member. */
export const EVENT_INVOKE_CONFIG_BODY = readStructure({
  MaximumRetryAttempts: readInteger,
  MaximumEventAgeInSeconds: readInteger,
  DestinationConfig: readStructure({ OnSuccess: readSide, OnFailure: readSide }),
})

/**
 * Reads a request body whose types nobody has checked. Keys that AWS does not know are left out, as AWS does.
 *
 * @param body what JSON.parse gave
 * @throws ServiceError (SerializationException) for a value of the wrong type; the texts are inferred
 */
export function readEventInvokeConfig(body: unknown): EventInvokeConfig {
  return EVENT_INVOKE_CONFIG_BODY(body) ?? {}
}
