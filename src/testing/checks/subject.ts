import { DEFAULT_RETRY_ATTEMPTS, DEFAULT_TIMEOUT_SECONDS } from '../../rules/limits.ts'
import { parseTarget } from '../../rules/target.ts'
import type { FaultPlanOptions } from '../arbitraries/fault-plans.ts'
import type { FaultKind } from '../faults/fault.ts'
import type { Handler } from '../handlers/handler.ts'
import type { FunctionOptions } from '../harness/harness-options.ts'
import type { EffectsReader } from './effects.ts'
import { CheckMisuse } from './misuse.ts'
import { type Functions, longForm } from './trial.ts'
import { inspected, valueCode } from './value-code.ts'

/** One handler and what it does to the world. Its memory is that of all environments. */
export interface HandlerSetup {
  readonly handler: Handler
  readonly environment?: undefined
  readonly functions?: undefined
  readonly effects: EffectsReader
}

/** One handler that each execution environment loads anew: what it keeps in memory no other one sees. */
export interface EnvironmentSetup {
  readonly handler?: undefined
  readonly environment: () => Handler
  readonly functions?: undefined
  readonly effects: EffectsReader
}

/** Several functions, as a harness takes them: the event goes to the first one. */
export interface FunctionsSetup {
  readonly handler?: undefined
  readonly environment?: undefined
  readonly functions: Functions
  readonly effects: EffectsReader
}

/** Makes what is checked anew, with a fresh state. */
export type IdempotenceSetup = () => FreshState | Promise<FreshState>

type FreshState = HandlerSetup | EnvironmentSetup | FunctionsSetup

/** Settings of the function under check. */
export type FunctionSettings = Pick<FunctionOptions, 'eventInvokeConfig' | 'timeout'>

/** What is checked, in one form. */
export interface Subject {
  readonly functions: Functions
  readonly to: string
  readonly effects: EffectsReader
  /** Which of the three a setup gives. */
  readonly given: 'handler' | 'environment' | 'functions'
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
  const state: Partial<FreshState> = (await setup()) ?? {}
  const problems = setupProblems(state, settings)
  if (problems.length > 0) throw new CheckMisuse(problems)
  const { handler, environment, functions, effects } = state as FreshState
  if (functions) return { functions, to: Object.keys(functions)[0]!, effects, given: 'functions', code: 'functions' }
  const given = environment ? 'environment' : 'handler'
  const to = handler && FUNCTION_NAME.test(handler.name) ? handler.name : DEFAULT_NAME
  const code = settingsCode(to, given, settings)
  const functionCode = environment ? { environment } : { handler }
  return { functions: { [to]: { ...settings, ...functionCode } }, to, effects, given, code: `{ ${code} }` }
}

function setupProblems(state: Partial<FreshState>, settings: FunctionSettings): string[] {
  const { handler, environment, functions, effects } = state
  const problems: string[] = []
  const given = Object.entries({ handler, environment, functions }).filter(([, value]) => value !== undefined)
  if (typeof effects !== 'function')
    problems.push(`setup(): expected effects to be a function that gives what was done, got ${inspected(effects)}`)
  if (given.length > 1)
    problems.push(
      `setup(): expected one of handler, environment and functions, got ${given.map(([name]) => name).join(' and ')}`,
    )
  if (environment !== undefined && typeof environment !== 'function')
    problems.push(`setup(): expected environment to be a function that gives a handler, got ${inspected(environment)}`)
  if (environment === undefined && functions === undefined && typeof handler !== 'function')
    problems.push(`setup(): expected handler to be a function, got ${inspected(handler)}`)
  if (functions === undefined) return problems
  if (typeof functions !== 'object' || Object.keys(functions ?? {}).length === 0)
    problems.push(`setup(): expected functions to name at least one function, got ${inspected(functions)}`)
  for (const name of ['eventInvokeConfig', 'timeout'] as const) {
    if (settings[name] !== undefined)
      problems.push(`${name}: expected in the functions that setup() gives, got beside them`)
  }
  return problems
}

/** Code of an entry of a harness's functions: its name, code that is in scope by the name `given`, and its settings. */
export function settingsCode(
  name: string,
  given: 'handler' | 'environment',
  settings: Readonly<Record<string, unknown>>,
): string {
  const fields = Object.entries(settings).flatMap(([field, value]) =>
    value === undefined ? [] : [`${field}: ${valueCode(value)}`],
  )
  const key = /^[a-zA-Z_]\w*$/.test(name) ? name : `'${name}'`
  if (given === 'handler' && fields.length === 0) return key === 'handler' ? 'handler' : `${key}: handler`
  return `${key}: { ${[given, ...fields].join(', ')} }`
}

/** What a check draws. */
export interface DrawnFaults {
  /** What may go wrong. Default: all of `FAULT_KINDS`. `down` strikes the queues, topics, buses and buckets of the function. */
  readonly kinds?: readonly FaultKind[] | undefined
  /** What the kind `change` changes. Default: `changes()`. */
  readonly changes?: FaultPlanOptions['changes']
}

/** What fault plans for the function under check must know of it. */
export function planOptions(written: Functions[string], { kinds, changes }: DrawnFaults): FaultPlanOptions {
  const { deadLetterConfig, eventInvokeConfig, timeout } = longForm(written)
  const { OnFailure, OnSuccess } = eventInvokeConfig?.DestinationConfig ?? {}
  const arns = [OnSuccess?.Destination, OnFailure?.Destination, deadLetterConfig?.TargetArn]
  return {
    changes,
    targets: arns.filter((arn) => typeof arn === 'string' && parseTarget(arn)?.kind !== 'lambda') as string[],
    attempts: (eventInvokeConfig?.MaximumRetryAttempts ?? DEFAULT_RETRY_ATTEMPTS) + 1,
    kinds,
    timeout: timeout ?? DEFAULT_TIMEOUT_SECONDS * 1000,
  }
}
