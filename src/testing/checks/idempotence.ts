import fc from 'fast-check'
import { faultPlans } from '../arbitraries/fault-plans.ts'
import type { FaultPlan } from '../faults/fault.ts'
import type { Finding } from './counterexample.ts'
import { assertComparable, hasEffect, readEffects } from './effects.ts'
import { idempotenceFinding } from './idempotence-finding.ts'
import { CheckMisuse } from './misuse.ts'
import { type Case, type Checked, type SearchOptions, search, searchProblems } from './search.ts'
import { type DrawnFaults, type FunctionSettings, type IdempotenceSetup, planOptions, subjectOf } from './subject.ts'
import { runTrial, TRIAL_START_MS } from './trial.ts'
import { inspected, valueCode } from './value-code.ts'
import { type CleanRun, type JudgedRun, verdictOf } from './verdict.ts'

export interface IdempotenceOptions extends SearchOptions, FunctionSettings, DrawnFaults {
  /** What the event carries. Default: `{}`. */
  readonly payload?: unknown
  /** Draws what the event carries, in place of `payload`. */
  readonly payloads?: fc.Arbitrary<unknown> | undefined
}

const OPTIONS = [
  'payload',
  'payloads',
  'eventInvokeConfig',
  'timeout',
  'kinds',
  'changes',
  'runs',
  'seed',
  'path',
] as const

/** The second of two clean runs begins so much later than the first: what hangs on the date differs. */
const LATER_MS = TRIAL_START_MS + 3_600_000

/**
 * Checks that whatever goes wrong with one event, its effects come to those of one clean run.
 *
 * For each drawn fault plan: a fresh setup, a harness of its own, one event, time until nothing is due any more. Then:
 *
 * - If a delivery of the event succeeded, the effects must equal those of a clean run, which has no fault.
 * - If none did and the last attempt of the first one failed though nothing was done to it, the handler fails by itself, which
 *   the message says: Lambda drops an event that has been, or could be, worked off. A failure of its own that a retry mends is
 *   allowed: that is how a handler says that another run is at it.
 * - Else the event was dropped: then the effects before the run are right too, and where a run was cut in its midst whatever it
 *   came to.
 *
 * With several functions the effects are those of all. Where functions follow on the event's success, they are compared only if
 * it succeeded. Where one was started by a drop, they are not: what it does on a failure is its own matter.
 * What the handler answers is not compared, nor the order or time in which effects came about unless `effects` gives them.
 * With `handler`, all attempts share one memory: a guard in memory holds here and not on Lambda. Give `environment` to see it fail.
 * A handler is cut in its midst only where it waits for a timer, and another run comes between its steps only where it awaits
 * something: give what stands for a bank or a table some latency with `setTimeout`, which costs nothing in virtual time. Of a
 * handler without timers a check that holds says nothing about a death between two of its steps.
 *
 * @param setup makes the handler anew with a fresh state; `effects` gives what it did so far, as data that can be copied.
 *   Several functions: the event goes to the first
 * @throws Counterexample with the smallest plan that breaks it
 * @throws CheckMisuse for what cannot be checked: no handler, effects that cannot be compared, that differ between two clean
 *   runs, or that show nothing of one; a state that is not fresh; bad options
 */
export async function checkIdempotent(setup: IdempotenceSetup, options: IdempotenceOptions = {}): Promise<Checked> {
  const { payload = {}, payloads, eventInvokeConfig, timeout } = options
  assertUsable(setup, options)
  const settings = {
    ...(eventInvokeConfig !== undefined && { eventInvokeConfig }),
    ...(timeout !== undefined && { timeout }),
  }
  const check = new IdempotenceCheck(setup, settings)
  const { functions, to } = await subjectOf(setup, settings)
  const limits = planOptions(functions[to]!, options)
  if (options.kinds?.includes('down') && !limits.targets?.length)
    throw new CheckMisuse([`kinds: expected a destination or a dead-letter queue of ${to} for down`])
  const cases = { plans: faultPlans(limits), payloads: payloads ?? fc.constant(payload) }
  const trial = async (drawn: Case) => {
    const finding = await check.trial(drawn, limits.timeout!)
    // Where each run has the same payload, the first one tells whether there is anything to compare.
    if (!finding && !payloads) check.assertEffect()
    return finding
  }
  const checked = await search(cases, trial, options)
  check.assertEffect()
  return checked
}

