import { functionState } from '../rules/function-state.ts'
import { defaultLogGroup } from '../rules/log-name.ts'
import type { Architecture } from '../rules/price.ts'
import { revisionId } from '../rules/revision-id.ts'
import type { VersionRow } from './store.ts'

/**
 * A version in the shape of AWS's answer, with its keys in the order of the wire and an explicit null for what is unset.
 * Both recorded.
 *
 * @param arn as the operation prints it: qualified or not
 * @param isSettled whether its last change is done
 */
export function configuration(row: VersionRow, arn: string, isSettled: boolean) {
  const { details, code } = row
  const state = functionState(row.change, isSettled)
  return {
    Description: details.Description,
    TracingConfig: details.TracingConfig,
    VpcConfig: details.VpcConfig,
    DurableConfig: null,
    SigningJobArn: null,
    SnapStart: { OptimizationStatus: 'Off', ApplyOn: details.SnapStart },
    RevisionId: revisionOf(row, isSettled),
    /** A text here, unlike in an event-invoke config: `2026-09-14T15:47:16.966+0000`. Recorded. */
    LastModified: new Date(row.lastModifiedMs).toISOString().replace('Z', '+0000'),
    FunctionName: row.functionName,
    Runtime: details.Runtime,
    Version: row.version,
    PackageType: details.PackageType,
    LastUpdateStatus: state.LastUpdateStatus,
    Layers: details.Layers.length === 0 ? null : details.Layers.map((Arn) => ({ Arn, CodeSize: 0 })),
    TenancyConfig: null,
    FunctionArn: arn,
    KMSKeyArn: details.KMSKeyArn,
    MemorySize: row.memoryMb,
    ImageConfigResponse: details.ImageConfig && { Error: null, ImageConfig: details.ImageConfig },
    LastUpdateStatusReason: state.LastUpdateStatusReason,
    CapacityProviderConfig: null,
    DeadLetterConfig: row.deadLetterArn === undefined ? null : { TargetArn: row.deadLetterArn },
    Timeout: row.timeoutSeconds,
    ConfigSha256: null,
    Handler: details.Handler,
    CodeSha256: code?.sha256 ?? null,
    Role: details.Role,
    SigningProfileVersionArn: null,
    MasterArn: null,
    RuntimeVersionConfig: details.Runtime === null ? null : { Error: null, RuntimeVersionArn: null },
    CodeSize: code?.sizeBytes ?? 0,
    State: state.State,
    StateReason: state.StateReason,
    LoggingConfig: {
      LogFormat: details.LoggingConfig.LogFormat,
      ApplicationLogLevel: details.LoggingConfig.ApplicationLogLevel,
      LogGroup: details.LoggingConfig.LogGroup ?? defaultLogGroup(row.functionName),
      SystemLogLevel: details.LoggingConfig.SystemLogLevel,
    },
    Environment: details.Environment,
    EphemeralStorage: details.EphemeralStorage,
    StateReasonCode: state.StateReasonCode,
    LastUpdateStatusReasonCode: state.LastUpdateStatusReasonCode,
    Architectures: [row.architecture] as readonly [Architecture],
    ...(details.FileSystemConfigs.length > 0 && { FileSystemConfigs: details.FileSystemConfigs }),
  }
}

/** A version's settings as GetFunctionConfiguration answers. */
export type FunctionConfiguration = ReturnType<typeof configuration>

/** The `RevisionId` of a version: it changes with each change, and once more when that is done. */
export function revisionOf(row: VersionRow, isSettled: boolean): string {
  return isSettled ? revisionId(row.revisionId, 'settled') : row.revisionId
}
