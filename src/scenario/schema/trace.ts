import { z } from 'zod'
import { file, section } from './leaf.ts'
import { replayFields, type WrittenReplay } from './replay.ts'

/** Counts per minute as written. */
export interface WrittenTrace extends WrittenReplay {
  readonly file: string
  readonly function?: string | undefined
}

/** Single recorded events as written: columns of a file. */
export interface WrittenRecording extends WrittenReplay {
  readonly file: string
  readonly columns: {
    readonly time: string
    readonly duration?: string | undefined
    readonly failures?: string | undefined
  }
  readonly where?: Readonly<Record<string, string | number>> | undefined
  readonly timeUnit?: Unit | undefined
  readonly durationUnit?: Unit | undefined
}

export type Unit = 's' | 'ms'

const perMinuteFile = file(
  'A CSV file with the columns `function`, `minute` (counted from 0), `invocations`; gzip too.',
)

export const perMinute = section(
  {
    file: perMinuteFile,
    function: z
      .string()
      .meta({ description: 'The name in the column `function`. Left out: the name of this function.' })
      .optional(),
    ...replayFields,
  },
  'Counts per minute from a file, at uniformly random moments of their minute.',
)

/** The same for many functions at once. */
export const perMinuteOfAll = z
  .union([perMinuteFile, section({ file: perMinuteFile, ...replayFields }, 'The file, and how it is played.')])
  .meta({ description: 'Counts per minute of all functions: a file, or how one is played.' })

const column = (description: string) => z.string().min(1).meta({ description })
const unit = (description: string, standard: Unit) =>
  z.enum(['s', 'ms']).meta({ description, default: standard }).optional()

export const recorded = section(
  {
    file: file('A CSV file with a header and a row for each event, in any order; gzip too.'),
    columns: section(
      {
        time: column('When the event came, from the start of the recording; 0 or more.'),
        duration: column(
          'How long its attempts run, without a cold start; for a model with `duration: recorded`.',
        ).optional(),
        failures: column('How many of its attempts fail before one may succeed: 0, 1, … 255.').optional(),
      },
      'Which columns of the file say what.',
    ),
    where: z
      .record(z.string(), z.union([z.string(), z.number()]).meta({ description: 'Text or number of the cell.' }))
      .meta({ description: 'Only rows with these values in these columns, such as { cold: 0 }.', default: {} })
      .optional(),
    timeUnit: unit('Unit of the column of times.', 's'),
    durationUnit: unit('Unit of the column of durations.', 'ms'),
    ...replayFields,
  },
  'Single recorded events from a file, with their own durations.',
)
