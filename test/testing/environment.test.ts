import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { duplicate, type FaultPlan, type Handler, harness, onAttempt } from '../../src/testing/index.ts'

/** How many environments loaded the code, and how many attempts each attempt's environment had seen. */
async function remembered(handler: Handler, faults: FaultPlan = [], options: object = {}) {
  const seen: number[] = []
  let loads = 0
  const environment = (): Handler => {
    loads++
    let attempts = 0
    return (event, context) => {
      seen.push(++attempts)
      return handler(event, context, undefined)
    }
  }
  using lambda = harness({ functions: { f: { environment, ...options } } })
  const event = await lambda.settled(await lambda.invoke('f', {}, { faults }))
  return { lambda, event, seen, loads }
}

describe('the memory of an environment', () => {
  it('is that of the attempts before where those ended, well or with an error', async () => {
    const failing = () => {
      throw new Error('no stock')
    }
    expect(await remembered(failing)).toMatchObject({ seen: [1, 2, 3], loads: 1 })
    expect(await remembered(() => 'ok', [onAttempt(1).failAfterSideEffect()])).toMatchObject({ seen: [1, 2], loads: 1 })
  })

  it('is another one beside an attempt that runs', async () => {
    expect(await remembered(() => sleep(100), [duplicate()])).toMatchObject({ seen: [1, 1], loads: 2 })
    expect(await remembered(() => 'ok', [onAttempt(1).take(1), duplicate()])).toMatchObject({ seen: [1, 1], loads: 2 })
    expect(await remembered(() => sleep(100), [duplicate({ after: '1s' })])).toMatchObject({ seen: [1, 2], loads: 1 })
  })

  it.each<[string, FaultPlan]>([
    ['a crash', [onAttempt(1).crashAfterSideEffect()]],
    ['a crash in the midst', [onAttempt(1).crashAfter('50ms')]],
    ['a timeout', [onAttempt(1).timeOutAfterSideEffect()]],
    ['an attempt that takes too long', [onAttempt(1).take('4s')]],
  ])('is lost with %s', async (_, faults) => {
    expect(await remembered(() => sleep(100), faults)).toMatchObject({ seen: [1, 1], loads: 2 })
  })

  it('is lost with an error that nobody could catch', async () => {
    let runs = 0
    const handler = () => {
      const isFirst = ++runs === 1
      setTimeout(() => {
        if (isFirst) throw new Error('too late')
      }, 10)
      return sleep(100)
    }
    expect(await remembered(handler)).toMatchObject({ seen: [1, 1], loads: 2 })
  })

  it('is lost when its environment was idle for too long', async () => {
    let loads = 0
    const environment = (): Handler => {
      loads++
      return () => 'ok'
    }
    using lambda = harness({ functions: { f: { environment } }, options: { idleLife: 1_000 } })
    await lambda.settled(await lambda.invoke('f'))
    await lambda.advance('1s')
    await lambda.settled(await lambda.invoke('f'))
    expect(loads).toBe(1)
    await lambda.advance('2s')
    await lambda.settled(await lambda.invoke('f'))
    expect(loads).toBe(2)
  })

  it('is not that of another version, nor of another function', async () => {
    const counting = () => {
      let runs = 0
      return () => ++runs
    }
    using lambda = harness({
      functions: {
        f: { environment: counting, versions: { 1: {}, 2: { environment: counting } } },
        g: { environment: counting },
      },
    })
    const answers = []
    for (const name of ['f', 'f:1', 'f:2', 'g', 'f', 'f:1', 'f:2', 'g']) answers.push((await lambda.call(name)).payload)
    expect(answers).toEqual([1, 1, 1, 1, 2, 2, 2, 2])
  })

  it('goes with the code that it was loaded by', async () => {
    using lambda = harness({ functions: { f: { environment: () => () => 'old' } } })
    await lambda.call('f')
    lambda.function('f').setHandler(() => 'new')
    expect((await lambda.call('f')).payload).toBe('new')
  })
})

it('fails the attempt whose environment cannot be loaded, and tries again with the next one', async () => {
  let loads = 0
  const environment = (): Handler => {
    if (++loads === 1) throw new TypeError('no table is named')
    return () => 'ok'
  }
  using lambda = harness({ functions: { f: { environment } } })
  const event = await lambda.settled(await lambda.invoke('f'))
  expect(event.attempts).toMatchObject([
    { outcome: 'error', error: { message: 'no table is named' } },
    { response: 'ok' },
  ])
})

it.each<[string, object, string]>([
  ['no function', { environment: 7 }, 'functions.f.environment: expected a function that gives a handler, got 7'],
  [
    'a handler beside it',
    { environment: () => () => 1, handler: () => 1 },
    'expected either handler or environment, got both',
  ],
  [
    'one of a version',
    { handler: () => 1, versions: { 1: { environment: 7 } } },
    'functions.f.versions.1.environment: expected',
  ],
])('refuses an environment that cannot be: %s', (_, options, text) => {
  expect(() => harness({ functions: { f: options as never } })).toThrow(text)
})

it('says what an environment gave that is no handler', async () => {
  using lambda = harness({
    functions: { f: { environment: (() => 7) as never, eventInvokeConfig: { MaximumRetryAttempts: 0 } } },
  })
  const event = await lambda.settled(await lambda.invoke('f'))
  expect(event.attempts[0]!.error).toMatchObject({
    message: expect.stringContaining('environment() must give a handler, got 7'),
  })
})
