import { LATEST } from '../../rules/function-name.ts'
import { DEFAULT_MEMORY_MB, DEFAULT_TIMEOUT_SECONDS } from '../../rules/limits.ts'
import { settings } from '../account.ts'
import type { AliasSpec, FunctionSpec, VersionSpec } from '../scenario.ts'
import type { WrittenAliasChange, WrittenFunctionChange, WrittenVersionChange } from '../schema/change.ts'
import type { WrittenVersion } from '../schema/function.ts'
import type { DataPath } from '../source-text.ts'
import { aliasText, settingsText } from './change-text.ts'
import { checkTimeout } from './checks.ts'
import { checkDeadLetter } from './config.ts'
import { type Changing, changedConfig } from './config-change.ts'
import { aliasOf, type FunctionContext, versionOf } from './function.ts'
import { INSTANT_SUCCESS, modelOf } from './model.ts'
import { changedProvisioned } from './provisioned.ts'
import { recordedModel } from './recording.ts'

/** A function that is made again after it was deleted: nothing but its arrivals is left of it. */
export function blank({ name, architecture, payload, arrivals }: FunctionSpec): FunctionSpec {
  return {
    name,
    timeoutMs: DEFAULT_TIMEOUT_SECONDS * 1000,
    memoryMb: DEFAULT_MEMORY_MB,
    architecture,
    reservedConcurrency: undefined,
    recursiveLoop: undefined,
    eventInvokeConfig: undefined,
    deadLetterArn: undefined,
    payload,
    model: INSTANT_SUCCESS,
    versions: [],
    aliases: [],
    arrivals,
  }
}

/** The function after a change. What AWS would refuse in the change itself is in the findings. */
export async function changedFunction(
  written: WrittenFunctionChange,
  isNew: boolean,
  changing: Changing,
): Promise<FunctionSpec> {
  const { before, path, steps } = changing
  const { name: FunctionName } = before
  if (isNew) steps.say(`${FunctionName} created again`)
  const latest = await changedLatest(written, isNew, changing)
  const versions = await changedVersions(written.versions ?? {}, { ...changing, before: latest })
  const aliases = changedAliases(written.aliases ?? {}, { ...changing, before: latest })

  const { reservedConcurrency, recursiveLoop } = written
  if (reservedConcurrency === null) {
    steps.add('release', [...path, 'reservedConcurrency'], {
      operation: 'DeleteFunctionConcurrency',
      request: { FunctionName },
    })
    steps.say(`${FunctionName}: no reserved concurrency`)
  } else if (reservedConcurrency !== undefined) {
    const rises = reservedConcurrency > (before.reservedConcurrency ?? 0)
    steps.add(rises ? 'reservation' : 'release', [...path, 'reservedConcurrency'], {
      operation: 'PutFunctionConcurrency',
      request: { FunctionName, ReservedConcurrentExecutions: reservedConcurrency },
    })
    steps.say(`${FunctionName}: reserved concurrency ${reservedConcurrency}`)
  }
  if (recursiveLoop !== undefined) {
    steps.add('settings', [...path, 'recursiveLoop'], {
      operation: 'PutFunctionRecursionConfig',
      request: { FunctionName, RecursiveLoop: recursiveLoop },
    })
    steps.say(`${FunctionName}: recursive loop ${recursiveLoop}`)
  }
  return {
    ...latest,
    versions,
    aliases,
    reservedConcurrency:
      reservedConcurrency === undefined ? before.reservedConcurrency : (reservedConcurrency ?? undefined),
    recursiveLoop: recursiveLoop ?? before.recursiveLoop,
    eventInvokeConfig: changedConfig(written, before.eventInvokeConfig, LATEST, changing),
  }
}

/** `$LATEST` with its new settings. */
async function changedLatest(
  written: WrittenFunctionChange,
  isNew: boolean,
  { before, path, context, steps }: Changing,
): Promise<FunctionSpec> {
  const { findings } = context
  const { timeout, memory, deadLetterConfig, model: writtenModel } = written
  checkDeadLetter(deadLetterConfig?.TargetArn, before.name, [...path, 'deadLetterConfig'], context)
  const place = [...path, 'model']
  const drawn = await modelOf(writtenModel, before.model, place, context)
  const model = recordedModel(drawn, writtenModel, before, place, findings)
  const latest = {
    ...before,
    timeoutMs: timeout ?? before.timeoutMs,
    memoryMb: memory ?? before.memoryMb,
    deadLetterArn: deadLetterConfig === undefined ? before.deadLetterArn : deadLetterConfig?.TargetArn || undefined,
    model,
  }
  const timed = writtenModel?.duration === undefined ? ['timeout'] : ['model', 'duration']
  if (timed.length > 1 || timeout !== undefined) {
    checkTimeout(latest.timeoutMs, model.duration, [...path, ...timed], findings)
  }
  const request = { FunctionName: before.name, ...settings(latest, latest) }
  if (isNew) steps.add('settings', path, { operation: 'CreateFunction', request })
  else if ([timeout, memory, deadLetterConfig, writtenModel].some((each) => each !== undefined)) {
    // Another model is other code: a deployment too.
    const where = deadLetterConfig === undefined ? path : [...path, 'deadLetterConfig']
    steps.add('settings', where, { operation: 'UpdateFunctionConfiguration', request })
  }
  const text = settingsText(written)
  if (text !== '') steps.say(`${before.name}: ${text}`)
  return latest
}

