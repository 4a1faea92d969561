import { showValue } from '../../notation/value-text.ts'
import { DEFAULT_ACCOUNT, DEFAULT_REGION } from '../../rules/arn.ts'
import { type Duration, milliseconds } from '../faults/fault.ts'
import type { FunctionOptions, HarnessOptions, Setup, VersionOptions } from './harness-options.ts'
import { checkChoices } from './model-choice-check.ts'
import type { Problems } from './problems.ts'

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
  problems.checkKeys('harness', options, KEYS.harness)
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
    if (!problems.checkKeys(path, options, KEYS.function)) continue
    if (options.environment === undefined) checkHandler(path, options.handler, problems)
    checkParts(path, options, problems)
    all.set(name, options)
  }
  return all
}

function checkParts(path: string, options: FunctionOptions, problems: Problems): void {
  const { versions = {}, aliases = {}, duration = 0 } = options
  durationAt(`${path}.duration`, duration, problems)
  checkEnvironment(path, options, problems)
  for (const [number, version] of entriesOf(`${path}.versions`, 'versions by number', versions, problems)) {
    const at = `${path}.versions.${number}`
    if (!problems.checkKeys(at, version, KEYS.version)) continue
    if (version.handler !== undefined) checkHandler(at, version.handler, problems)
    checkEnvironment(at, version, problems)
  }
  const numbers = Object.keys(versions ?? {})
  if (numbers.some((number, place) => number !== String(place + 1)))
    problems.add(`${path}.versions`, `expected versions from 1 without gaps, got ${numbers.join(', ')}`)
  for (const [name, alias] of entriesOf(`${path}.aliases`, 'aliases by name', aliases, problems))
    problems.checkKeys(`${path}.aliases.${name}`, alias, KEYS.alias)
  if (options.deadLetterConfig !== undefined)
    problems.checkKeys(`${path}.deadLetterConfig`, options.deadLetterConfig, KEYS.deadLetterConfig)
}

/** The entries of a map; none, and a problem, where it is no map. */
function entriesOf<Value>(
  path: string,
  what: string,
  map: Readonly<Record<string, Value>>,
  problems: Problems,
): [string, Value][] {
  if (typeof map === 'object' && map !== null && !Array.isArray(map)) return Object.entries(map)
  problems.add(path, `expected a map of ${what}, got ${showValue(map)}`)
  return []
}

function checkHandler(path: string, handler: unknown, problems: Problems): void {
  if (typeof handler !== 'function') problems.add(`${path}.handler`, `expected a function, got ${showValue(handler)}`)
}

function checkEnvironment(path: string, { handler, environment }: VersionOptions, problems: Problems): void {
  if (environment === undefined) return
  if (typeof environment !== 'function')
    problems.add(`${path}.environment`, `expected a function that gives a handler, got ${showValue(environment)}`)
  if (handler !== undefined) problems.add(path, 'expected either handler or environment, got both')
}
