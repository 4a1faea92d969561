import type { Session } from '../session.ts'
import type { KnobName } from '../setup/knob.ts'
import { type Standing, turnBehind } from './standing.ts'
import { turnTime } from './turn-text.ts'

/** Since when a knob stands so, where somebody turned it; and a way back. */
export function Since({ session, standing, knob }: { session: Session; standing: Standing; knob: KnobName }) {
  const turn = turnBehind(standing, knob)
  if (!turn) return null
  return (
    <button
      type="button"
      class="since"
      title="Take this back"
      aria-label={`since ${turnTime(turn)}: take it back`}
      onClick={() => void session.undo(turn)}
    >
      since {turnTime(turn)} <span aria-hidden="true">↶</span>
    </button>
  )
}
