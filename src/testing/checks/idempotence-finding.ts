import type { TestedEvent } from '../tested-event.ts'
import type { Finding } from './counterexample.ts'
import type { Course } from './effects.ts'
import type { Subject } from './subject.ts'
import { testCode } from './test-code.ts'
import { inspected, valueCode } from './value-code.ts'
import { failureOfItsOwn, type JudgedRun, type Verdict } from './verdict.ts'

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
    headline: isOfItsOwn ? ownFailureText(run, subject.to) : HEADLINES[verdict](subject.to),
    evidence: [
      ...(isOfItsOwn ? [] : evidenceOf(verdict, effects, clean)),
      labelled('the event', payload),
      labelled(
        'it ended as',
        [event, ...event.duplicates].map(({ condition }) => condition).join(', its duplicate as '),
      ),
    ],
    payload,
    event,
    test,
    ...(!isOfItsOwn && { expected: clean.after, actual: effects }),
  }
}

const HEADLINES = {
  repeated: (name: string) => `${name} is not idempotent: its effects are not those of one clean run`,
  halfDone: (name: string) => `${name} leaves its effects half done: they are neither those of a clean run nor none`,
} as const

function evidenceOf(verdict: Verdict, effects: unknown, clean: Course): string[] {
  return [
    ...(verdict === 'halfDone' ? [labelled('before the run', clean.before)] : []),
    labelled('after one clean run', clean.after),
    labelled('after this run', effects),
  ]
}

function labelled(label: string, value: unknown): string {
  const text = typeof value === 'string' ? value : inspected(value)
  return `  ${`${label}:`.padEnd(22)}${text.replaceAll('\n', `\n${' '.repeat(24)}`)}`
}

function ownFailureText(run: JudgedRun, name: string): string {
  const failure = failureOfItsOwn(run)
  const how = failure ? `attempt ${failure.attempt}: ${failureText(failure)}` : `it ended as ${endText(run.event)}`
  return `${name} fails by itself: nothing was done to ${how}`
}

function failureText({ outcome, error }: TestedEvent['attempts'][number]): string {
  if (outcome === 'timeout') return 'it ran into its timeout'
  return error instanceof Error ? `${error.name}: ${error.message}` : inspected(error)
}

function endText({ condition }: TestedEvent): string {
  return condition ?? 'nothing'
}

function expectationsOf(verdict: Verdict, clean: Course): string[] {
  if (verdict === 'repeated') return ['', `expect(await effects()).toEqual(${valueCode(clean.after)})`]
  if (verdict === 'halfDone')
    return ['', `expect([${valueCode(clean.before)}, ${valueCode(clean.after)}]).toContainEqual(await effects())`]
  return ['', "expect([event, ...event.duplicates].map(({ condition }) => condition)).toContain('Success')"]
}
