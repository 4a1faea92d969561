import { describe, expect, it } from 'vitest'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'
import { attemptsUnderErrors } from './formulas.ts'
import { expectAgreement, replicate } from './replications.ts'

type Errors = NonNullable<NonNullable<NonNullable<ScenarioInput['functions']>[string]['model']>['errors']>

/** One event a second, without want of concurrency: events do not touch each other, so there is nothing to warm up. */
function run(errors: Errors, retries: number, ageS: number) {
  const scenario: ScenarioInput = {
    runLength: '30000s',
    functions: {
      f: {
        eventInvokeConfig: { MaximumRetryAttempts: retries, MaximumEventAgeInSeconds: ageS },
        model: { duration: '100ms', errors },
        arrivals: [{ poisson: { rate: '1/s' } }],
      },
    },
  }
  return replicate(scenario)
}

interface Expected {
  readonly mean: number
  readonly dropShare: number
}

async function compare(
  errors: Errors,
  retries: number,
  ageS: number,
  theory: (factor: number) => Expected,
): Promise<void> {
  const replications = await run(errors, retries, ageS)
  const [exact, wrong] = [theory(1), theory(1.03)]
  expectAgreement(
    replications.map(({ attempts, received }) => attempts / received),
    exact.mean,
    wrong.mean,
  )
  expectAgreement(
    replications.map(({ dropped, received }) => dropped / received),
    exact.dropShare,
    wrong.dropShare,
  )
}

describe('an error probability', () => {
  it.each([
    [0.3, 1],
    [0.3, 2],
    [0.7, 2],
  ])('of %f and %i retries makes a cut geometric number of attempts', async (probability, retries) => {
    await compare({ probability }, retries, 21_600, (factor) => attemptsUnderErrors(probability * factor, retries))
  })

  it.each([
    [90, 1],
    [180, 1],
    [181, 2],
  ])('under a maximum age of %i s leaves room for %i of two retries', async (ageS, retries) => {
    await compare({ probability: 0.4 }, 2, ageS, (factor) => attemptsUnderErrors(0.4 * factor, retries))
  })

  it('under a maximum age of 60 s leaves room for no retry at all', async () => {
    const replications = await run({ probability: 0.4 }, 2, 60)
    for (const { attempts, received } of replications) expect(attempts).toBe(received)
    const shares = replications.map(({ dropped, received }) => dropped / received)
    expectAgreement(shares, 0.4, 0.4 * 1.03)
  })

  it('beside poison events, which always fail, drops both kinds', async () => {
    const [probability, poison] = [0.3, 0.2]
    await compare({ probability, poison }, 2, 21_600, (factor) => {
      const sound = attemptsUnderErrors(probability * factor, 2)
      const share = poison * factor
      return { mean: (1 - share) * sound.mean + share * 3, dropShare: (1 - share) * sound.dropShare + share }
    })
  })
})
