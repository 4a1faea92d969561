import type { TurnNow } from '../playback/player.ts'
import type { Session } from '../session.ts'

/**
 * Turns something, for whoever shows beside it what was wrong with it.
 *
 * @returns what was wrong, a line each; none where it was done
 */
export async function turnOrTell(session: Session, ...turns: readonly TurnNow[]): Promise<readonly string[]> {
  if (await session.turn(...turns)) return []
  const problems = session.problems.value
  session.problems.value = []
  return problems
}
