/** A change of a function that takes a while, on the real clock. */
export type Change = 'creation' | 'update'

/** What FunctionConfiguration says of a version's state. */
export interface FunctionState {
  readonly State: 'Pending' | 'Active'
  readonly StateReason: string | null
  readonly StateReasonCode: string | null
  readonly LastUpdateStatus: 'InProgress' | 'Successful' | null
  readonly LastUpdateStatusReason: string | null
  readonly LastUpdateStatusReasonCode: string | null
}

const NOTHING = {
  StateReason: null,
  StateReasonCode: null,
  LastUpdateStatusReason: null,
  LastUpdateStatusReasonCode: null,
} as const
/** The reason of updates too (sic). Recorded. */
const REASON = 'The function is being created.'

const CREATING: FunctionState = {
  ...NOTHING,
  State: 'Pending',
  StateReason: REASON,
  StateReasonCode: 'Creating',
  LastUpdateStatus: null,
}
const UPDATING: FunctionState = {
  ...NOTHING,
  State: 'Active',
  LastUpdateStatus: 'InProgress',
  LastUpdateStatusReason: REASON,
  LastUpdateStatusReasonCode: 'Creating',
}
const SETTLED: FunctionState = { ...NOTHING, State: 'Active', LastUpdateStatus: 'Successful' }

/** The state during a change, and after it. Recorded. */
export function functionState(change: Change, isSettled: boolean): FunctionState {
  if (isSettled) return SETTLED
  return change === 'creation' ? CREATING : UPDATING
}

/** Why a function that is being created can be neither invoked nor changed. Recorded for an `Event` invocation. */
export const PENDING_REFUSAL =
  'The operation cannot be performed at this time. The function is currently in the following state: Pending'

/** Why a function that is being updated cannot be changed again. Recorded. */
export function updateRefusal(arn: string): string {
  return `The operation cannot be performed at this time. An update is in progress for resource: ${arn}`
}
