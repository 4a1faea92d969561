import fc from 'fast-check'
import { DEFAULT_EVENT_AGE_SECONDS } from '../../rules/limits.ts'
import { faultPlans } from '../arbitraries/fault-plans.ts'
import type { TestedEvent } from '../events/tested-event.ts'
import type { Duration } from '../faults/fault.ts'
import type { Handler } from '../handlers/handler.ts'
import type { FunctionOptions, FunctionSettings } from '../harness/harness-options.ts'
import type { Finding } from './counterexample.ts'
import { CheckMisuse } from './misuse.ts'
import { type Case, type Checked, type SearchOptions, search, searchProblems } from './search.ts'
import { type DrawnFaults, planOptions, settingsCode } from './subject.ts'
import { testCode } from './test-code.ts'
import { type Functions, runTrial } from './trial.ts'
import { inspected } from './value-code.ts'

/** A function's settings, as a harness takes them. Without a handler: one that succeeds at once. */
export type Policy = FunctionSettings & { readonly handler?: Handler | undefined }

/** What must hold of an event that has ended. It does not where it returns or promises false, or throws. */
export type PolicyProperty = (event: TestedEvent) => unknown

export interface PolicyOptions extends SearchOptions, DrawnFaults {
  /** What the event carries. Default: `{}`. */
  readonly payload?: unknown
  /** The longest time for which dispatches are throttled. Default: the greatest age of the config. */
  readonly longestThrottle?: Duration | undefined
  /** Other functions, such as those that destinations name. */
  readonly functions?: Functions | undefined
}

const NAME = 'handler'
const OPTIONS = ['payload', 'longestThrottle', 'functions', 'kinds', 'changes', 'runs', 'seed', 'path'] as const

/**
 * Checks that a property holds of every event of a function with these settings, whatever goes wrong with it: for each drawn
 * fault plan a harness of its own, one event, time until nothing is due any more; then the property is asked of the event.
 *
 * @example await checkPolicy({ eventInvokeConfig: { MaximumRetryAttempts: 0 } }, (event) => !event.isDiscarded)
 * @throws Counterexample with the smallest plan that breaks it
 * @throws CheckMisuse for options that make no sense; what the harness throws for settings that Lambda refuses
 */
export async function checkPolicy(
  policy: Policy,
  property: PolicyProperty,
  options: PolicyOptions = {},
): Promise<Checked> {
  const { payload = {}, functions } = options
  const limits = limitsOf(policy, options)
  assertUsable(policy, property, options, limits)
  const stage = { functions: { [NAME]: { ...policy, handler: policy.handler ?? succeed }, ...functions }, to: NAME }
  const trial = async (drawn: Case) => {
    const event = await runTrial(stage, drawn)
    const failure = await failureOf(property, event)
    return failure && policyFinding({ policy, property, functions }, drawn, event, failure)
  }
  return search({ plans: faultPlans(limits), payloads: fc.constant(payload) }, trial, options)
}

function succeed(_event: unknown): null {
  return null
}

function limitsOf(policy: Policy, options: PolicyOptions) {
  const maximumAgeS = policy?.eventInvokeConfig?.MaximumEventAgeInSeconds ?? DEFAULT_EVENT_AGE_SECONDS
  const longest = options.longestThrottle ?? maximumAgeS * 1000
  return { ...planOptions({ handler: succeed, ...policy } as FunctionOptions, options), longestThrottle: longest }
}

function assertUsable(
  policy: Policy,
  property: PolicyProperty,
  options: PolicyOptions,
  limits: ReturnType<typeof limitsOf>,
): void {
  const problems = searchProblems(options, OPTIONS)
  if (typeof policy !== 'object' || policy === null)
    problems.unshift(`policy: expected the settings of a function, got ${inspected(policy)}`)
  if (typeof property !== 'function')
    problems.push(`property: expected a function of the ended event, got ${inspected(property)}`)
  if (options.functions && NAME in options.functions)
    problems.push(`functions: expected other functions, got one named ${NAME}: so the one under check is called`)
  try {
    faultPlans(limits)
  } catch (error) {
    problems.push((error as Error).message)
  }
  if (problems.length > 0) throw new CheckMisuse(problems)
}

interface Failure {
  readonly text: string
  readonly error?: unknown
}

async function failureOf(property: PolicyProperty, event: TestedEvent): Promise<Failure | undefined> {
  try {
    return (await property(event)) === false ? { text: 'it is false' } : undefined
  } catch (error) {
    return { text: error instanceof Error ? error.message : inspected(error), error }
  }
}

/** What is checked, as it was given. */
interface Asked {
  readonly policy: Policy
  readonly property: PolicyProperty
  readonly functions: Functions | undefined
}

function policyFinding(
  { policy: { handler, ...settings }, property, functions }: Asked,
  { plan, payload }: Case,
  event: TestedEvent,
  { text, error }: Failure,
): Finding {
  const name = property.name || 'the property'
  const test = testCode({
    promise: `${name} holds`,
    plan,
    payload,
    functionName: NAME,
    given: [
      handler ? '// handler is the one that checkPolicy was given' : 'const handler = () => null',
      ...(functions ? ['// functions are the others that it was given'] : []),
    ],
    functions: `{ ${settingsCode(NAME, 'handler', settings)}${functions ? ', ...functions' : ''} }`,
    expectations: [
      '',
      `expect(await ${property.name || 'property'}(event)).not.toBe(false) // what checkPolicy was given`,
    ],
  })
  const { expected, actual } = (error ?? {}) as { expected?: unknown; actual?: unknown }
  return {
    plan,
    headline: `the policy breaks ${name}: ${text}`,
    evidence: [],
    payload,
    event,
    test,
    ...(expected !== undefined && { expected, actual }),
  }
}
