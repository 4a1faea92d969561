import type { Session } from '../session.ts'

/** Plays or pauses; what is over begins again. */
export function playOrPause(session: Session): void {
  if (isOver(session)) void toStart(session).then(() => session.play())
  else session.play()
}

/** Back to the start; what was turned stays. */
export async function toStart(session: Session): Promise<void> {
  session.pause()
  await session.seek(0)
}

/** Whether nothing more will come where somebody stands. */
export function isOver(session: Session): boolean {
  const player = session.player.value
  return player?.playback.isOver === true && !player.isSeeking
}
