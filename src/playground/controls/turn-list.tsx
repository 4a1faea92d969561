import type { Session } from '../session.ts'
import type { Standing } from './standing.ts'
import { briefTime, turnText } from './turn-text.ts'

/** What was done, in order of time; each can be taken back. */
export function TurnList({ session, standing }: { session: Session; standing: Standing }) {
  const { setup, inForce, names } = standing
  const turns = setup.turns.toSorted((a, b) => a.atMs - b.atMs)
  if (turns.length === 0)
    return <p class="about">Nothing yet. What you turn holds from that moment on; what came before stays as it was.</p>
  return (
    <>
      <ol class="turns">
        {turns.map((turn, place) => (
          <li key={`${turn.atMs} ${turn.function} ${turn.knob} ${place}`} class={place < inForce ? '' : 'coming'}>
            <span class="when">{turn.atMs === 0 ? 'start' : briefTime(turn.atMs)}</span>
            <span class="what">
              {names.length > 1 && <b>{turn.function} </b>}
              {turnText(turn)}
              {place >= inForce && <span class="fact"> (to come)</span>}
            </span>
            <button
              type="button"
              class="quiet"
              aria-label={`Undo: ${turnText(turn)}`}
              onClick={() => void session.undo(turn)}
            >
              Undo
            </button>
          </li>
        ))}
      </ol>
      {turns.some(({ atMs }) => atMs > 0) && (
        <button type="button" onClick={() => void session.restart()}>
          Start over, without what was done on the way
        </button>
      )}
    </>
  )
}
