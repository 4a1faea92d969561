import type { ControlPlane } from '../control-plane/control-plane.ts'
import type { GivenCode } from '../local/runtimes.ts'
import { ServiceError } from '../rules/service-error.ts'
import { create, settings, storeConfigs, weightsOf } from '../scenario/account.ts'
import { modelsOf } from '../scenario/models.ts'
import { provisionedOf } from '../scenario/provisioned.ts'
import type { AliasSpec, FunctionSpec, Scenario } from '../scenario/scenario.ts'
import type { FunctionsFile } from './functions-file.ts'
import { UsageError } from './usage-error.ts'

/**
 * Makes the functions of a file. One that the store has already gets the file's settings and aliases; it keeps its versions
 * and what it has beside them, and gets those versions of the file that it has not got yet.
 *
 * @throws UsageError where the control plane refuses something, in its words
 */
export function deploy(plane: ControlPlane, { scenario, code }: FunctionsFile, path: string): void {
  const known = new Set(plane.functionNames())
  // All at first, so that one may get what another gives up.
  for (const { name } of scenario.functions) if (known.has(name)) plane.concurrency.delete({ FunctionName: name })
  for (const spec of scenario.functions) {
    naming(`${path}: functions.${spec.name}`, () => {
      if (known.has(spec.name)) change(plane, spec)
      else create(plane, spec)
      plane.functions.update({ FunctionName: spec.name, ...details(code.get(spec.name)) })
    })
  }
  for (const spec of scenario.functions)
    naming(`${path}: functions.${spec.name}.eventInvokeConfig`, () => storeConfigs(plane, [spec]))
}

/** Models of the file's functions. A version that a client has published runs as `$LATEST` does. */
export function deployedModels(scenario: Scenario): ReturnType<typeof modelsOf> {
  const models = modelsOf(scenario)
  const counts = new Map(scenario.functions.map(({ name, versions }) => [name, versions.length]))
  return (name, version) => models(name, version > (counts.get(name) ?? 0) ? 0 : version)
}

function change(plane: ControlPlane, spec: FunctionSpec): void {
  const FunctionName = spec.name
  const published = plane.versions.list({ FunctionName }).length - 1
  for (const version of spec.versions.slice(published)) {
    plane.functions.update({ FunctionName, ...settings(version, spec) })
    plane.versions.publish({ FunctionName })
  }
  plane.functions.update({ FunctionName, ...settings(spec, spec) })
  const aliases = new Set(plane.aliases.list({ FunctionName }).map(({ Name }) => Name))
  for (const alias of spec.aliases) {
    const request = { FunctionName, Name: alias.name, FunctionVersion: alias.functionVersion, ...weights(alias) }
    if (aliases.has(alias.name)) plane.aliases.update(request)
    else plane.aliases.create(request)
  }
  const { reservedConcurrency: ReservedConcurrentExecutions } = spec
  if (ReservedConcurrentExecutions !== undefined) plane.concurrency.put({ FunctionName, ReservedConcurrentExecutions })
  for (const { qualifier: Qualifier, executions: ProvisionedConcurrentExecutions } of provisionedOf(spec)) {
    plane.provisioned.put({ FunctionName, Qualifier, ProvisionedConcurrentExecutions })
  }
  if (spec.recursiveLoop) plane.concurrency.putRecursionConfig({ FunctionName, RecursiveLoop: spec.recursiveLoop })
}

/** An alias that no longer leads to a second version says so. */
function weights({ other }: AliasSpec) {
  return weightsOf(other) ?? { RoutingConfig: { AdditionalVersionWeights: {} } }
}

function details(given: GivenCode | undefined) {
  const { source } = given ?? {}
  if (!source || source.kind === 'address') return {}
  const Handler = source.kind === 'module' ? source.export : source.handler
  return {
    ...(Handler !== undefined && { Handler }),
    ...(source.kind === 'archive' && { Runtime: source.runtime }),
    Environment: { Variables: source.variables ?? {} },
  }
}

function naming(what: string, action: () => void): void {
  try {
    action()
  } catch (error) {
    if (error instanceof ServiceError) throw new UsageError(`${what}: ${error.message}`)
    throw error
  }
}
