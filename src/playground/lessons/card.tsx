import { useSignal } from '@preact/signals'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { Lesson } from '../../lesson/lesson.ts'
import type { Expectation } from '../../scenario/expectation.ts'
import type { Player } from '../playback/player.ts'
import type { Session } from '../session.ts'
import { DoneLessons } from './done-lessons.ts'
import { LessonList } from './lesson-list.tsx'
import { Outcome } from './outcome.tsx'
import { Question } from './question.tsx'
import { readClaims, runKindOf, verdictOf } from './standing.ts'
import './card.css'

const done = new DoneLessons(() => localStorage)

/** A lesson over the stage: one question, some answers, predict, run, explanation. Without one, the way to them. */
export function LessonCard({ session }: { session: Session }) {
  const lesson = session.lesson.value
  const player = session.player.value
  const heading = useRef<HTMLHeadingElement>(null)
  const open = async (wanted: Lesson) => {
    await session.openLesson(wanted)
    heading.current?.focus()
  }
  const number = lesson ? session.lessons.indexOf(lesson) + 1 : 0
  return (
    <section class={lesson ? 'lesson' : 'lesson bare'} aria-label="Lesson">
      <div class="lesson-head">
        {lesson && (
          <hgroup>
            <p>{number > 0 ? `Lesson ${number} of ${session.lessons.length}` : 'A lesson of your own'}</p>
            <h2 ref={heading} tabIndex={-1}>
              {lesson.title}
            </h2>
          </hgroup>
        )}
        <LessonList
          session={session}
          done={done.names.value}
          isOpen={!player && session.problems.value.length > 0}
          onOpen={open}
        />
      </div>
      {lesson && player && <LessonBody session={session} lesson={lesson} player={player} onOpen={open} />}
    </section>
  )
}

interface BodyProps {
  readonly session: Session
  readonly lesson: Lesson
  readonly player: Player
  readonly onOpen: (lesson: Lesson) => Promise<void>
}

function LessonBody({ session, lesson, player, onOpen }: BodyProps) {
  session.redraw.value
  // What was chosen belongs to one opening of the lesson: each has a player of its own.
  const chosen = useSignal<{ player: Player; answer: number } | undefined>(undefined)
  const begun = useSignal<Player | undefined>(undefined)
  const claims = useSignal<readonly Expectation[]>([])
  useEffect(() => {
    claims.value = []
    // Claims of a lesson that cannot be read leave it without an answer: its scenario tells what is wrong.
    readClaims(lesson).then(
      (read) => {
        claims.value = read
      },
      () => {},
    )
  }, [lesson])

  const { playback } = player
  const kind = runKindOf(player.here, lesson)
  const isOver = playback.isOver && !player.isSeeking
  const verdict = useMemo(
    () => (isOver && claims.value.length > 0 ? verdictOf(lesson, claims.value, playback) : undefined),
    [isOver, claims.value, playback, lesson],
  )
  const isDone = verdict !== undefined && kind === 'lesson'
  // Whoever looked at the stage would miss the answer where it is out of sight.
  const card = useRef<HTMLDivElement>(null)
  const isAnswered = verdict !== undefined && begun.value === player
  useEffect(() => {
    if (isAnswered) card.current?.scrollIntoView({ block: 'nearest' })
  }, [isAnswered])
  useEffect(() => {
    if (isDone) done.add(lesson.name)
  }, [isDone, lesson])

  const answer = chosen.value?.player === player ? chosen.value.answer : undefined
  const hasBegun = begun.value === player || player.isPlaying
  const run = () => {
    begun.value = player
    session.play()
  }
  const following = kind === 'other' ? undefined : session.lessons[session.lessons.indexOf(lesson) + 1]
  const again = () => onOpen(lesson)
  const againText = kind === 'lesson' ? 'Once more' : 'Back to the lesson'
  const runText = player.isPlaying ? 'Pause' : hasBegun ? 'Go on' : 'Run it'
  // The button that leads on is one and the same, so that it keeps the focus of the keyboard.
  const onwards = !isOver
    ? { text: runText, act: run }
    : following
      ? { text: `Next lesson: ${following.title}`, act: () => onOpen(following) }
      : { text: againText, act: again }
  return (
    <div ref={card} class="lesson-body">
      <Question
        lesson={lesson}
        kind={kind}
        answer={answer}
        isOpen={!hasBegun && !isOver}
        verdict={verdict}
        onChoose={(index) => {
          chosen.value = { player, answer: index }
        }}
      />
      <Outcome session={session} lesson={lesson} kind={kind} answer={answer} verdict={verdict} isRunning={hasBegun} />
      <div class="lesson-actions">
        <button
          type="button"
          class="primary"
          disabled={!isOver && !hasBegun && kind === 'lesson' && answer === undefined}
          onClick={onwards.act}
        >
          {onwards.text}
        </button>
        {!isOver && !hasBegun && kind === 'lesson' && (
          <button type="button" onClick={run}>
            Just watch
          </button>
        )}
        {(isOver ? following !== undefined : kind !== 'lesson') && (
          <button type="button" onClick={again}>
            {againText}
          </button>
        )}
      </div>
    </div>
  )
}
