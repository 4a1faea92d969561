import type { TestedEvent } from '../events/tested-event.ts'
import type { Finding } from './counterexample.ts'
import type { Course } from './effects.ts'
import type { Subject } from './subject.ts'
import { testCode } from './test-code.ts'
import { inspected, valueCode } from './value-code.ts'
import { hasFailed, type JudgedRun, type Verdict } from './verdict.ts'

/** What a check of idempotency says of a run that breaks it. */
export function idempotenceFinding(
  verdict: Verdict,
  run: JudgedRun,
  clean: Course,
  { subject, payload }: { readonly subject: Subject; readonly payload: unknown },
): Finding {
  const { event, effects } = run
  const isOfItsOwn = verdict === 'failsByItself'
  const test = testCode({
    promise: isOfItsOwn ? `${subject.to} does not fail by itself` : `${subject.to} is idempotent`,
    plan: run.plan,
    payload,
    functionName: subject.to,
    given: [
      `const { ${subject.given}${isOfItsOwn ? '' : ', effects'} } = await setup() // what checkIdempotent was given`,
    ],
    functions: subject.code,
    expectations: expectationsOf(verdict, clean),
  })
  return {
    plan: run.plan,
    headline: HEADLINES[verdict](subject.to, event),
    evidence: [
      ...effectsOf(verdict, run, clean),
      line('the event', inspected(payload)),
      line('it ended as', [event, ...event.duplicates].map(({ condition }) => condition).join(', its duplicate as ')),
    ],
    payload,
    event,
    test,
    ...(!isOfItsOwn && { expected: clean.after, actual: effects }),
  }
}

const HEADLINES: Readonly<Record<Verdict, (name: string, event: TestedEvent) => string>> = {
  repeated: (name) => `${name} is not idempotent: its effects are not those of one clean run`,
  neither: (name) =>
    `${name} is not idempotent: no delivery succeeded, and its effects are neither those of one clean run nor none`,
  failsByItself: (name, event) => `${name} fails by itself: nothing was done to ${ownFailureText(event)}`,
}

function effectsOf(verdict: Verdict, { plan, effects }: JudgedRun, clean: Course): string[] {
  return [
    ...(verdict === 'repeated' ? [] : [line('before the run', inspected(clean.before))]),
    ...(plan.length === 0 ? [] : [line('after one clean run', inspected(clean.after))]),
    line('after this run', inspected(effects)),
  ]
}

function line(label: string, text: string): string {
  return `  ${`${label}:`.padEnd(22)}${text.replaceAll('\n', `\n${' '.repeat(24)}`)}`
}

function ownFailureText({ attempts, condition }: TestedEvent): string {
  const failure = attempts.findLast(hasFailed)
  if (!failure) return `it, and it ended as ${condition}`
  const { attempt, outcome, error } = failure
  if (outcome === 'timeout') return `attempt ${attempt}: it ran into its timeout`
  return `attempt ${attempt}: ${error instanceof Error ? `${error.name}: ${error.message}` : inspected(error)}`
}

function expectationsOf(verdict: Verdict, clean: Course): string[] {
  if (verdict === 'repeated') return ['', `expect(await effects()).toEqual(${valueCode(clean.after)})`]
  if (verdict === 'neither')
    return ['', `expect([${valueCode(clean.before)}, ${valueCode(clean.after)}]).toContainEqual(await effects())`]
  return ['', "expect([event, ...event.duplicates].map(({ condition }) => condition)).toContain('Success')"]
}
