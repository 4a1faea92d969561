import { z } from 'zod'
import type { BurstState } from '../arrival-spec.ts'
import { isConnected } from '../arrivals/equilibrium.ts'
import { duration, probability, rate, section } from './leaf.ts'

const state = section(
  {
    rate: rate('Events in a time, on average, while it lasts.'),
    mean: duration('How long it lasts on average, above 0: an exponential time.'),
    next: z
      .array(probability('Probability of one state.', {}))
      .meta({
        description:
          'Probabilities of each state to follow, in their order, 1 in all. Left out: the next one of the list, the first after the last.',
      })
      .optional(),
  },
  'A state.',
)

export const bursts = section(
  { states: z.array(state).meta({ description: 'Two states or more, one after the other.', minItems: 2 }) },
  'Events at random moments, at a rate that is itself random: it goes from state to state (Markov-modulated Poisson).',
).transform(({ states }, context): readonly BurstState[] => {
  const refuse = (path: PropertyKey[], message: string) =>
    context.addIssue({ code: 'custom', path: ['states', ...path], message })
  const { length } = states
  if (length < 2) refuse([], `expected two states or more, got ${length === 0 ? 'none' : 'one'}`)
  const chain = states.map(({ rate: ratePerMs, mean: meanMs, next }, index): BurstState => {
    if (meanMs === 0) refuse([index, 'mean'], 'expected a duration above 0, got 0s')
    const following = (index + 1) % length
    return { ratePerMs, meanMs, next: next ?? states.map((_, other) => (other === following ? 1 : 0)) }
  })
  for (const [index, { next }] of chain.entries()) {
    const sum = next.reduce((total, each) => total + each, 0)
    if (next.length !== length) {
      refuse([index, 'next'], `expected one probability for each of the ${length} states, got ${next.length}`)
    } else if (Math.abs(sum - 1) > 1e-9) refuse([index, 'next'], `expected probabilities that sum up to 1, got ${sum}`)
  }
  const matrix = chain.map(({ next }) => next)
  if (length > 0 && matrix.every((row) => row.length === length) && !isConnected(matrix)) {
    refuse([], 'expected that every state can come again after every other, got some that cannot')
  }
  return chain
})
