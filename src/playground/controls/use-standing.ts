import { useComputed } from '@preact/signals'
import { useRef } from 'preact/hooks'
import type { Session } from '../session.ts'
import { type Standing, standingOf } from './standing.ts'

/** How the knobs stand: whoever asks is drawn anew when that changes, and not at every redraw. */
export function useStanding(session: Session): Standing | undefined {
  const last = useRef<Standing>(undefined)
  return useComputed(() => {
    session.redraw.value
    const player = session.player.value
    last.current = player && standingOf(player, session.subject.value, last.current)
    return last.current
  }).value
}
