import timersPromises from 'node:timers/promises'
import { expect, it } from 'vitest'
import { type Handler, type Harness, harness, onAttempt } from '../../src/testing/index.ts'

const { setTimeout: sleep } = timersPromises

it.each([
  ['nothing', {}, []],
  ['the duration of its function', { duration: '2s' }, []],
  ['a fault', {}, [onAttempt(1).take('2s')]],
  ['a fault that is longer than its timeout', {}, [onAttempt(1).take('10s')]],
  ['a timeout that is injected', {}, [onAttempt(1).timeOutAfterSideEffect()]],
])(
  'once a handler has answered none of its timers rings, where its attempt is made longer by %s',
  async (_, options, faults) => {
    const late: string[] = []
    const handler: Handler = async () => {
      setTimeout(() => late.push('timer'), 1_000)
      void sleep(500).then(() => late.push('promise'))
      return 'ok'
    }
    using lambda = harness({
      functions: { f: { handler, ...options, eventInvokeConfig: { MaximumRetryAttempts: 0 } } },
    })
    await lambda.settled(await lambda.invoke('f', {}, { faults }))
    await lambda.advance('1h')
    expect(late).toEqual([])
  },
)

it('a handler that is still running when its harness is stopped sets no timer in real time', async () => {
  const gate = Promise.withResolvers<void>()
  const late: string[] = []
  const lambda = harness({
    functions: {
      f: async () => {
        await gate.promise
        late.push('goes on')
        setTimeout(() => late.push('timer'), 1)
        await sleep(1)
        late.push('promise')
      },
    },
  })
  await lambda.invoke('f')
  const waiting = expect(lambda.advance('1s')).rejects.toThrow('the harness was stopped while it was waited for')
  await sleep(5)
  lambda.stop()
  await waiting
  gate.resolve()
  await sleep(20)
  expect(late).toEqual(['goes on'])
})

it('a handler that has timed out sends no event any more, and is told so', async () => {
  const gate = Promise.withResolvers<void>()
  const told: unknown[] = []
  using lambda: Harness = harness({
    functions: {
      f: async () => {
        await Promise.race([gate.promise, sleep(10_000)])
        await lambda.invoke('g').catch((error) => told.push(error))
      },
      g: () => {},
    },
  })
  const event = await lambda.invoke('f')
  await lambda.advance('3s')
  expect(event.attempts).toMatchObject([{ outcome: 'timeout' }])
  gate.resolve()
  await sleep(5)
  expect(lambda.eventsOf('g')).toEqual([])
  expect(told).toMatchObject([
    { name: 'HarnessError', message: 'invoke: the attempt that calls it is over: on Lambda nothing of it goes on' },
  ])
})
