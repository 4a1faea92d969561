import { ControlPlane } from '../control-plane/control-plane.ts'
import { provisionedOf } from './provisioned.ts'
import type { AliasSpec, FunctionSpec, Scenario, VersionSpec } from './scenario.ts'

/** The control plane of a scenario: every function, version, alias and stored config of its file. */
export function controlPlaneOf(scenario: Pick<Scenario, 'account' | 'functions' | 'startMs'>): ControlPlane {
  const { account } = scenario
  const plane = new ControlPlane({
    region: account.region,
    account: account.id,
    accountConcurrency: account.concurrency,
    // A scenario may try what AWS refuses; the reader of the file has warned of it.
    minimumUnreserved: 0,
    nowMs: () => scenario.startMs,
  })
  for (const spec of scenario.functions) create(plane, spec)
  storeConfigs(plane, scenario.functions)
  return plane
}

/** Stores the configs of functions. A destination must exist before a config may name it: all functions come first. */
export function storeConfigs(plane: ControlPlane, functions: readonly FunctionSpec[]): void {
  for (const spec of functions) {
    storeConfig(plane, spec.name, '$LATEST', spec)
    for (const version of spec.versions) storeConfig(plane, spec.name, version.version, version)
    for (const alias of spec.aliases) storeConfig(plane, spec.name, alias.name, alias)
  }
}

/** Creates a function with its versions, aliases and concurrency. */
export function create(plane: ControlPlane, spec: FunctionSpec): void {
  const FunctionName = spec.name
  plane.functions.create({ FunctionName, ...settings(spec.versions[0] ?? spec, spec) })
  for (const version of spec.versions) {
    plane.functions.update({ FunctionName, ...settings(version, spec) })
    plane.versions.publish({ FunctionName })
  }
  if (spec.versions.length > 0) plane.functions.update({ FunctionName, ...settings(spec, spec) })
  for (const alias of spec.aliases) {
    plane.aliases.create({
      FunctionName,
      Name: alias.name,
      FunctionVersion: alias.functionVersion,
      // AWS provisions nothing for an alias that leads to two versions, but lets one with environments lead to a second.
      ...(alias.provisionedConcurrency === undefined && weightsOf(alias.other)),
    })
  }
  if (spec.reservedConcurrency !== undefined)
    plane.concurrency.put({ FunctionName, ReservedConcurrentExecutions: spec.reservedConcurrency })
  for (const { qualifier: Qualifier, executions: ProvisionedConcurrentExecutions } of provisionedOf(spec)) {
    plane.provisioned.put({ FunctionName, Qualifier, ProvisionedConcurrentExecutions })
  }
  for (const { name: Name, other, provisionedConcurrency } of spec.aliases) {
    if (provisionedConcurrency !== undefined) plane.aliases.update({ FunctionName, Name, ...weightsOf(other) })
  }
  if (spec.recursiveLoop) plane.concurrency.putRecursionConfig({ FunctionName, RecursiveLoop: spec.recursiveLoop })
}

/** The weights of an alias as a request has them; nothing for an alias that leads to one version. */
export function weightsOf(other: AliasSpec['other']) {
  return other && { RoutingConfig: { AdditionalVersionWeights: { [other.version]: other.weight } } }
}

/** The settings of a version of a function, `$LATEST` among them, as the control plane takes them. */
export function settings(version: FunctionSpec | VersionSpec, spec: Pick<FunctionSpec, 'architecture'>) {
  return {
    Timeout: version.timeoutMs / 1000,
    MemorySize: version.memoryMb,
    Architectures: [spec.architecture] as const,
    DeadLetterConfig: { TargetArn: version.deadLetterArn ?? '' },
  }
}

function storeConfig(
  plane: ControlPlane,
  FunctionName: string,
  Qualifier: string,
  { eventInvokeConfig }: Pick<FunctionSpec, 'eventInvokeConfig'>,
): void {
  if (eventInvokeConfig) plane.eventInvokeConfigs.put({ FunctionName, Qualifier, ...eventInvokeConfig })
}
