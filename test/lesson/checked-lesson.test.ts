import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkedLesson } from '../../src/lesson/checked-lesson.ts'
import { isLesson, lessonName, lessonOf, readLesson } from '../../src/lesson/lesson.ts'

const LESSON = `\
title: A lesson
about: Something
question: What happens?
answers:
  - { text: It works, claim: work.succeeded == 1 }
  - { text: It fails, claim: work.succeeded == 0 }
explanation: It works.
rules: [success]
event: 1
speed: 5
scenario:
  functions:
    work: { model: { duration: 2s }, arrivals: [{ at: [3s] }] }
`
const GUIDE = join(import.meta.dirname, '../../docs/guides/page.md')
const FILE = 'lessons/01-it-works.yaml'

const problemsOf = async (written: string) => {
  const error = await checkedLesson(written, FILE).then(
    () => undefined,
    (thrown: Error) => thrown,
  )
  return error?.message.split('\n') ?? []
}

describe('a lesson that is checked', () => {
  it('is what its file says, under the name of the file', async () => {
    const lesson = await checkedLesson(LESSON, FILE)
    expect(lesson).toMatchObject({ name: 'it-works', title: 'A lesson', speed: 5, event: 1, rules: ['success'] })
    expect(lesson.scenario).toEqual({ functions: { work: { model: { duration: '2s' }, arrivals: [{ at: ['3s'] }] } } })
  })

  it('is the same after a way as data', () => {
    const { name, ...data } = readLesson(LESSON, FILE)
    expect(lessonOf(JSON.parse(JSON.stringify(data)), name)).toEqual(readLesson(LESSON, FILE))
  })

  it('can be written as the guide says', async () => {
    const [, shown] = /```yaml\n(title: [\s\S]*?)```/.exec(readFileSync(GUIDE, 'utf8'))!
    await expect(checkedLesson(shown!, 'guide.yaml')).resolves.toMatchObject({ title: 'One retry' })
  })

  it('has one answer that the run bears out, not none and not two', async () => {
    expect(await problemsOf(LESSON.replace('succeeded == 1', 'succeeded == 2'))).toEqual([
      `${FILE}:5:3: answers: expected one answer of which the claim holds in the run, got none`,
    ])
    expect(await problemsOf(LESSON.replace('succeeded == 0', 'succeeded == 1'))).toEqual([
      `${FILE}:5:3: answers: expected one answer of which the claim holds in the run, got "It works" and "It fails"`,
    ])
  })

  it('speaks of an event that comes, and of rules that decided about it', async () => {
    expect(await problemsOf(LESSON.replace('event: 1', 'event: 2'))).toEqual([
      `${FILE}:9:8: event: expected the number of an event, from 1 to 1, got 2`,
    ])
    expect(await problemsOf(LESSON.replace('[success]', '[success, lookAhead]'))).toEqual([
      `${FILE}:8:18: rules[1]: expected a rule of the timeline of event 1, one of acceptance, success, dispatch, coldStart, got lookAhead`,
    ])
  })

  it('names every problem with its place: of the lesson, of its scenario, of its claims', async () => {
    const bad = LESSON.replace('title', 'titel').replace('[success]', '[sucess]').replace('speed: 5', 'speed: 0')
    expect(await problemsOf(bad)).toEqual([
      `${FILE}:1:1: title: expected a text, got nothing`,
      `${FILE}:1:1: titel: unknown key; did you mean "title"?`,
      expect.stringMatching(
        /^lessons\/01-it-works\.yaml:8:9: rules\[0\]: expected one of .*; did you mean "success"\?$/,
      ),
      `${FILE}:10:8: speed: expected 1 or more, got 0`,
    ])
    expect(
      await problemsOf(LESSON.replace('duration: 2s', 'duration: 2').replace('work.succeeded == 0', 'wrok.x')),
    ).toEqual([
      expect.stringMatching(/^lessons\/01-it-works\.yaml:6:30: answers\[1\]\.claim: expected NAME\.metric/),
      expect.stringMatching(/^lessons\/01-it-works\.yaml:13:\d+: scenario\.functions\.work\.model\.duration: expected/),
    ])
    expect(await problemsOf('title: [')).toEqual([expect.stringMatching(/^lessons\/01-it-works\.yaml:1:9: /)])
  })

  it('stands alone: it can name no other file', async () => {
    const [problem] = await problemsOf(LESSON.replace('at: [3s]', 'perMinute: { file: day.csv, stretch: 1 }'))
    expect(problem).toMatch(/^lessons\/01-it-works\.yaml:13:\d+: scenario\..*a lesson stands alone/)
  })
})

describe('the file of a lesson', () => {
  it('is told from that of a scenario', () => {
    expect([{ question: 'Why?' }, { answers: [] }, { scenario: {} }].map(isLesson)).toEqual([true, true, true])
    expect([{ functions: {} }, { name: 'x' }, null, 'text', []].map(isLesson)).toEqual(Array(5).fill(false))
  })

  it('gives it its name, without number and ending', () => {
    expect(['a/03-look-ahead.yaml', 'C:\\x\\1-a.yml', 'own.json'].map(lessonName)).toEqual(['look-ahead', 'a', 'own'])
  })
})
