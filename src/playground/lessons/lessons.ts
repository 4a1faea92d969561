import { type Lesson, readLesson } from '../../lesson/lesson.ts'

/** The files beside this one, as text: a lesson is added by adding a file. */
const FILES: Readonly<Record<string, string>> = import.meta.glob('./*.yaml', {
  query: '?raw',
  import: 'default',
  eager: true,
})

/** All lessons, in the order of their files. */
export const LESSONS: readonly Lesson[] = Object.keys(FILES)
  .toSorted()
  .map((file) => readLesson(FILES[file]!, file))
