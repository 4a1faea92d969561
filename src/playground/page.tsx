import { Clock } from './controls/clock.tsx'
import type { Session } from './session.ts'

/** The whole page. */
export function Page({ session }: { session: Session }) {
  return (
    <>
      <header>
        <h1>asyncinvoke</h1>
      </header>
      <Problems session={session} />
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
