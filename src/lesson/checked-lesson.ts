import { Timelines } from '../measure/timelines.ts'
import { showValue } from '../notation/value-text.ts'
import type { RuleId } from '../rules/explanation.ts'
import { inOrder, type Problem, ScenarioError } from '../scenario/problem.ts'
import { checkData } from '../scenario/read.ts'
import { Simulation } from '../scenario/simulation.ts'
import { type DataPath, type Places, SourceText } from '../scenario/source-text.ts'
import { claimedScenario, type Lesson, lessonName, lessonOf } from './lesson.ts'

/**
 * Reads the file of a lesson, runs it, and holds what it says against the run: the claim of one answer holds and of no other,
 * its event is there, and that event's timeline names its rules.
 *
 * @param file its path, which problems carry
 * @throws ScenarioError with every problem at once, each with file, line and column
 */
export async function checkedLesson(written: string, file: string): Promise<Lesson> {
  const source = new SourceText(written, file)
  if (source.problems.length > 0) throw new ScenarioError(inOrder(source.problems))
  const lesson = lessonOf(source.data, lessonName(file), source)
  const { scenario } = await checkData(claimedScenario(lesson), new LessonPlaces(source, lesson), file, {
    readFile: () => Promise.reject(new Error('a lesson stands alone: it can name no other file')),
  })
  const timelines = new Timelines([lesson.event ?? 1])
  const { observers, onRedrive } = timelines
  const simulation = new Simulation(scenario, { observers, onRedrive }).run()
  const problems = [
    ...answerProblems(
      lesson,
      simulation.result().expectations.map(({ met }) => met),
      source,
    ),
    ...eventProblems(lesson, simulation, timelines, source),
  ]
  if (problems.length > 0) throw new ScenarioError(inOrder(problems))
  return lesson
}

function answerProblems({ answers }: Lesson, met: readonly boolean[], places: Places): Problem[] {
  const held = answers.filter((_, index) => met[index])
  if (held.length === 1) return []
  const got = held.length === 0 ? 'none' : held.map(({ text }) => showValue(text)).join(' and ')
  return [places.problem(['answers'], `expected one answer of which the claim holds in the run, got ${got}`)]
}

function eventProblems(
  { event, rules }: Lesson,
  { engine }: Simulation,
  timelines: Timelines,
  places: Places,
): Problem[] {
  const timeline = timelines.of(event ?? 1, engine.choices)
  if (!timeline) {
    const last = engine.accepted
    return [places.problem(['event'], `expected the number of an event, from 1 to ${last}, got ${event ?? 1}`)]
  }
  const named = new Set<RuleId>(timeline.steps.flatMap((step) => step.rules))
  return rules.flatMap((rule, index) =>
    named.has(rule)
      ? []
      : places.problem(
          ['rules', index],
          `expected a rule of the timeline of event ${timeline.event}, one of ${[...named].join(', ')}, got ${rule}`,
        ),
  )
}

/** Where a lesson's scenario stands in its file, and its claims, which are expectations of it. */
class LessonPlaces implements Places {
  private readonly file: Places
  private readonly answers: number

  constructor(file: Places, { answers }: Lesson) {
    this.file = file
    this.answers = answers.length
  }

  problem(...[path, message, options]: Parameters<Places['problem']>): Problem {
    return this.file.problem(this.pathOf(path), message, options)
  }

  private pathOf([first, index, ...rest]: DataPath): DataPath {
    if (first !== 'expect')
      return ['scenario', first, index, ...rest].filter((key): key is PropertyKey => key !== undefined)
    return Number(index) < this.answers ? ['answers', Number(index), 'claim'] : ['next', 'claim']
  }
}