function assertUsable(setup: IdempotenceSetup, options: IdempotenceOptions): void {
  const problems = searchProblems(options, OPTIONS)
  if (typeof setup !== 'function')
    problems.unshift(`setup: expected a function that gives { handler, effects }, got ${inspected(setup)}`)
  if (options.payload !== undefined && options.payloads !== undefined)
    problems.push('payload: expected either payload or payloads, got both')
  if (options.payloads !== undefined && !isArbitrary(options.payloads))
    problems.push(`payloads: expected an arbitrary of fast-check, got ${inspected(options.payloads)}`)
  try {
    // Only the setup tells which targets there are.
    faultPlans({ kinds: options.kinds, timeout: options.timeout, targets: [''] })
  } catch (error) {
    problems.push((error as Error).message)
  }
  if (problems.length > 0) throw new CheckMisuse(problems)
}

/** By what it has: a test and this package may each have loaded fast-check. */
function isArbitrary(value: unknown): boolean {
  const { generate, shrink } = (value ?? {}) as Partial<fc.Arbitrary<unknown>>
  return typeof generate === 'function' && typeof shrink === 'function'
}

/** Runs a handler with and without faults, and keeps what its clean runs came to. */
class IdempotenceCheck {
  private readonly setup: IdempotenceSetup
  private readonly settings: FunctionSettings
  private readonly cleanRuns = new Map<string, CleanRun>()
  private hasEffect = false

  constructor(setup: IdempotenceSetup, settings: FunctionSettings) {
    this.setup = setup
    this.settings = settings
  }

  /** @throws CheckMisuse where no clean run left anything that `effects` shows: nothing could ever differ */
  assertEffect(): void {
    if (this.hasEffect) return
    const [course] = this.cleanRuns.values()
    throw new CheckMisuse([
      `effects() must show what a clean run did: it gave ${inspected(course?.after)} before it and after it`,
    ])
  }

  async trial({ plan, payload }: Case, timeout: number | string): Promise<Finding | undefined> {
    const clean = await this.clean(payload)
    if ('headline' in clean) return clean
    const { subject, course, event } = await this.run({ plan, payload })
    const run: JudgedRun = { event, plan, timeout, effects: course.after }
    const verdict = verdictOf(run, clean)
    return verdict && idempotenceFinding(verdict, run, clean, { subject, payload })
  }

  /** What a run without faults comes to, or how it fails. The first one is made twice, to see that it comes to the same. */
  private async clean(payload: unknown): Promise<CleanRun | Finding> {
    const key = valueCode(payload)
    const known = this.cleanRuns.get(key)
    if (known) return known
    const clean = await this.cleanRun(payload)
    const again = this.cleanRuns.size === 0 ? await this.cleanRun(payload, LATER_MS) : clean
    if ('headline' in clean) return clean
    if ('headline' in again) return again
    assertComparable(clean, again)
    this.cleanRuns.set(key, clean)
    this.hasEffect ||= hasEffect(clean)
    return clean
  }

  private async cleanRun(payload: unknown, startMs?: number): Promise<CleanRun | Finding> {
    const plan: FaultPlan = []
    const { event, course, subject } = await this.run({ plan, payload }, startMs)
    if (event.attempts.length === 1 && event.condition === 'Success')
      return { ...course, isFollowed: event.born.length > 0 }
    const judged = { event, plan, timeout: 0, effects: course.after }
    return idempotenceFinding('failsByItself', judged, course, { subject, payload })
  }

  private async run(drawn: Case, startMs?: number) {
    const subject = await subjectOf(this.setup, this.settings)
    const before = await readEffects(subject.effects)
    const event = await runTrial({ functions: subject.functions, to: subject.to, startMs }, drawn)
    const after = await readEffects(subject.effects)
    return { subject, event, course: { before, after } }
  }
}
