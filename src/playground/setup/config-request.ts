import { suggestNear } from '../../notation/nearest.ts'
import { showValue } from '../../notation/value-text.ts'
import type { BodyReader, StructureReader } from '../../rules/body-reader.ts'
import { violationSentence } from '../../rules/constraint.ts'
import { requestFields } from '../../rules/destination.ts'
import {
  type EventInvokeConfig,
  eventInvokeConfigViolations,
  givesSetting,
  NOTHING_GIVEN,
} from '../../rules/event-invoke-config.ts'
import { EVENT_INVOKE_CONFIG_BODY } from '../../rules/event-invoke-config-body.ts'
import { ServiceError } from '../../rules/service-error.ts'

/** Something that is wrong with a request: the members that lead to it, and what. */
export interface RequestFault {
  readonly path: readonly string[]
  readonly message: string
}

/**
 * All that is wrong with the body of a put or an update, in AWS's words where it has some. Members that AWS does not know it
 * leaves out without a word; here they are told, since they were hardly meant so.
 */
export function configFaults(body: unknown): RequestFault[] {
  const faults = memberFaults(body, EVENT_INVOKE_CONFIG_BODY, [])
  if (faults.length > 0) return faults
  const config: EventInvokeConfig = EVENT_INVOKE_CONFIG_BODY(body) ?? {}
  if (!givesSetting(config)) return [{ path: [], message: NOTHING_GIVEN }]
  return eventInvokeConfigViolations(config).map((violation) => ({
    path: requestFields(violation.member),
    message: violationSentence(violation),
  }))
}

function memberFaults(value: unknown, reader: BodyReader<unknown>, path: readonly string[]): RequestFault[] {
  if ('members' in reader && typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const { members } = reader as StructureReader
    return Object.entries(value).flatMap(([name, each]) => {
      const own = [...path, name]
      const inner = Object.hasOwn(members, name) ? members[name] : undefined
      if (inner) return memberFaults(each, inner, own)
      const known = Object.keys(members)
      return [{ path: own, message: `expected one of ${known.join(', ')}, got ${name}${suggestNear(name, known)}` }]
    })
  }
  try {
    reader(value)
    return []
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    return [{ path, message: `${error.message}, got ${showValue(value)}` }]
  }
}
