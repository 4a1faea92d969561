import { DEFAULT_STORAGE_MB } from './limits.ts'

/** Settings of a version that a client stores and reads, and that decide nothing about its events. */
export interface FunctionDetails {
  readonly Description: string
  /** Such as `nodejs22.x`; null for an image, and where nobody said. */
  readonly Runtime: string | null
  readonly Handler: string | null
  readonly Role: string | null
  readonly Environment: { readonly Variables: Readonly<Record<string, string>> } | null
  readonly VpcConfig: {
    readonly SubnetIds: readonly string[]
    readonly SecurityGroupIds: readonly string[]
    readonly VpcId: string
    readonly Ipv6AllowedForDualStack: boolean
  } | null
  readonly KMSKeyArn: string | null
  readonly TracingConfig: { readonly Mode: string }
  /** ARNs of layer versions. */
  readonly Layers: readonly string[]
  readonly EphemeralStorage: { readonly Size: number }
  readonly LoggingConfig: LoggingDetails
  readonly PackageType: string
  readonly ImageConfig: ImageDetails | null
  readonly SnapStart: string
  readonly FileSystemConfigs: readonly FileSystemDetails[]
}

/** Null where nobody said: the log group is then `/aws/lambda/<name>`. */
export interface LoggingDetails {
  readonly LogFormat: string
  readonly ApplicationLogLevel: string | null
  readonly LogGroup: string | null
  readonly SystemLogLevel: string | null
}

export interface ImageDetails {
  readonly EntryPoint?: readonly string[] | undefined
  readonly Command?: readonly string[] | undefined
  readonly WorkingDirectory?: string | undefined
}

export interface FileSystemDetails {
  readonly Arn?: string | undefined
  readonly LocalMountPath?: string | undefined
}

/** The same settings as a request gives them: what is left out stays as it was. */
export interface FunctionDetailSettings {
  readonly Description?: string | undefined
  readonly Runtime?: string | undefined
  readonly Handler?: string | undefined
  readonly Role?: string | undefined
  readonly Environment?: { readonly Variables?: Readonly<Record<string, string>> | undefined } | undefined
  readonly VpcConfig?:
    | {
        readonly SubnetIds?: readonly string[] | undefined
        readonly SecurityGroupIds?: readonly string[] | undefined
        readonly Ipv6AllowedForDualStack?: boolean | undefined
      }
    | undefined
  /** The empty text takes the key away. */
  readonly KMSKeyArn?: string | undefined
  readonly TracingConfig?: { readonly Mode?: string | undefined } | undefined
  readonly Layers?: readonly string[] | undefined
  readonly EphemeralStorage?: { readonly Size?: number | undefined } | undefined
  readonly LoggingConfig?: { readonly [Name in keyof LoggingDetails]?: string | undefined } | undefined
  readonly PackageType?: string | undefined
  readonly ImageConfig?: ImageDetails | undefined
  readonly SnapStart?: { readonly ApplyOn?: string | undefined } | undefined
  readonly FileSystemConfigs?: readonly FileSystemDetails[] | undefined
}

/** What a new function has of its own accord. Documented: CreateFunction; recorded in its answer. */
export const DEFAULT_DETAILS: FunctionDetails = Object.freeze({
  Description: '',
  Runtime: null,
  Handler: null,
  Role: null,
  Environment: null,
  VpcConfig: null,
  KMSKeyArn: null,
  TracingConfig: { Mode: 'PassThrough' },
  Layers: [],
  EphemeralStorage: { Size: DEFAULT_STORAGE_MB },
  LoggingConfig: { LogFormat: 'Text', ApplicationLogLevel: null, LogGroup: null, SystemLogLevel: null },
  PackageType: 'Zip',
  ImageConfig: null,
  SnapStart: 'None',
  FileSystemConfigs: [],
})

/** The settings after a request. Each is replaced whole; of `VpcConfig` and `LoggingConfig` each member (inferred). */
export function changedDetails(before: FunctionDetails, settings: FunctionDetailSettings): FunctionDetails {
  const { Environment, TracingConfig, EphemeralStorage, SnapStart, KMSKeyArn } = settings
  return Object.freeze({
    Description: settings.Description ?? before.Description,
    Runtime: settings.Runtime ?? before.Runtime,
    Handler: settings.Handler ?? before.Handler,
    Role: settings.Role ?? before.Role,
    Environment: Environment ? { Variables: Environment.Variables ?? {} } : before.Environment,
    VpcConfig: changedVpc(before.VpcConfig, settings.VpcConfig),
    KMSKeyArn: KMSKeyArn === undefined ? before.KMSKeyArn : KMSKeyArn || null,
    TracingConfig: { Mode: TracingConfig?.Mode ?? before.TracingConfig.Mode },
    Layers: settings.Layers ?? before.Layers,
    EphemeralStorage: { Size: EphemeralStorage?.Size ?? before.EphemeralStorage.Size },
    LoggingConfig: changedLogging(before.LoggingConfig, settings.LoggingConfig),
    PackageType: settings.PackageType ?? before.PackageType,
    ImageConfig: settings.ImageConfig ?? before.ImageConfig,
    SnapStart: SnapStart?.ApplyOn ?? before.SnapStart,
    FileSystemConfigs: settings.FileSystemConfigs ?? before.FileSystemConfigs,
  })
}

function changedVpc(before: FunctionDetails['VpcConfig'], settings: FunctionDetailSettings['VpcConfig']) {
  if (!settings) return before
  const subnets = settings.SubnetIds ?? before?.SubnetIds ?? []
  return {
    SubnetIds: subnets,
    SecurityGroupIds: settings.SecurityGroupIds ?? before?.SecurityGroupIds ?? [],
    VpcId: subnets.length > 0 ? 'vpc-00000000' : '',
    Ipv6AllowedForDualStack: settings.Ipv6AllowedForDualStack ?? before?.Ipv6AllowedForDualStack ?? false,
  }
}

/** Logs in JSON have levels, `INFO` unless said (documented: "Configuring JSON and plain text log formats"). */
function changedLogging(before: LoggingDetails, settings: FunctionDetailSettings['LoggingConfig']): LoggingDetails {
  if (!settings) return before
  const format = settings.LogFormat ?? before.LogFormat
  const level = (said: string | undefined, was: string | null) => (format === 'JSON' ? (said ?? was ?? 'INFO') : null)
  return {
    LogFormat: format,
    ApplicationLogLevel: level(settings.ApplicationLogLevel, before.ApplicationLogLevel),
    LogGroup: settings.LogGroup ?? before.LogGroup,
    SystemLogLevel: level(settings.SystemLogLevel, before.SystemLogLevel),
  }
}
