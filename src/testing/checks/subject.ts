import { DEFAULT_RETRY_ATTEMPTS, DEFAULT_TIMEOUT_SECONDS } from '../../rules/limits.ts'
import type { FaultKind } from '../arbitraries/fault-draw.ts'
import type { FaultPlanOptions } from '../arbitraries/fault-plans.ts'
import type { FunctionOptions } from '../harness/harness-options.ts'
import type { EffectsReader } from './effects.ts'
import { CheckMisuse } from './misuse.ts'
import { type Functions, longForm } from './trial.ts'
import { inspected, valueCode } from './value-code.ts'

/** One handler and what it does to the world. */
export interface HandlerSetup {
  readonly handler: FunctionOptions['handler']
  readonly functions?: undefined
  readonly effects: EffectsReader
}

/** Several functions, as a harness takes them: the event goes to the first one. */
export interface FunctionsSetup {
  readonly handler?: undefined
  readonly functions: Functions
  readonly effects: EffectsReader
}

/** Makes what is checked anew, with a fresh state. */
export type IdempotenceSetup = () => HandlerSetup | FunctionsSetup | Promise<HandlerSetup | FunctionsSetup>

/** Settings of the function under check. */
export type FunctionSettings = Pick<FunctionOptions, 'eventInvokeConfig' | 'timeout'>

/** What is checked, in one form. */
export interface Subject {
  readonly functions: Functions
  readonly to: string
  readonly effects: EffectsReader
  /** Which of the two a setup gives. */
  readonly given: 'handler' | 'functions'
  /** Code of a harness's functions where that is in scope. */
  readonly code: string
}

const FUNCTION_NAME = /^[\w-]{1,64}$/
const DEFAULT_NAME = 'handler'

/**
 * What a setup gives, with the settings of the check.
 *
 * @throws CheckMisuse with all that is wrong with it
 */
export async function subjectOf(setup: IdempotenceSetup, settings: FunctionSettings): Promise<Subject> {
  const { handler, functions, effects }: Partial<HandlerSetup | FunctionsSetup> = (await setup()) ?? {}
  const problems: string[] = []
  if (typeof effects !== 'function')
    problems.push(`setup(): expected effects to be a function that gives what was done, got ${inspected(effects)}`)
  if (functions === undefined && typeof handler !== 'function')
    problems.push(`setup(): expected handler to be a function, got ${inspected(handler)}`)
  if (functions !== undefined && (typeof functions !== 'object' || Object.keys(functions ?? {}).length === 0))
    problems.push(`setup(): expected functions to name at least one function, got ${inspected(functions)}`)
  if (functions !== undefined && handler !== undefined)
    problems.push('setup(): expected either handler or functions, got both')
  if (functions !== undefined && settings.eventInvokeConfig !== undefined)
    problems.push('eventInvokeConfig: expected in the functions that setup() gives, got beside them')
  if (functions !== undefined && settings.timeout !== undefined)
    problems.push('timeout: expected in the functions that setup() gives, got beside them')
  if (problems.length > 0) throw new CheckMisuse(problems)
  if (functions !== undefined) {
    return { functions, to: Object.keys(functions)[0]!, effects: effects!, given: 'functions', code: 'functions' }
  }
  const to = FUNCTION_NAME.test(handler!.name) ? handler!.name : DEFAULT_NAME
  const code = settingsCode(to, settings)
  return { functions: { [to]: { ...settings, handler: handler! } }, to, effects: effects!, given: 'handler', code }
}

/** Code of a harness's functions: one with a handler of that name in scope, and its settings. */
export function settingsCode(name: string, settings: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(settings).filter(([, value]) => value !== undefined)
  const key = /^[a-zA-Z_]\w*$/.test(name) ? name : `'${name}'`
  if (given.length === 0) return key === 'handler' ? '{ handler }' : `{ ${key}: handler }`
  const fields = given.map(([field, value]) => `${field}: ${valueCode(value)}`)
  return `{ ${key}: { ${['handler', ...fields].join(', ')} } }`
}

/** What fault plans for the function under check must know of it. */
export function planOptions(written: Functions[string], kinds: readonly FaultKind[] | undefined): FaultPlanOptions {
  const { eventInvokeConfig, timeout } = longForm(written)
  return {
    attempts: (eventInvokeConfig?.MaximumRetryAttempts ?? DEFAULT_RETRY_ATTEMPTS) + 1,
    kinds,
    timeout: timeout ?? DEFAULT_TIMEOUT_SECONDS * 1000,
  }
}
