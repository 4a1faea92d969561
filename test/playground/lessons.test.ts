import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkedLesson } from '../../src/lesson/checked-lesson.ts'
import { claimedScenario, type Lesson, readLesson } from '../../src/lesson/lesson.ts'
import { readLink } from '../../src/playground/setup/link.ts'
import { scenarioOf } from '../../src/playground/setup/setup.ts'
import { takeScenario } from '../../src/scenario/read.ts'
import { Simulation } from '../../src/scenario/simulation.ts'

const FOLDER = join(import.meta.dirname, '../../src/playground/lessons')
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'))
const textOf = (file: string) => readFileSync(join(FOLDER, file), 'utf8')
const lessons = files.map((file) => [file, readLesson(textOf(file), file)] as const)
/** Real seconds that somebody watches a run: long enough to follow it, short enough to stay. */
const WATCHED_S = [8, 30] as const

async function run(lesson: Lesson, turns = ''): Promise<Simulation> {
  const { place, problems } = readLink(`lesson=it&${turns}`, { it: { ...lesson, scenario: claimedScenario(lesson) } })
  expect(problems).toEqual([])
  return new Simulation((await takeScenario(scenarioOf(place!))).scenario).run()
}

describe('the lessons of the page', () => {
  it('are a dozen and more, in the order of their numbers, each under a name of its own', () => {
    expect(files.length).toBeGreaterThanOrEqual(13)
    expect(files.map((file) => Number(file.slice(0, 2)))).toEqual(files.map((_, index) => index + 1))
    expect(new Set(lessons.map(([, { name }]) => name)).size).toBe(files.length)
  })

  it.each(files)('are borne out by their run, one answer each: %s', async (file) => {
    await expect(checkedLesson(textOf(file), file)).resolves.toMatchObject({ event: expect.any(Number) })
  })

  it.each(lessons)('are over while somebody still watches: %s', async (_, lesson) => {
    const { engine } = await run(lesson)
    const watchedS = engine.nowMs / 1_000 / lesson.speed!
    expect(watchedS).toBeGreaterThan(WATCHED_S[0])
    expect(watchedS).toBeLessThan(WATCHED_S[1])
  })

  it.each(lessons)('say what becomes of what to try next: %s', async (_, lesson) => {
    expect(lesson.next).toBeDefined()
    const met = async (turns: string) => (await run(lesson, turns)).result().expectations.at(-1)!.met
    expect(await met(lesson.next!.turns)).toBe(true)
  })

  it.each(lessons)('can be read by a newcomer in a minute: %s', (_, { question, answers, explanation }) => {
    const words = (text: string) => text.split(/\s+/).length
    expect(words(question)).toBeLessThan(60)
    expect(words(explanation)).toBeLessThan(100)
    for (const { text } of answers) expect(words(text)).toBeLessThan(16)
  })

  it('do not give themselves away by the place of the right answer', async () => {
    const right = await Promise.all(
      lessons.map(async ([, lesson]) => (await run(lesson)).result().expectations.findIndex(({ met }) => met)),
    )
    expect(new Set(right).size).toBeGreaterThanOrEqual(3)
    for (const place of new Set(right))
      expect(right.filter((each) => each === place).length).toBeLessThan(files.length * 0.6)
  })
})
