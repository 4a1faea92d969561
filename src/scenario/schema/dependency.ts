import { z } from 'zod'
import { distribution } from './distribution.ts'
import { duration, exactlyOne, positive, probability, section, theOneForm } from './leaf.ts'
import { faults } from './model.ts'

const spell = {
  mean: duration('How long it lasts on average, 1 ms or more; exponentially distributed.').optional(),
  lasts: distribution('How long it lasts: any distribution with a mean of 1 ms or more.').optional(),
}
const SPELL_FORMS = ['mean', 'lasts'] as const

const errors = (description: string) =>
  probability(`${description} Left out: 1, or 0 where a slowdown is given.`, {}).optional()
const slowdown = (description: string) => positive(`${description} Left out: 1.`).optional()

const states = section(
  {
    up: section(spell, 'Good times, with which a run begins.')
      .meta(exactlyOne(SPELL_FORMS))
      .superRefine((value, context) => void theOneForm(value, SPELL_FORMS, context)),
    down: section(
      {
        ...spell,
        errors: errors('Probability that an attempt fails which needs it then.'),
        slowdown: slowdown('How many times as long such an attempt takes.'),
      },
      'Bad times.',
    )
      .meta(exactlyOne(SPELL_FORMS))
      .superRefine((value, context) => void theOneForm(value, SPELL_FORMS, context)),
  },
  'Up and down by turns, the same for all functions. Left out: always up.',
)

const saturation = section(
  {
    from: z.number().min(0).meta({ description: 'Attempts in progress that need it, up to which nothing happens.' }),
    full: z
      .number()
      .meta({ description: 'Attempts at which the harm is full, more than `from`; in proportion between.' }),
    errors: errors('Probability that an attempt fails at `full`.'),
    slowdown: slowdown('How many times as long an attempt takes at `full`.'),
  },
  'Harm that grows with the load. Left out: any load is borne.',
)

/** Something outside that functions need, such as a database. */
export const dependency = section(
  { outages: faults.optional(), states: states.optional(), saturation: saturation.optional() },
  'Something outside that functions need, such as a database.',
)

export const DEPENDENCY_NAME = z
  .string()
  .regex(/^[\w-]{1,64}$/, "expected a dependency's name of 1 to 64 letters, digits, hyphens and underscores")

export type WrittenDependency = z.output<typeof dependency>
export type WrittenSpell = z.output<z.ZodObject<typeof spell>>