/** The versions after those that are published now, `before` being `$LATEST` as it is by then. */
async function changedVersions(
  written: Readonly<Record<string, WrittenVersionChange>>,
  changing: Changing,
): Promise<VersionSpec[]> {
  const { before, context, steps } = changing
  const versions = [...before.versions]
  const numbers = Object.keys(written).sort((a, b) => Number(a) - Number(b))
  for (const number of numbers) {
    const path = [...changing.path, 'versions', number]
    const change = written[number]!
    const place = { ...changing, path }
    const known = versions.findIndex(({ version }) => version === number)
    if (known >= 0) {
      checkPublished(number, change, path, context)
      const before = versions[known]!
      versions[known] = { ...before, ...changedQualifier(change, before, number, place) }
      continue
    }
    if (number !== String(versions.length + 1)) {
      const message = `expected version "${versions.length + 1}" before "${number}": versions are numbered without gaps`
      context.findings.error(path, message, 'key')
      break
    }
    const { eventInvokeConfig: _, provisionedConcurrency: __, deadLetterConfig, ...rest } = change
    // Null takes the target away, as an empty map does in a version that is there from the start.
    const own = { ...rest, ...(deadLetterConfig !== undefined && { deadLetterConfig: deadLetterConfig ?? {} }) }
    const version = await newVersion(number, own, place)
    steps.say(`${before.name}: version ${number} published`)
    for (const [of, operation] of [
      [version, 'UpdateFunctionConfiguration'],
      [version, 'PublishVersion'],
      [before, 'UpdateFunctionConfiguration'],
    ] as const) {
      const request = { FunctionName: before.name, ...(operation !== 'PublishVersion' && settings(of, before)) }
      steps.add('settings', path, { operation, request })
    }
    versions.push({ ...version, ...changedQualifier(change, undefined, number, place) })
  }
  return versions
}

async function newVersion(
  number: string,
  written: WrittenVersion,
  { before, path, context }: Changing,
): Promise<VersionSpec> {
  const version = await versionOf(before.name, number, written, before, path, context)
  const model = recordedModel(version.model, written.model, before, [...path, 'model'], context.findings)
  return { ...version, model }
}

/** What a change makes of that which is stored for a version or an alias and is no part of it. */
function changedQualifier(
  change: WrittenVersionChange | WrittenAliasChange,
  before: VersionSpec | AliasSpec | undefined,
  qualifier: string,
  place: Changing,
): Pick<VersionSpec, 'eventInvokeConfig' | 'provisionedConcurrency'> {
  const { provisionedConcurrency } = change
  return {
    eventInvokeConfig: changedConfig(change, before?.eventInvokeConfig, qualifier, place),
    provisionedConcurrency: changedProvisioned(
      provisionedConcurrency,
      before?.provisionedConcurrency,
      qualifier,
      place,
    ),
  }
}

/** A published version never changes (documented: "Manage Lambda function versions"); its config is not a part of it. */
function checkPublished(
  number: string,
  change: WrittenVersionChange,
  path: DataPath,
  { findings }: FunctionContext,
): void {
  const { eventInvokeConfig: _, provisionedConcurrency: __, ...settings } = change
  for (const [name, value] of Object.entries(settings)) {
    if (value === undefined) continue
    const message = `expected nothing but an eventInvokeConfig or provisionedConcurrency: version "${number}" is published, and stays as it is`
    findings.error([...path, name], message, 'key')
  }
}

function changedAliases(
  written: Readonly<Record<string, WrittenAliasChange | null>>,
  changing: Changing,
): readonly AliasSpec[] {
  const { before, context, steps } = changing
  const { name: FunctionName } = before
  const aliases = new Map(before.aliases.map((alias) => [alias.name, alias]))
  for (const [Name, change] of Object.entries(written)) {
    const path = [...changing.path, 'aliases', Name]
    const known = aliases.get(Name)
    if (change === null) {
      if (!known) context.findings.error(path, `expected an alias of "${FunctionName}", got "${Name}"`, 'key')
      steps.add('aliases', path, { operation: 'DeleteAlias', request: { FunctionName, Name } })
      steps.say(`${FunctionName}: alias ${Name} deleted`)
      aliases.delete(Name)
      continue
    }
    const functionVersion = change.functionVersion ?? known?.functionVersion
    if (functionVersion === undefined) {
      context.findings.error(path, 'expected the functionVersion of a new alias', 'key')
      continue
    }
    const weights = change.additionalVersionWeights ?? (known?.other && { [known.other.version]: known.other.weight })
    const moved = { functionVersion, additionalVersionWeights: weights }
    const alias = aliasOf(FunctionName, Name, moved, path, context)
    if (!known || change.functionVersion !== undefined || change.additionalVersionWeights !== undefined) {
      const RoutingConfig = { AdditionalVersionWeights: weights ?? {} }
      // Environments are given to an alias that leads to one version; it may lead to a second after that.
      const weighsLater = (change.provisionedConcurrency ?? 0) > 0 && Object.keys(weights ?? {}).length > 0
      const before = weighsLater ? { AdditionalVersionWeights: {} } : RoutingConfig
      const request = { FunctionName, Name, FunctionVersion: functionVersion, RoutingConfig: before }
      steps.add('aliases', path, { operation: known ? 'UpdateAlias' : 'CreateAlias', request })
      if (weighsLater) {
        steps.add('weights', path, { operation: 'UpdateAlias', request: { FunctionName, Name, RoutingConfig } })
      }
      steps.say(`${FunctionName}: ${aliasText(alias)}`)
    }
    aliases.set(Name, { ...alias, ...changedQualifier(change, known, Name, { ...changing, path }) })
  }
  return [...aliases.values()]
}
