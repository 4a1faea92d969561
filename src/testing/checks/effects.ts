import { isDeepStrictEqual } from 'node:util'
import { CheckMisuse } from './misuse.ts'
import { inspected } from './value-code.ts'

/** Gives what a handler has done to the world so far, as plain data. */
export type EffectsReader = () => unknown

/**
 * What a reader of effects gives, as a copy: what it gives may be the very thing that goes on changing.
 *
 * @throws CheckMisuse for what cannot be copied and compared: functions, promises, weak maps …
 */
export async function readEffects(effects: EffectsReader): Promise<unknown> {
  const given = await effects()
  try {
    return structuredClone(given)
  } catch (error) {
    throw new CheckMisuse([
      `effects() must give plain data that can be copied and compared, such as a list of the charges: ${(error as Error).message}`,
    ])
  }
}

/**
 * Whether two clean runs leave enough to compare, and the same each time.
 *
 * @throws CheckMisuse for effects that are not fresh, or differ from time to time
 */
export function assertComparable(first: Course, second: Course): void {
  if (!isDeepStrictEqual(first.before, second.before)) {
    throw new CheckMisuse([
      `setup() must give a fresh state each time: effects() gave ${inspected(first.before)} at first, and ${inspected(second.before)} after another setup()`,
    ])
  }
  if (!isDeepStrictEqual(first.after, second.after)) {
    throw new CheckMisuse([
      `effects() must leave out what differs from run to run, such as times and random ids: one clean run came to ${inspected(first.after)}, another an hour later to ${inspected(second.after)}`,
    ])
  }
}

/** Effects before a run and after it. */
export interface Course {
  readonly before: unknown
  readonly after: unknown
}

/** Whether a run did anything that can be seen. */
export function hasEffect({ before, after }: Course): boolean {
  return !isDeepStrictEqual(before, after)
}
