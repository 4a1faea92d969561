import { DARK_PROPERTIES, LIGHT_PROPERTIES } from '../report/timeline-colour.ts'
import { Charts } from './charts/charts.tsx'
import { Clock } from './controls/clock.tsx'
import { Controls } from './controls/controls.tsx'
import { CopyButton } from './controls/copy-button.tsx'
import { addressOf } from './controls/scenario-tools.tsx'
import { Shortcuts } from './controls/shortcuts.tsx'
import { LessonCard } from './lessons/card.tsx'
import { Log } from './log/log.tsx'
import type { Session } from './session.ts'
import { Stage } from './stage/stage.tsx'
import { TimelinePanel } from './timeline/panel.tsx'

const COLOURS = `:root { ${LIGHT_PROPERTIES} } @media (prefers-color-scheme: dark) { :root { ${DARK_PROPERTIES} } }`

/** The whole page: each part takes the area of its name. */
export function Page({ session }: { session: Session }) {
  return (
    <>
      <style>{COLOURS}</style>
      <Header session={session} />
      <Problems session={session} />
      <LessonCard session={session} />
      <Clock session={session} />
      <Stage session={session} />
      <TimelinePanel session={session} />
      <Controls session={session} />
      <Charts session={session} />
      <Log session={session} />
    </>
  )
}

function Header({ session }: { session: Session }) {
  const player = session.player.value
  return (
    <header>
      <h1>asyncinvoke</h1>
      <p class="tagline">AWS Lambda’s asynchronous invocation, simulated in this page</p>
      {player && !session.lesson.value && <p class="scenario-name">{player.playback.scenario.name}</p>}
      <div class="header-tools">
        <CopyButton class="quiet" label="Copy link" text={() => addressOf(session)} />
        <Shortcuts session={session} />
      </div>
    </header>
  )
}

/** What was wrong with what was asked for last: in sight wherever somebody is, until they have read it. */
function Problems({ session }: { session: Session }) {
  const problems = session.problems.value
  const dismiss = () => {
    session.problems.value = []
  }
  return (
    <div role="alert" class="problems" hidden={problems.length === 0}>
      {problems.length > 0 && (
        <>
          <ul>
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
          <button type="button" onClick={dismiss}>
            Close
          </button>
        </>
      )}
    </div>
  )
}
