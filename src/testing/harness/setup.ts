import { suggestName } from '../../notation/nearest.ts'
import { showValue } from '../../notation/value-text.ts'
import { DEFAULT_ACCOUNT, DEFAULT_REGION } from '../../rules/arn.ts'
import { type Duration, milliseconds } from '../faults/fault.ts'
import { checkEventInvokeConfig } from './event-invoke-config-check.ts'
import type { FunctionOptions, HarnessOptions, Setup, VersionOptions } from './harness-options.ts'
import { checkChoices } from './model-choice-check.ts'
import { isMap, type Problems } from './problems.ts'

const DEFAULT_START = '2026-01-01T00:00:00Z'
const DEFAULT_REAL_LIMIT = '2s'

const VERSION_KEYS = ['handler', 'environment', 'timeout', 'memory', 'deadLetterConfig', 'eventInvokeConfig']
const KEYS = {
  harness: ['functions', 'account', 'start', 'seed', 'options', 'realLimit'],
  account: ['id', 'region', 'concurrency'],
  function: [...VERSION_KEYS, 'duration', 'reservedConcurrency', 'recursiveLoop', 'versions', 'aliases'],
  version: VERSION_KEYS,
  alias: ['version', 'weights', 'eventInvokeConfig'],
  deadLetterConfig: ['TargetArn'],
}

/** Reads what a harness is made with: shapes, types and defaults. What AWS would refuse is not looked at here. */
export function setupOf(options: HarnessOptions, problems: Problems): Setup {
  problems.checkKeys('', options, KEYS.harness, (key) =>
    typeof Reflect.get(options, key) === 'function'
      ? `; did you mean functions: { ${key} }?`
      : suggestName(key, KEYS.harness),
  )
  const { account = {}, start = DEFAULT_START, seed = 1, realLimit = DEFAULT_REAL_LIMIT } = options ?? {}
  const { functions = {}, options: choices = {} } = options ?? {}
  problems.checkKeys('account', account, KEYS.account)
  checkChoices('options', choices, problems)
  const { id = DEFAULT_ACCOUNT, region = DEFAULT_REGION, concurrency } = account ?? {}
  if (!/^\d{12}$/.test(id)) problems.add('account.id', `expected 12 digits, got ${showValue(id)}`)
  const startMs = instantMs(start)
  if (Number.isNaN(startMs))
    problems.add('start', `expected an instant such as ${DEFAULT_START}, got ${showValue(start)}`)
  if (!(Number.isSafeInteger(seed) && seed >= 0))
    problems.add('seed', `expected a whole number of 0 or more, got ${showValue(seed)}`)
  return {
    account: { account: id, region, concurrency },
    startMs,
    seed,
    choices,
    realLimitMs: durationAt('realLimit', realLimit, problems) ?? 0,
    functions: functionsOf(functions, problems),
  }
}

/** Milliseconds since 1970, or NaN for what is neither text nor date. A date may be of another realm. */
function instantMs(start: unknown): number {
  if (typeof start === 'string') return Date.parse(start)
  return Object.prototype.toString.call(start) === '[object Date]' ? Number(start) : Number.NaN
}

/** Milliseconds of a duration, or undefined for one that is a problem. */
export function durationAt(path: string, duration: Duration, problems: Problems): number | undefined {
  return problems.try(path, () => milliseconds(duration))
}

function functionsOf(
  functions: NonNullable<HarnessOptions['functions']>,
  problems: Problems,
): ReadonlyMap<string, FunctionOptions> {
  const all = new Map<string, FunctionOptions>()
  for (const [name, written] of entriesOf('functions', 'functions by name', functions, problems)) {
    const path = `functions.${name}`
    const options = typeof written === 'function' ? { handler: written } : written
    if (!isMap(options))
      problems.add(path, `expected a handler function or a map of ${KEYS.function.join(', ')}, ${notAHandler(options)}`)
    else if (typeof Reflect.get(options, 'default') === 'function')
      problems.add(path, `got a module: pass the function that it exports, ${name}.default`)
    else {
      problems.checkKeys(path, options, KEYS.function)
      if (options.environment === undefined) checkHandler(path, options.handler, problems)
      checkParts(path, options, problems)
      all.set(name, options)
    }
  }
  return all
}

function checkParts(path: string, options: FunctionOptions, problems: Problems): void {
  const { versions = {}, aliases = {}, duration = 0 } = options
  durationAt(`${path}.duration`, duration, problems)
  checkVersion(path, options, problems)
  for (const [number, version] of entriesOf(`${path}.versions`, 'versions by number', versions, problems)) {
    const at = `${path}.versions.${number}`
    if (!problems.checkKeys(at, version, KEYS.version)) continue
    if (version.handler !== undefined) checkHandler(at, version.handler, problems)
    checkVersion(at, version, problems)
  }
  const numbers = Object.keys(versions ?? {})
  if (numbers.some((number, place) => number !== String(place + 1)))
    problems.add(`${path}.versions`, `expected versions from 1 without gaps, got ${numbers.join(', ')}`)
  for (const [name, alias] of entriesOf(`${path}.aliases`, 'aliases by name', aliases, problems)) {
    const at = `${path}.aliases.${name}`
    if (problems.checkKeys(at, alias, KEYS.alias))
      checkEventInvokeConfig(`${at}.eventInvokeConfig`, alias.eventInvokeConfig, problems)
  }
}

/** What a version has, and `$LATEST` too. */
function checkVersion(path: string, options: VersionOptions, problems: Problems): void {
  const { handler, environment, deadLetterConfig, eventInvokeConfig } = options
  if (environment !== undefined && typeof environment !== 'function')
    problems.add(`${path}.environment`, `expected a function that gives a handler, got ${showValue(environment)}`)
  if (environment !== undefined && handler !== undefined)
    problems.add(path, 'expected either handler or environment, got both')
  if (deadLetterConfig !== undefined)
    problems.checkKeys(`${path}.deadLetterConfig`, deadLetterConfig, KEYS.deadLetterConfig)
  checkEventInvokeConfig(`${path}.eventInvokeConfig`, eventInvokeConfig, problems)
}

function checkHandler(path: string, handler: unknown, problems: Problems): void {
  if (typeof handler !== 'function')
    problems.add(`${path}.handler`, `expected a handler function, ${notAHandler(handler)}`)
}

/** What came in the place of a handler, and why it probably did. */
export function notAHandler(value: unknown): string {
  const got = `got ${showValue(value)}`
  if (typeof value === 'string') return `${got}: pass the function itself, not its name`
  if (value === undefined || value === null) return `${got}: does the module that it is imported from export it?`
  return got
}

/** The entries of a map; none, and a problem, where it is no map. */
function entriesOf<Value>(
  path: string,
  what: string,
  map: Readonly<Record<string, Value>>,
  problems: Problems,
): [string, Value][] {
  if (isMap(map)) return Object.entries(map)
  problems.add(path, `expected a map of ${what}, got ${showValue(map)}`)
  return []
}
