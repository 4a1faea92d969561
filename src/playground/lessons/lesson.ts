import { z } from 'zod'
import { RULES, type RuleId } from '../../rules/explanation.ts'
import { formatProblem } from '../../scenario/problem.ts'
import type { ScenarioInput } from '../../scenario/schema/scenario.ts'
import { SourceText } from '../../scenario/source-text.ts'

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
  /** The event whose timeline is shown. */
  event: z.int().min(1).optional(),
  /** Simulated seconds a second. */
  speed: z.int().min(1).max(10_000).optional(),
  scenario: z.record(z.string(), z.unknown()),
})

/** A question about Lambda's asynchronous invocation that a run answers. */
export type Lesson = Omit<z.output<typeof lessonSchema>, 'scenario'> & {
  /** Name of its file without number and ending: what a link says. */
  readonly name: string
  readonly scenario: ScenarioInput
}

/**
 * Reads the file of a lesson.
 *
 * @param file its path: `NN-name.yaml`
 * @throws Error with every problem of the file, a line each; the scenario itself is checked when it runs
 */
export function readLesson(written: string, file: string): Lesson {
  const source = new SourceText(written, file)
  const taken = lessonSchema.safeParse(source.data)
  const problems = [
    ...source.problems,
    ...(taken.error?.issues ?? []).map(({ path, message }) => source.problem(path, message)),
  ]
  if (problems.length > 0 || !taken.success) throw new Error(problems.map(formatProblem).join('\n'))
  return { ...taken.data, name: lessonName(file), scenario: taken.data.scenario as ScenarioInput }
}

/** `lessons/03-age-look-ahead.yaml` is called `age-look-ahead`. */
export function lessonName(file: string): string {
  return file
    .replace(/^.*\//, '')
    .replace(/^\d+-/, '')
    .replace(/\.yaml$/, '')
}

/** The scenario of a lesson, with the claims of its answers as expectations, in their order. */
export function claimedScenario({ scenario, answers }: Lesson): ScenarioInput {
  return { ...scenario, expect: answers.map(({ claim }) => claim) }
}
