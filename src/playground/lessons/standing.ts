import { claimedScenario, type Lesson } from '../../lesson/lesson.ts'
import { type Expectation, evaluateExpectations } from '../../scenario/expectation.ts'
import { takeScenario } from '../../scenario/read.ts'
import type { Playback } from '../playback/playback.ts'
import { linkOf, type Place, readLink, startOf } from '../setup/link.ts'

/** Whose run is watched: the lesson's own, that of what to try next, or one in which somebody turned something else. */
export type RunKind = 'lesson' | 'next' | 'other'

export function runKindOf({ turns, seed }: Place, lesson: Lesson): RunKind {
  if (seed !== undefined) return 'other'
  if (turns.length === 0) return 'lesson'
  return JSON.stringify(turns) === JSON.stringify(nextTurns(lesson)) ? 'next' : 'other'
}

/** The claims of a lesson, ready to be held against runs. @throws ScenarioError where one cannot be read */
export async function readClaims(lesson: Lesson): Promise<readonly Expectation[]> {
  return (await takeScenario(claimedScenario(lesson))).scenario.expectations
}

/** What a run that is over says. */
export interface Verdict {
  /** Of each answer of the lesson, whether its claim holds. */
  readonly answers: readonly boolean[]
  /** Whether that of what to try next does. */
  readonly next: boolean
}

export function verdictOf(lesson: Lesson, claims: readonly Expectation[], { simulation }: Playback): Verdict {
  const met = evaluateExpectations(claims, simulation.result()).map((each) => each.met)
  return { answers: met.slice(0, lesson.answers.length), next: met[lesson.answers.length] ?? false }
}

/** Leads to what to try next; undefined where there is nothing. @param known the lessons of the page */
export function nextLink(lesson: Lesson, known: readonly Lesson[]): string | undefined {
  return lesson.next && `${linkOf(startOf(lesson, known))}&${lesson.next.turns}`
}

function nextTurns(lesson: Lesson): Place['turns'] | undefined {
  return lesson.next && readLink(`lesson=it&${lesson.next.turns}`, { it: lesson }).place?.turns
}
