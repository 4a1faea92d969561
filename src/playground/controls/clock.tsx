import { Instants } from '../../report/instant.ts'
import type { Session } from '../session.ts'

/** The simulated time, and what moves it. */
export function Clock({ session }: { session: Session }) {
  session.frame.value
  const player = session.player.value
  if (!player) return null
  return (
    <section class="clock" aria-label="Clock">
      <output>{new Instants(0).time(player.playback.nowMs)}</output>
      <button type="button" onClick={() => session.play()}>
        {player.isPlaying ? 'Pause' : 'Play'}
      </button>
      <button type="button" onClick={() => session.step()}>
        Next decision
      </button>
    </section>
  )
}
