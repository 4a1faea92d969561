import type { ControlPlane } from '../../control-plane/control-plane.ts'
import { formatDuration } from '../../notation/duration.ts'
import type { EventInvokeConfig } from '../../rules/event-invoke-config.ts'
import { LATEST } from '../../rules/function-name.ts'
import type { AliasOptions, FunctionOptions, VersionOptions } from '../harness/harness-options.ts'
import type { Problems } from '../harness/problems.ts'
import { durationAt } from '../harness/setup.ts'

/** Creates functions with their versions, aliases and stored configs. What AWS refuses is a problem at its path. */
export function deploy(plane: ControlPlane, functions: ReadonlyMap<string, FunctionOptions>, problems: Problems): void {
  const made = [...functions].filter(([name, options]) => create(plane, name, options, problems))
  // A destination must exist before a config may name it: all functions come first.
  for (const [name, options] of made) storeConfigs(plane, name, options, problems)
}

/** @returns whether the function is there now */
function create(plane: ControlPlane, name: string, options: FunctionOptions, problems: Problems): boolean {
  const path = `functions.${name}`
  const FunctionName = name
  const versions = Object.entries(options.versions ?? {})
  const first = versions[0]
  const created = problems.try(path, () =>
    plane.functions.create({
      FunctionName,
      ...(first
        ? settings(`${path}.versions.1`, { ...options, ...given(first[1]) }, problems)
        : settings(path, options, problems)),
    }),
  )
  if (!created) return false
  for (const [number, version] of versions) {
    const at = `${path}.versions.${number}`
    problems.try(at, () => {
      plane.functions.update({ FunctionName, ...settings(at, { ...options, ...given(version) }, problems) })
      plane.versions.publish({ FunctionName })
    })
  }
  if (first) problems.try(path, () => plane.functions.update({ FunctionName, ...settings(path, options, problems) }))
  for (const [alias, aliasOptions] of Object.entries(options.aliases ?? {})) {
    problems.try(`${path}.aliases.${alias}`, () =>
      plane.aliases.create({ FunctionName, Name: alias, ...aliasSettings(aliasOptions) }),
    )
  }
  const { reservedConcurrency, recursiveLoop } = options
  if (reservedConcurrency !== undefined)
    problems.try(`${path}.reservedConcurrency`, () =>
      plane.concurrency.put({ FunctionName, ReservedConcurrentExecutions: reservedConcurrency }),
    )
  if (recursiveLoop !== undefined)
    problems.try(`${path}.recursiveLoop`, () =>
      plane.concurrency.putRecursionConfig({ FunctionName, RecursiveLoop: recursiveLoop }),
    )
  return true
}

/** Where an alias leads, as a request says it. */
export function aliasSettings({ version, weights }: Pick<AliasOptions, 'version' | 'weights'>) {
  return {
    FunctionVersion: String(version),
    RoutingConfig: { AdditionalVersionWeights: weights ?? {} },
  }
}

function storeConfigs(plane: ControlPlane, name: string, options: FunctionOptions, problems: Problems): void {
  const path = `functions.${name}`
  const store = (at: string, Qualifier: string, config: EventInvokeConfig | undefined) => {
    if (config === undefined) return
    problems.try(`${at}.eventInvokeConfig`, () =>
      plane.eventInvokeConfigs.put({ FunctionName: name, Qualifier, ...config }),
    )
  }
  store(path, LATEST, options.eventInvokeConfig)
  for (const [number, version] of Object.entries(options.versions ?? {}))
    store(`${path}.versions.${number}`, number, version.eventInvokeConfig)
  for (const [alias, { eventInvokeConfig }] of Object.entries(options.aliases ?? {}))
    store(`${path}.aliases.${alias}`, alias, eventInvokeConfig)
}

function settings(path: string, { timeout, memory, deadLetterConfig }: VersionOptions, problems: Problems) {
  const timeoutMs = timeout === undefined ? undefined : durationAt(`${path}.timeout`, timeout, problems)
  if (timeoutMs !== undefined && timeoutMs % 1000 !== 0)
    problems.add(`${path}.timeout`, `expected whole seconds, got ${formatDuration(timeoutMs)}`)
  return {
    ...(timeoutMs !== undefined && { Timeout: timeoutMs / 1000 }),
    ...(memory !== undefined && { MemorySize: memory }),
    DeadLetterConfig: { TargetArn: deadLetterConfig?.TargetArn ?? '' },
  }
}

/** The settings that are not left out. */
function given(options: VersionOptions): VersionOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
}
