import { setTimeout } from 'node:timers/promises'
import { type Finished, start } from './command.ts'

/**
 * What becomes of a command that gets a signal. It is sent early, and where that was too early for what is wanted, to another start
 * of the command after twice as long.
 */
export async function stopped(
  args: readonly string[],
  cwd: string,
  {
    signal,
    isTooEarly,
    afterMs = 400,
  }: { signal: NodeJS.Signals; isTooEarly: (how: Finished) => boolean; afterMs?: number },
): Promise<Finished> {
  const { child, finished } = start(args, { cwd })
  await setTimeout(afterMs)
  child.kill(signal)
  const how = await finished
  return isTooEarly(how) ? stopped(args, cwd, { signal, isTooEarly, afterMs: 2 * afterMs }) : how
}

/** The command did not listen yet. */
export const isDeaf = ({ code }: Finished) => code === null

/** Nothing was complete yet. */
export const hasNothing = (how: Finished) => isDeaf(how) || how.stderr.includes('no replication is complete')
