import type { ControlPlane } from '../control-plane/control-plane.ts'
import type { DeliveryErrorsSpec, FunctionSpec } from './scenario.ts'

/** What changes at a time. Plain data. */
export interface ChangeSpec {
  readonly atMs: number
  /** What changes, in short: `checkout: reserved concurrency 0`. */
  readonly texts: readonly string[]
  /** What the control plane is told, in order. */
  readonly calls: readonly Call[]
  /** The functions that change, as they are afterwards; those that are deleted are not among them. */
  readonly functions: readonly FunctionSpec[]
  /** Limit of the account afterwards. */
  readonly accountConcurrency: number
  /** The targets that change, as they are afterwards. */
  readonly destinations: readonly TargetChangeSpec[]
}

export interface TargetChangeSpec extends DeliveryErrorsSpec {
  readonly arn: string
}

/** The operations that changes use, by AWS's names; the account's limit belongs to Service Quotas. */
function operationsOf(plane: ControlPlane) {
  const { functions, versions, aliases, concurrency, provisioned, eventInvokeConfigs } = plane
  return {
    CreateFunction: functions.create.bind(functions),
    UpdateFunctionConfiguration: functions.update.bind(functions),
    DeleteFunction: functions.delete.bind(functions),
    PublishVersion: versions.publish.bind(versions),
    CreateAlias: aliases.create.bind(aliases),
    UpdateAlias: aliases.update.bind(aliases),
    DeleteAlias: aliases.delete.bind(aliases),
    PutFunctionConcurrency: concurrency.put.bind(concurrency),
    DeleteFunctionConcurrency: concurrency.delete.bind(concurrency),
    PutProvisionedConcurrencyConfig: provisioned.put.bind(provisioned),
    DeleteProvisionedConcurrencyConfig: provisioned.delete.bind(provisioned),
    PutFunctionRecursionConfig: concurrency.putRecursionConfig.bind(concurrency),
    PutFunctionEventInvokeConfig: eventInvokeConfigs.put.bind(eventInvokeConfigs),
    DeleteFunctionEventInvokeConfig: eventInvokeConfigs.delete.bind(eventInvokeConfigs),
    SetAccountConcurrency: plane.setAccountConcurrency.bind(plane),
  }
}

type Operations = ReturnType<typeof operationsOf>

/** One call of the control plane: an operation and its request. */
export type Call = {
  [Name in keyof Operations]: { readonly operation: Name; readonly request: Parameters<Operations[Name]>[0] }
}[keyof Operations]

/** Makes a call. @throws ServiceError where AWS would refuse it */
export function callPlane(plane: ControlPlane, { operation, request }: Call): void {
  const operations: Readonly<Record<string, (request: never) => unknown>> = operationsOf(plane)
  operations[operation]!(request as never)
}

/** Whether a change can take away what events are sent to. */
export function takesAway({ calls }: ChangeSpec): boolean {
  return calls.some(({ operation }) => operation === 'DeleteFunction' || operation === 'DeleteAlias')
}
