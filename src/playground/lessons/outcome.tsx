import type { Lesson } from '../../lesson/lesson.ts'
import { explanationOf } from '../../rules/explanation.ts'
import type { Session } from '../session.ts'
import { happenedIn } from './happened.ts'
import { nextLink, type RunKind, type Verdict } from './standing.ts'

const CHOOSE = 'Choose an answer first, then run it.'
const WATCH = 'The answer comes with the end of the run.'

interface Props {
  readonly session: Session
  readonly lesson: Lesson
  readonly kind: RunKind
  readonly answer: number | undefined
  /** Undefined until the run is over. */
  readonly verdict: Verdict | undefined
  readonly isRunning: boolean
}

/** What the run says, and why. The first line is read out when it changes. */
export function Outcome({ session, lesson, kind, answer, verdict, isRunning }: Props) {
  const link = nextLink(lesson, session.lessons)
  return (
    <div class="lesson-outcome">
      {kind === 'other' && (
        <p class="lesson-other">Something was turned: this is another run than the lesson's, and may end otherwise.</p>
      )}
      <p role="status" class={verdict && kind !== 'next' ? 'lesson-verdict' : 'lesson-status'}>
        {verdict ? sentence(lesson, kind, answer, verdict) : before(lesson, kind, answer, isRunning)}
      </p>
      {verdict && kind !== 'other' && (
        <>
          {kind === 'lesson' && <p>{lesson.explanation}</p>}
          {kind === 'lesson' && <Rules lesson={lesson} />}
          {kind === 'lesson' && link !== undefined && (
            <p class="lesson-next">
              <strong>Try next.</strong> {lesson.next!.question} <a href={`#${link}`}>See it</a>
            </p>
          )}
        </>
      )}
      {verdict && (
        <button type="button" class="quiet" onClick={() => save(session, lesson)}>
          Save what happened (JSON)
        </button>
      )}
    </div>
  )
}

function Rules({ lesson }: { lesson: Lesson }) {
  return (
    <details class="lesson-rules">
      <summary>The rules behind it, and how sure they are</summary>
      <ul>
        {lesson.rules.map((id) => {
          const { text, certainty, source, url } = explanationOf(id)
          return (
            <li key={id}>
              {text}{' '}
              <small>
                {certainty.join(', ')}:{' '}
                {url === undefined ? (
                  source
                ) : (
                  <a href={url} target="_blank" rel="noreferrer noopener">
                    {source}
                  </a>
                )}
              </small>
            </li>
          )
        })}
      </ul>
    </details>
  )
}

function before(lesson: Lesson, kind: RunKind, answer: number | undefined, isRunning: boolean): string {
  if (!isRunning) return kind === 'lesson' && answer === undefined ? CHOOSE : ''
  return answer === undefined ? WATCH : `You said “${lesson.answers[answer]!.text}”. ${WATCH}`
}

function sentence(lesson: Lesson, kind: RunKind, answer: number | undefined, verdict: Verdict): string {
  if (kind === 'next')
    return verdict.next
      ? lesson.next!.answer
      : 'This run came out otherwise than the lesson says: that is a fault of the lesson.'
  const held = lesson.answers.filter((_, index) => verdict.answers[index]).map(({ text }) => `“${text}”`)
  if (kind === 'other')
    return held.length === 0 ? 'In this run none of the answers holds.' : `In this run it is ${held.join(' and ')}.`
  if (held.length === 0) return 'None of the answers holds: that is a fault of the lesson.'
  if (answer === undefined) return `It was ${held.join(' and ')}.`
  if (verdict.answers[answer]) return 'Right, that is what happened.'
  return `Not so. It was ${held.join(' and ')}.`
}

function save(session: Session, { name }: Lesson): void {
  const { playback } = session.player.value!
  const address = URL.createObjectURL(new Blob([JSON.stringify(happenedIn(playback))], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = address
  link.download = `${name}.json`
  link.click()
  URL.revokeObjectURL(address)
}
