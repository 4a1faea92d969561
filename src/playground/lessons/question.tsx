import type { Lesson } from '../../lesson/lesson.ts'
import type { RunKind, Verdict } from './standing.ts'

interface Props {
  readonly lesson: Lesson
  readonly kind: RunKind
  /** Index of the answer that was chosen. */
  readonly answer: number | undefined
  /** Whether one can be chosen still. */
  readonly isOpen: boolean
  readonly verdict: Verdict | undefined
  readonly onChoose: (answer: number) => void
}

/** The question with its answers; without them while the run goes on; once the run is over, each with what the run says to it. */
export function Question({ lesson, kind, answer, isOpen, verdict, onChoose }: Props) {
  if (kind === 'next')
    return (
      <p class="lesson-question">
        <strong>What if?</strong> {lesson.next!.question}
      </p>
    )
  // While it runs there is something else to look at.
  if (!isOpen && !verdict) return <p class="lesson-question">{lesson.question}</p>
  return (
    <fieldset class="lesson-answers" data-count={lesson.answers.length}>
      <legend class="lesson-question">{lesson.question}</legend>
      {lesson.answers.map(({ text }, index) => (
        <label key={text} class={classOf(index, answer, verdict)}>
          <input
            type="radio"
            name="lesson-answer"
            checked={answer === index}
            disabled={!isOpen}
            onChange={() => onChoose(index)}
          />
          <span>
            {text}
            <Mark holds={verdict?.answers[index]} isChosen={answer === index} />
          </span>
        </label>
      ))}
    </fieldset>
  )
}

function classOf(index: number, answer: number | undefined, verdict: Verdict | undefined): string {
  if (verdict?.answers[index]) return 'holds'
  return verdict && index === answer ? 'fails' : ''
}

function Mark({ holds, isChosen }: { holds: boolean | undefined; isChosen: boolean }) {
  if (holds === undefined || (!holds && !isChosen)) return null
  return <small>{holds ? `✓ what happened${isChosen ? ', as you said' : ''}` : '✗ your answer'}</small>
}
