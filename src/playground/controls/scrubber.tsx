import { useMemo, useRef } from 'preact/hooks'
import { timeTicks } from '../../report/axis.ts'
import { durationText } from '../../report/duration.ts'
import type { Playback } from '../playback/playback.ts'
import type { Session } from '../session.ts'
import { runMarks } from './mark.ts'
import { runSecond } from './run-time.ts'
import { spanMs } from './span.ts'

/** Parts that the slider tells apart. */
const PLACES = 1_000
const MOST_TICKS = 6

/** The time of the run as an axis: where it stands, how far it has been, what was done when; and the way to any time. */
export function Scrubber({ session }: { session: Session }) {
  session.redraw.value
  const player = session.player.value!
  const { playback } = player
  const reached = useReached(playback)
  const span = spanMs(playback, reached)
  const { atMs } = player.here
  const marks = useMemo(() => runMarks(playback, span), [playback, span])
  const percent = (timeMs: number) => `${Math.min(100, (timeMs / span) * 100).toFixed(2)}%`
  return (
    <div class="scrubber" style={{ '--now': percent(atMs), '--reached': percent(reached) }}>
      <div class="marks" aria-hidden="true">
        {marks.map(({ from, to, text }) => (
          <i
            key={`${from} ${text}`}
            class={to > from ? 'stretch' : 'moment'}
            title={text}
            style={{ left: percent(from), width: to > from ? percent(to - from) : undefined }}
          />
        ))}
      </div>
      <input
        type="range"
        aria-label="Time"
        min={0}
        max={PLACES}
        value={Math.round((atMs / span) * PLACES)}
        aria-valuetext={`${runSecond(atMs)}, of ${durationText(span)}`}
        onInput={({ currentTarget }) => void session.seek((Number(currentTarget.value) / PLACES) * span)}
      />
      <div class="ticks" aria-hidden="true">
        {timeTicks(span, MOST_TICKS).map(({ atMs: tickMs, text }) => (
          <span key={text} class={tickMs > 0.97 * span ? 'end' : ''} style={{ left: percent(tickMs) }}>
            {text}
          </span>
        ))}
      </div>
    </div>
  )
}

/** How far a scenario has been watched: going back does not shorten the axis. */
function useReached(playback: Playback): number {
  const last = useRef({ scenario: playback.setup.scenario, ms: 0 })
  if (last.current.scenario !== playback.setup.scenario) last.current = { scenario: playback.setup.scenario, ms: 0 }
  last.current.ms = Math.max(last.current.ms, playback.nowMs)
  return last.current.ms
}
