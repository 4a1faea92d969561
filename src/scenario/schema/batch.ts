import { z } from 'zod'
import { formatDuration } from '../../notation/duration.ts'
import type { BatchSpec } from '../arrival-spec.ts'
import { countDistribution, type WrittenDistribution } from './distribution.ts'
import { duration, exactlyOne, section, theOneForm } from './leaf.ts'

/** A batch source as written: the size may still be in a file. */
export type WrittenBatch = Omit<BatchSpec, 'size'> & { readonly size: WrittenDistribution }

const BEGINS = {
  at: z
    .array(duration('Time from the start of the run.'))
    .meta({ description: 'When each batch begins; a time past the run length is an error.' })
    .optional(),
  every: duration('Time from one batch to the next, above 0; the first begins at `from`, or at 0.', {
    examples: ['1h'],
  }).optional(),
}
const NAMES = Object.keys(BEGINS) as (keyof typeof BEGINS)[]

export const batch = section(
  {
    size: countDistribution('Events of a batch: a whole number, or a distribution, whose values are rounded.'),
    ...BEGINS,
    over: duration('The events of a batch are spread evenly over this time; at most the time to the next.', {
      default: '0s',
    }).optional(),
  },
  'Many events at once, such as an upload of 5,000 objects.',
)
  .meta(exactlyOne(NAMES))
  .transform(({ size, at, every, over: overMs = 0 }, context): WrittenBatch => {
    const form = theOneForm({ at, every }, NAMES, context)
    if (form === undefined) return z.NEVER
    const refuse = (key: string, message: string) => context.addIssue({ code: 'custom', path: [key], message })
    if (size.kind === 'constant' && !(Number.isInteger(size.value) && size.value > 0)) {
      refuse('size', `expected a whole number of 1 or more, got ${size.value}`)
    }
    if (every === 0) refuse('every', 'expected a duration above 0, got 0s')
    const timesMs = at?.toSorted((a, b) => a - b) ?? []
    const gapsMs = timesMs.slice(1).map((timeMs, index) => timeMs - timesMs[index]!)
    const shortestMs = every ?? Math.min(...gapsMs, Number.POSITIVE_INFINITY)
    if (overMs > shortestMs) {
      const expected = `at most the time from one batch to the next, ${formatDuration(shortestMs)}`
      refuse('over', `expected ${expected}, got ${formatDuration(overMs)}`)
    }
    return { kind: 'batch', size, begins: at ? { timesMs: at } : { everyMs: every! }, overMs }
  })
