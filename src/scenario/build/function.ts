import { LATEST } from '../../rules/function-name.ts'
import { DEFAULT_MEMORY_MB, DEFAULT_TIMEOUT_SECONDS } from '../../rules/limits.ts'
import type { AliasSpec, FunctionSpec, ModelSpec, VersionSpec } from '../scenario.ts'
import type { WrittenAlias, WrittenFunction, WrittenSettings, WrittenVersion } from '../schema/function.ts'
import type { DataPath } from '../source-text.ts'
import { checkTimeout } from './checks.ts'
import { type ConfigContext, checkDeadLetter, checkEventInvokeConfig } from './config.ts'
import type { ScenarioFiles } from './files.ts'
import { INSTANT_SUCCESS, modelOf } from './model.ts'
import { payloadOf } from './payload.ts'

/** What a function is built with. */
export interface FunctionContext extends ConfigContext {
  readonly files: ScenarioFiles
}

/** A function but for its arrivals. */
export type FunctionBase = Omit<FunctionSpec, 'arrivals'>

/** What `functions.NAME` and `functionsFrom` have in common. */
export type FunctionSettings = Omit<FunctionBase, 'name' | 'versions' | 'aliases'>

/** The settings of a function, defaults filled in. What AWS would refuse for this very function is not looked at yet. */
export async function settingsOf(
  written: WrittenSettings,
  path: DataPath,
  context: FunctionContext,
): Promise<FunctionSettings> {
  const { findings } = context
  const timeoutMs = written.timeout ?? DEFAULT_TIMEOUT_SECONDS * 1000
  const model = await modelOf(written.model, INSTANT_SUCCESS, [...path, 'model'], context)
  checkTimeout(timeoutMs, model.duration, [...path, 'model', 'duration'], findings)
  return {
    timeoutMs,
    memoryMb: written.memory ?? DEFAULT_MEMORY_MB,
    architecture: written.architecture ?? 'x86_64',
    reservedConcurrency: written.reservedConcurrency,
    recursiveLoop: written.recursiveLoop,
    eventInvokeConfig: written.eventInvokeConfig,
    deadLetterArn: written.deadLetterConfig?.TargetArn || undefined,
    payload: payload(written, path, findings),
    model,
  }
}

/** A function of `functions`, with its versions and aliases; all that AWS would refuse in it is in the findings. */
export async function functionOf(
  name: string,
  written: WrittenFunction,
  path: DataPath,
  context: FunctionContext,
): Promise<FunctionBase> {
  const settings = await settingsOf(written, path, context)
  checkEventInvokeConfig(written.eventInvokeConfig, name, [...path, 'eventInvokeConfig'], context)
  checkDeadLetter(written.deadLetterConfig?.TargetArn, name, [...path, 'deadLetterConfig'], context)
  const versions = await versionsOf(name, written.versions ?? {}, settings, [...path, 'versions'], context)
  const aliases = Object.entries(written.aliases ?? {}).map(([alias, spec]) =>
    aliasOf(name, alias, spec, [...path, 'aliases', alias], context),
  )
  return { name, ...settings, versions, aliases }
}

function payload(written: WrittenSettings, path: DataPath, findings: ConfigContext['findings']): Uint8Array {
  try {
    return payloadOf(written.payload, written.payloadBytes)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    findings.error([...path, written.payload === undefined ? 'payloadBytes' : 'payload'], error.message)
    return new Uint8Array()
  }
}

async function versionsOf(
  functionName: string,
  written: Readonly<Record<string, WrittenVersion>>,
  latest: FunctionSettings,
  path: DataPath,
  context: FunctionContext,
): Promise<VersionSpec[]> {
  const numbers = Object.keys(written).sort((a, b) => Number(a) - Number(b))
  const gap = numbers.findIndex((number, index) => number !== String(index + 1))
  if (gap >= 0) {
    const message = `expected version "${gap + 1}" before "${numbers[gap]}": versions are numbered without gaps`
    context.findings.error([...path, numbers[gap]!], message, 'key')
  }
  const versions: VersionSpec[] = []
  for (const version of numbers) {
    versions.push(await versionOf(functionName, version, written[version]!, latest, [...path, version], context))
  }
  return versions
}

/** A version that is published, from a function whose settings are `latest`. */
export async function versionOf(
  functionName: string,
  version: string,
  written: WrittenVersion,
  latest: Pick<FunctionSettings, 'timeoutMs' | 'memoryMb' | 'deadLetterArn' | 'model'>,
  path: DataPath,
  context: FunctionContext,
): Promise<VersionSpec> {
  checkEventInvokeConfig(written.eventInvokeConfig, functionName, [...path, 'eventInvokeConfig'], context)
  checkDeadLetter(written.deadLetterConfig?.TargetArn, functionName, [...path, 'deadLetterConfig'], context)
  const model: ModelSpec = await modelOf(written.model, latest.model, [...path, 'model'], context)
  const timeoutMs = written.timeout ?? latest.timeoutMs
  // What a version has from its function is warned of there.
  const own = written.model?.duration === undefined ? ['timeout'] : ['model', 'duration']
  if (own.length > 1 || written.timeout !== undefined) {
    checkTimeout(timeoutMs, model.duration, [...path, ...own], context.findings)
  }
  return {
    version,
    timeoutMs,
    memoryMb: written.memory ?? latest.memoryMb,
    eventInvokeConfig: written.eventInvokeConfig,
    deadLetterArn: written.deadLetterConfig ? written.deadLetterConfig.TargetArn || undefined : latest.deadLetterArn,
    model,
    provisionedConcurrency: written.provisionedConcurrency,
  }
}

/** An alias, with what is wrong about where it leads. */
export function aliasOf(
  functionName: string,
  name: string,
  written: WrittenAlias,
  path: DataPath,
  context: FunctionContext,
): AliasSpec {
  const { findings, names } = context
  checkEventInvokeConfig(written.eventInvokeConfig, functionName, [...path, 'eventInvokeConfig'], context)
  const versions = names
    .qualifiersOf(functionName)
    .filter((qualifier) => qualifier === LATEST || /^\d+$/.test(qualifier))
  const refuseMissing = (version: string, place: DataPath, at: 'key' | 'value') => {
    if (versions.includes(version)) return
    findings.error(place, `expected a version of "${functionName}" (${versions.join(', ')}), got "${version}"`, at)
  }
  refuseMissing(written.functionVersion, [...path, 'functionVersion'], 'value')
  const weights = Object.entries(written.additionalVersionWeights ?? {})
  const weightsPath = [...path, 'additionalVersionWeights']
  for (const [version] of weights) refuseMissing(version, [...weightsPath, version], 'key')
  if (weights.length > 1)
    findings.error(weightsPath, `expected the weight of one further version, got ${weights.length}`)
  const [other] = weights
  return {
    name,
    functionVersion: written.functionVersion,
    other: other && { version: other[0], weight: other[1] },
    eventInvokeConfig: written.eventInvokeConfig,
    provisionedConcurrency: written.provisionedConcurrency,
  }
}
