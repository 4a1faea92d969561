import timersPromises from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { functionArn, type Harness, harness } from '../../src/testing/index.ts'

const { setTimeout: sleep } = timersPromises

describe('a function that invokes itself without end', () => {
  it('is stopped by loop detection after 16 runs, as on Lambda', async () => {
    let runs = 0
    const handler = async () => {
      runs++
      await sleep(1_000)
      await lambda.invoke('f')
    }
    using lambda: Harness = harness({ functions: { f: handler } })
    await lambda.invoke('f')
    await lambda.untilIdle()
    expect(runs).toBe(16)
    expect(lambda.events).toHaveLength(17)
    expect(lambda.events.at(-1)).toMatchObject({ condition: 'RecursiveInvocation', attempts: [] })
  })

  it('is stopped where its way leads through a destination, and where a call began it', async () => {
    let runs = 0
    const handler = async () => {
      runs++
      await lambda.invoke('g')
    }
    using lambda: Harness = harness({
      functions: {
        f: handler,
        g: {
          handler: () => {},
          eventInvokeConfig: { DestinationConfig: { OnSuccess: { Destination: functionArn('f') } } },
        },
      },
    })
    await lambda.call('f')
    await lambda.untilIdle()
    expect(runs).toBe(16)
    expect(lambda.events.at(-1)).toMatchObject({ functionName: 'f', condition: 'RecursiveInvocation' })
  })

  it('does not count what other events of the function have led to', async () => {
    let runs = 0
    using lambda: Harness = harness({ functions: { f: () => void runs++ } })
    for (let sent = 0; sent < 20; sent++) await lambda.settled(await lambda.invoke('f'))
    expect(runs).toBe(20)
  })

  it.each([
    ['at once', () => () => void lambdaOf().invoke('f')],
    ['after a promise', () => () => lambdaOf().invoke('f')],
    [
      'before it has ended',
      () => () =>
        lambdaOf()
          .invoke('f')
          .then(() => new Promise(setImmediate)),
    ],
  ])(
    'and may, %s, is an error that names it, once it has gone too far at one instant',
    async (_, make) => {
      using lambda = harness({ functions: { f: { handler: make(), recursiveLoop: 'Allow' } } })
      current = lambda
      const first = await lambda.invoke('f')
      await expect(lambda.advance(0)).rejects.toThrow(
        '20,000 rounds of attempts have led to further ones at one instant, 0ms, and no end of it is in sight. The last ones are of f.',
      )
      // What is over is over, whatever goes on beside it.
      expect((await lambda.settled(first)).condition).toBe('Success')
    },
    20_000,
  )

  it('leaves the process alive meanwhile: a stop comes through', async () => {
    using lambda: Harness = harness({
      functions: { f: { handler: () => void lambda.invoke('f'), recursiveLoop: 'Allow' } },
    })
    await lambda.invoke('f')
    const going = expect(lambda.advance(0)).rejects.toThrow('the harness was stopped while it was waited for')
    setImmediate(() => lambda.stop())
    await going
    expect(lambda.events.length).toBeLessThan(1_000)
  })
})

let current: Harness
const lambdaOf = () => current
