import { briefText } from '../../report/duration.ts'
import type { Player } from '../playback/player.ts'
import type { Session } from '../session.ts'
import './clock.css'
import { runTime } from './run-time.ts'
import { Scrubber } from './scrubber.tsx'
import { SpeedSlider } from './speed-slider.tsx'
import { isOver, playOrPause, toStart } from './transport.ts'

/** The simulated time, and what moves it. Always in sight. */
export function Clock({ session }: { session: Session }) {
  if (!session.player.value) return null
  return (
    <section class="clock" aria-label="Clock">
      <Time session={session} />
      <Transport session={session} />
      <SpeedSlider session={session} />
      <Scrubber session={session} />
    </section>
  )
}

function Time({ session }: { session: Session }) {
  session.frame.value
  const player = session.player.value!
  const { days, second, fraction } = runTime(player.playback.nowMs)
  return (
    <p class="time" role="timer" aria-label="Simulated time">
      {days && <span class="days">{days}</span>}
      {second}
      {/* Digits that nobody can read would only flicker. */}
      <small class={player.isPlaying && player.speed > 10 ? 'blurred' : ''}>{fraction}</small>
    </p>
  )
}

function Transport({ session }: { session: Session }) {
  session.redraw.value
  const player = session.player.value!
  const isAtEnd = isOver(session)
  return (
    <div class="transport">
      <button type="button" title="Back to the start (Home)" onClick={() => void toStart(session)}>
        <Icon path="M5 4v12M17 4 7.5 10 17 16z" />
        <span class="unseen">Back to the start</span>
      </button>
      <button
        type="button"
        class="primary play"
        title={player.isPlaying ? 'Pause (space)' : 'Play (space)'}
        onClick={() => playOrPause(session)}
      >
        <Icon path={player.isPlaying ? 'M6 4h3v12H6zM12 4h3v12h-3z' : 'M6 3.5v13L16.5 10z'} />
        <span>{player.isPlaying ? 'Pause' : isAtEnd ? 'Again' : 'Play'}</span>
      </button>
      <button type="button" class="step" title="Next decision (.)" disabled={isAtEnd} onClick={() => session.step()}>
        <span>Next decision</span> <Next player={player} />
      </button>
    </div>
  )
}

/** How far away the next decision is. */
function Next({ player }: { player: Player }) {
  const { playback, isSeeking } = player
  const { nextMs, nowMs } = playback
  const text = isSeeking ? '…' : nextMs === Number.POSITIVE_INFINITY ? 'none left' : `in ${roughText(nextMs - nowMs)}`
  return <span class="next">{text}</span>
}

/** Short enough to be read while it runs down. */
function roughText(lengthMs: number): string {
  if (lengthMs < 1_000) return `${Math.round(lengthMs)} ms`
  return briefText(lengthMs < 10_000 ? Math.round(lengthMs / 100) * 100 : Math.round(lengthMs / 1_000) * 1_000)
}

function Icon({ path }: { path: string }) {
  return (
    <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      <path d={path} fill="currentColor" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round" />
    </svg>
  )
}
