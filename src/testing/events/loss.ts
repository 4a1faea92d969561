import { showValue } from '../../notation/value-text.ts'
import type { Place } from '../../rules/arn.ts'
import { RECORD_BYTES_LIMITS } from '../../rules/invocation-record.ts'
import { DEAD_LETTER } from '../../rules/routing.ts'
import { parseTarget } from '../../rules/target.ts'
import type { Sent } from './chronicle.ts'

/**
 * Why a target did not take what an event left behind, in a clause: `it is down`, `1,050,000 bytes are more than its limit of
 * 1,048,576`.
 *
 * @param wasRefused whether the target was asked: one that is no function, and gets what is not too large
 * @param place of the harness's functions
 * @returns undefined where it took it
 */
export function lossOf({ taken, ended, side, arn }: Sent, wasRefused: boolean, place: Place): string | undefined {
  if (taken) return undefined
  if (wasRefused) return 'it is down'
  const target = parseTarget(arn)
  if (target === undefined) return `${showValue(arn)} is no target`
  const bytes = side === DEAD_LETTER ? ended.deadLetter().body.length : ended.recordBytes()
  const limit = RECORD_BYTES_LIMITS[target.kind]
  if (bytes > limit)
    return `${bytes.toLocaleString('en-US')} bytes are more than its limit of ${limit.toLocaleString('en-US')}`
  if (target.region !== place.region || target.account !== place.account) return 'it is in another region or account'
  return ended.ending().condition === 'RecursiveInvocation' ? 'its loop was stopped' : 'it is not there'
}
