import { describe, expect, it } from 'vitest'
import { takeScenario } from '../../src/scenario/read.ts'
import { Simulation } from '../../src/scenario/simulation.ts'

/** Attempts that fail at once; with a limit of 180 s the second retry comes exactly at the limit. */
async function fails(arrivals: { constant: { rate: string } } | { poisson: { rate: string } }) {
  const { scenario } = await takeScenario({
    runLength: '10m',
    functions: {
      f: {
        eventInvokeConfig: { MaximumEventAgeInSeconds: 180 },
        model: { errors: { probability: 1 } },
        arrivals: [arrivals],
      },
    },
  })
  return new Simulation(scenario).run().result().total
}

describe('an age that equals the limit but for the rounding of binary fractions', () => {
  it.each([{ constant: { rate: '3/s' } }, { poisson: { rate: '20/s' } }])('drops every event: %j', async (arrivals) => {
    const { dropped, received } = await fails(arrivals)
    expect(dropped).toEqual({
      RetriesExhausted: 0,
      EventAgeExceeded: received,
      ZeroReservedConcurrency: 0,
      RecursiveInvocation: 0,
    })
  })
})
