import { z } from 'zod'
import { SPEED_RANGE } from '../notation/speed.ts'
import { RULES, type RuleId } from '../rules/explanation.ts'
import { parseReporting, problemsOf } from '../scenario/issues.ts'
import { inOrder, ScenarioError } from '../scenario/problem.ts'
import type { ScenarioInput } from '../scenario/schema/scenario.ts'
import { NO_PLACES, type Places, SourceText } from '../scenario/source-text.ts'

const text = z.string().trim().min(1)

const lessonSchema = z.strictObject({
  title: text,
  /** What it is about, in a few words, for the list of lessons. */
  about: text,
  /** To be answered before the run. */
  question: text,
  /** Each with what must hold of the run's result for it to be right, in the language of `expect:`. One of them does. */
  answers: z
    .array(z.strictObject({ text, claim: text }))
    .min(2)
    .max(4),
  /** Shown after the run. */
  explanation: text,
  /** The rules that decided it, by the names that timelines have for them. */
  rules: z.array(z.enum(Object.keys(RULES) as [RuleId, ...RuleId[]])).min(1),
  /** What to try next: another run, and what becomes of it. */
  next: z
    .strictObject({
      question: text,
      /** What is turned before that run, as links say it: `age=60s`. */
      turns: text,
      answer: text,
      /** What must hold of that run for the answer to be right. */
      claim: text,
    })
    .optional(),
  /** The event whose timeline is shown. */
  event: z.int().min(1).optional(),
  /** Simulated seconds a second. */
  speed: z.int().min(SPEED_RANGE[0]).max(SPEED_RANGE[1]).optional(),
  scenario: z.record(z.string(), z.unknown()),
})

/** A question about Lambda's asynchronous invocation that a run answers. Plain data. */
export type Lesson = Omit<z.output<typeof lessonSchema>, 'scenario'> & {
  /** Name of its file without number and ending: what a link says. */
  readonly name: string
  readonly scenario: ScenarioInput
}

/**
 * Reads the file of a lesson.
 *
 * @param file its path: `NN-name.yaml`
 * @throws ScenarioError with every problem of the file, each with its place; the scenario itself is checked when it runs
 */
export function readLesson(written: string, file: string): Lesson {
  const source = new SourceText(written, file)
  if (source.problems.length > 0) throw new ScenarioError(inOrder(source.problems))
  return lessonOf(source.data, lessonName(file), source)
}

/**
 * Takes a lesson as data: what its file says.
 *
 * @throws ScenarioError as `readLesson`
 */
export function lessonOf(data: unknown, name: string, places: Places = NO_PLACES): Lesson {
  const taken = parseReporting(lessonSchema, data)
  if (!taken.success) throw new ScenarioError(inOrder(problemsOf(taken.error.issues, places)))
  return { ...taken.data, name, scenario: taken.data.scenario as ScenarioInput }
}

/** Whether data is meant as a lesson, and not as a scenario: it asks something. */
export function isLesson(data: unknown): boolean {
  if (typeof data !== 'object' || data === null || 'functions' in data) return false
  return 'question' in data || 'answers' in data || 'scenario' in data
}

/** `lessons/03-age-look-ahead.yaml` is called `age-look-ahead`. */
export function lessonName(file: string): string {
  return file
    .replace(/^.*[\\/]/, '')
    .replace(/^\d+-/, '')
    .replace(/\.(ya?ml|json)$/i, '')
}

/** The claims of a lesson, in the order of its answers; that of what to try next comes last. */
export function claimsOf({ answers, next }: Lesson): readonly string[] {
  return [...answers.map(({ claim }) => claim), ...(next ? [next.claim] : [])]
}

/** The scenario of a lesson, with its claims as expectations, in their order. */
export function claimedScenario(lesson: Lesson): ScenarioInput {
  return { ...lesson.scenario, expect: [...claimsOf(lesson)] }
}
