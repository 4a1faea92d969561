import { z } from 'zod'
import { duration, positive } from './leaf.ts'

/** How a trace is played, as written: what is left out is not known before its file is read. */
export interface WrittenReplay {
  readonly scale?: number | undefined
  readonly stretch?: number | undefined
  readonly repeat?: number | 'forever' | undefined
  readonly every?: number | undefined
}

/** The fields of every trace. */
export const replayFields = {
  scale: positive(
    'Events for each one of the trace, above 0. What is not whole is made up by chance, right on average: 2.5 is two, or three, each as likely.',
  )
    .meta({ default: 1 })
    .optional(),
  stretch: positive('Factor on all times, above 0: 0.5 plays it twice as fast.').meta({ default: 1 }).optional(),
  repeat: z
    .union([z.literal('forever'), z.int().min(1)])
    .meta({
      description: 'How often it is played: a whole number, or forever, which is until the run length.',
      default: 1,
    })
    .optional(),
  every: duration(
    "Beside repeat: the time from one start to the next, at least the trace's length. Left out: the trace's length.",
    { examples: ['1d'] },
  ).optional(),
}
