import type { ControlPlane } from '../../src/control-plane/control-plane.ts'
import type { Operation } from './driver.ts'

export type Operations = Readonly<Record<Operation, (request: never) => unknown>>

/** The operations of a control plane by their names in Lambda's API. */
export function operationsOf({
  functions,
  versions,
  aliases,
  concurrency,
  provisioned,
  eventInvokeConfigs,
}: ControlPlane): Operations {
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
    GetProvisionedConcurrencyConfig: provisioned.get.bind(provisioned),
    DeleteProvisionedConcurrencyConfig: provisioned.delete.bind(provisioned),
    ListProvisionedConcurrencyConfigs: provisioned.list.bind(provisioned),
    PutFunctionEventInvokeConfig: eventInvokeConfigs.put.bind(eventInvokeConfigs),
    UpdateFunctionEventInvokeConfig: eventInvokeConfigs.update.bind(eventInvokeConfigs),
    GetFunctionEventInvokeConfig: eventInvokeConfigs.get.bind(eventInvokeConfigs),
    DeleteFunctionEventInvokeConfig: eventInvokeConfigs.delete.bind(eventInvokeConfigs),
    ListFunctionEventInvokeConfigs: eventInvokeConfigs.list.bind(eventInvokeConfigs),
  }
}
