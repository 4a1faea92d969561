import type { ControlPlane } from '../../control-plane/control-plane.ts'
import { formatDuration } from '../../notation/duration.ts'
import { showValue } from '../../notation/value-text.ts'
import type { Place } from '../../rules/arn.ts'
import { deadLetterRefusal, deadLetterViolations } from '../../rules/destination.ts'
import type { EventInvokeConfig } from '../../rules/event-invoke-config.ts'
import { LATEST } from '../../rules/function-name.ts'
import { DEFAULT_MEMORY_MB, DEFAULT_TIMEOUT_SECONDS } from '../../rules/limits.ts'
import { parseTarget } from '../../rules/target.ts'
import type { Duration } from '../faults/fault.ts'
import type { AliasOptions, FunctionOptions, Setup, VersionOptions } from '../harness/harness-options.ts'
import type { Problems } from '../harness/problems.ts'
import { durationAt } from '../harness/setup.ts'

/** What a version has where neither it nor its function says. */
const DEFAULTS = {
  Timeout: DEFAULT_TIMEOUT_SECONDS,
  MemorySize: DEFAULT_MEMORY_MB,
  DeadLetterConfig: { TargetArn: '' },
}

/** Creates functions with their versions, aliases and stored configs. What AWS refuses is a problem at its path. */
export function deploy(plane: ControlPlane, { functions, account }: Setup, problems: Problems): void {
  const made = [...functions].filter(([name, options]) => create(plane, name, options, account, problems))
  // A destination must exist before a config may name it: all functions come first.
  for (const [name, options] of made) storeConfigs(plane, name, options, problems)
}

/** @returns whether the function is there now */
function create(
  plane: ControlPlane,
  name: string,
  options: FunctionOptions,
  place: Place,
  problems: Problems,
): boolean {
  const path = `functions.${name}`
  const FunctionName = name
  const own = { ...DEFAULTS, ...settings(path, options, place, problems) }
  const versions = Object.entries(options.versions ?? {}).map(([number, version]) => {
    const at = `${path}.versions.${number}`
    return { at, its: { ...own, ...settings(at, version, place, problems) } }
  })
  const created = problems.try(path, () => plane.functions.create({ FunctionName, ...(versions[0]?.its ?? own) }))
  if (!created) return false
  for (const { at, its } of versions) {
    problems.try(at, () => {
      plane.functions.update({ FunctionName, ...its })
      plane.versions.publish({ FunctionName })
    })
  }
  if (versions.length > 0) problems.try(path, () => plane.functions.update({ FunctionName, ...own }))
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

/** What somebody has set. What is wrong with it is a problem, and undefined: AWS is not asked about it a second time. */
function settings(path: string, options: VersionOptions, place: Place, problems: Problems) {
  const { timeout, memory, deadLetterConfig } = options
  return {
    ...(timeout !== undefined && { Timeout: wholeSeconds(`${path}.timeout`, timeout, problems) }),
    ...(memory !== undefined && { MemorySize: megabytes(`${path}.memory`, memory, problems) }),
    ...(deadLetterConfig !== undefined && {
      DeadLetterConfig: {
        TargetArn: deadLetterTarget(`${path}.deadLetterConfig.TargetArn`, deadLetterConfig.TargetArn, place, problems),
      },
    }),
  }
}

function wholeSeconds(path: string, timeout: Duration, problems: Problems): number | undefined {
  const ms = durationAt(path, timeout, problems)
  if (ms === undefined || ms % 1000 === 0) return ms && ms / 1000
  // A number of milliseconds that would be a usual timeout was meant as seconds, as AWS has it.
  const hint = ms < 1000 ? `: a number is milliseconds; did you mean '${timeout}s'?` : ''
  problems.add(path, `expected whole seconds, got ${formatDuration(ms)}${typeof timeout === 'number' ? hint : ''}`)
  return undefined
}

function megabytes(path: string, memory: unknown, problems: Problems): number | undefined {
  if (typeof memory === 'number') return memory
  const number = /^\d+/.exec(String(memory))?.[0]
  const hint = number === undefined ? '' : `; did you mean ${number}?`
  problems.add(path, `expected a number of MB, got ${showValue(memory)}${hint}`)
  return undefined
}

/** In AWS's words, which do not say what they are about. */
function deadLetterTarget(path: string, arn: unknown, place: Place, problems: Problems): string {
  if (arn === undefined || arn === null || arn === '') return ''
  if (typeof arn !== 'string') {
    problems.add(path, `expected the ARN of a queue or topic, such as queue('dead'), got ${showValue(arn)}`)
    return ''
  }
  const refusal = deadLetterRefusal(arn, { functionName: '', place, exists: () => true })
  // A text that is no ARN at all AWS names itself.
  if (refusal === undefined || deadLetterViolations(arn).length > 0) return arn
  const isWhole = parseTarget(arn) !== undefined
  const hint = isWhole ? '' : ": it is no whole ARN with region, account and name, as queue('dead') gives it"
  problems.add(path, `${refusal.message} Got ${showValue(arn)}${hint}`)
  return ''
}
