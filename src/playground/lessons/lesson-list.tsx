import { useRef } from 'preact/hooks'
import type { Lesson } from '../../lesson/lesson.ts'
import type { Session } from '../session.ts'

interface Props {
  readonly session: Session
  /** Names of the lessons that somebody has been through. */
  readonly done: ReadonlySet<string>
  /** Whether they are to be seen at first: where nothing else is there. */
  readonly isOpen: boolean
  readonly onOpen: (lesson: Lesson) => Promise<void>
}

/** All lessons, folded in, and a way to open one from a file. */
export function LessonList({ session, done, isOpen, onOpen }: Props) {
  const { lessons } = session
  const list = useRef<HTMLDetailsElement>(null)
  const close = () => {
    if (list.current) list.current.open = false
  }
  const openFile = async (file: File | undefined) => {
    if (!file) return
    close()
    await session.openLessonFile(await file.text(), file.name)
  }
  return (
    <details ref={list} class="lesson-list" open={isOpen}>
      <summary>
        All lessons <small>{countOf(lessons, done)}</small>
      </summary>
      <ol>
        {lessons.map((lesson, index) => (
          <li key={lesson.name}>
            <button
              type="button"
              aria-current={session.lesson.value === lesson ? 'true' : undefined}
              onClick={async () => {
                close()
                await onOpen(lesson)
              }}
            >
              <span class="lesson-number">{index + 1}</span>
              <span>
                {lesson.title}
                {done.has(lesson.name) && (
                  <span class="lesson-done">
                    {' '}
                    <span aria-hidden="true">✓</span>
                    <span class="unseen">(done)</span>
                  </span>
                )}
                <small>{lesson.about}</small>
              </span>
            </button>
          </li>
        ))}
      </ol>
      <label
        class="lesson-file"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault()
          event.stopPropagation()
          void openFile(event.dataTransfer?.files[0])
        }}
      >
        <span>Open a lesson of your own (a YAML file)</span>
        <input
          type="file"
          accept=".yaml,.yml,.json"
          onChange={(event) => {
            const input = event.currentTarget
            void openFile(input.files?.[0]).then(() => {
              input.value = ''
            })
          }}
        />
      </label>
    </details>
  )
}

function countOf(lessons: readonly Lesson[], done: ReadonlySet<string>): string {
  const count = lessons.filter(({ name }) => done.has(name)).length
  return count === 0 ? '' : `${count} of ${lessons.length} done`
}
