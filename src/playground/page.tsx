import { DARK_PROPERTIES, LIGHT_PROPERTIES } from '../report/timeline-colour.ts'
import { Clock } from './controls/clock.tsx'
import { LessonCard } from './lessons/card.tsx'
import type { Session } from './session.ts'

const COLOURS = `:root { ${LIGHT_PROPERTIES} } @media (prefers-color-scheme: dark) { :root { ${DARK_PROPERTIES} } }`

/** The whole page: each part takes the area of its name. */
export function Page({ session }: { session: Session }) {
  return (
    <>
      <style>{COLOURS}</style>
      <header>
        <h1>asyncinvoke</h1>
      </header>
      <Problems session={session} />
      <LessonCard session={session} />
      <Clock session={session} />
    </>
  )
}

function Problems({ session }: { session: Session }) {
  const problems = session.problems.value
  return (
    <div role="alert" class="problems">
      {problems.map((problem) => (
        <p key={problem}>{problem}</p>
      ))}
    </div>
  )
}
