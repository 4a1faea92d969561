import { createServer } from 'node:http'
import timers from 'node:timers'
import timersPromises, { setTimeout as namedSleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Handler, type Harness, type HarnessOptions, harness } from '../../src/testing/index.ts'

const { scheduler, setInterval: ticks, setTimeout: sleep } = timersPromises
const open: Harness[] = []

/** As modules take them, before any harness is made. */
const early = { sleep: promisify(setTimeout), setTimeout, promised: { ...timersPromises } }

afterEach(() => {
  vi.useRealTimers()
  for (const each of open.splice(0)) each.stop()
})

/** What a handler returns, at its only attempt in a harness that starts in 2030, and how long that took in virtual time. */
async function answerOf(handler: Handler, options: Partial<HarnessOptions> = {}) {
  const lambda = harness({
    start: '2030-01-01T00:00:00Z',
    functions: { f: { handler, timeout: '15m', eventInvokeConfig: { MaximumRetryAttempts: 0 } } },
    ...options,
  })
  open.push(lambda)
  const event = await lambda.settled(await lambda.invoke('f'))
  const [attempt] = event.attempts
  return { ...attempt!, tookMs: attempt!.endedMs! - attempt!.startedMs }
}

const WAYS: Readonly<Record<string, Handler>> = {
  'setTimeout of the global object': () => new Promise((resolve) => setTimeout(resolve, 600_000, 'done')),
  'setTimeout of node:timers': () => new Promise((resolve) => timers.setTimeout(resolve, 600_000, 'done')),
  'setTimeout of node:timers/promises': () => sleep(600_000, 'done'),
  'setTimeout made a promise by promisify': () => promisify(setTimeout)(600_000, 'done'),
  'scheduler.wait': () => scheduler.wait(600_000).then(() => 'done'),
  'setInterval of the global object': () =>
    new Promise((resolve) => {
      let count = 0
      const timer = setInterval(() => {
        if (++count < 10) return
        clearInterval(timer)
        resolve('done')
      }, 60_000)
    }),
  'setInterval of node:timers/promises': async () => {
    let count = 0
    for await (const value of ticks(60_000, 'done')) if (++count === 10) return value
    return undefined
  },
}

describe.each(Object.entries(WAYS))('a handler that waits ten minutes by %s', (_, handler) => {
  const expected = { response: 'done', outcome: 'success', tookMs: 600_000 }

  it('waits in virtual time', async () => {
    expect(await answerOf(handler)).toMatchObject(expected)
  })

  it('does so under fake timers that were there before the harness', async () => {
    vi.useFakeTimers()
    expect(await answerOf(handler)).toMatchObject(expected)
  })

  it('does so under fake timers that were put over the harness', async () => {
    const lambda = harness({ functions: { f: { handler, timeout: '15m' } } })
    open.push(lambda)
    vi.useFakeTimers()
    const event = await lambda.settled(await lambda.invoke('f'))
    expect(event).toMatchObject({ endedMs: 600_000, attempts: [{ response: 'done' }] })
  })
})

// Where a test runner makes modules itself, as under vitest's vmThreads, it takes the names out before anything else runs.
it.skipIf(namedSleep !== sleep)(
  'a handler waits in virtual time by a name imported from node:timers/promises',
  async () => {
    expect(await answerOf(() => namedSleep(600_000))).toMatchObject({ outcome: 'success', tookMs: 600_000 })
  },
)

describe('a handler', () => {
  it('reads the time of its harness by every clock', async () => {
    const handler = async () => {
      const before = performance.now()
      await sleep(1_500)
      return {
        now: Date.now(),
        date: new Date().toISOString(),
        text: Date(),
        elapsed: performance.now() - before,
        isDate: new Date() instanceof Date && new Date(0).getTime() === 0 && new Date().constructor === Date,
        origin: performance.timeOrigin,
      }
    }
    const at = Date.UTC(2030, 0, 1) + 1_500
    expect((await answerOf(handler)).response).toEqual({
      now: at,
      date: '2030-01-01T00:00:01.500Z',
      text: new Date(at).toString(),
      elapsed: 1_500,
      isDate: true,
      origin: Date.UTC(2030, 0, 1),
    })
  })

  it.each(['before', 'after'])(
    'hears a test that has put its own Date.now in place %s the harness was made',
    async (when) => {
      const spy = () => vi.spyOn(Date, 'now').mockReturnValue(42)
      if (when === 'before') spy()
      const lambda = harness({ functions: { f: () => Date.now() } })
      open.push(lambda)
      if (when === 'after') spy()
      const event = await lambda.settled(await lambda.invoke('f'))
      vi.restoreAllMocks()
      expect(event.attempts[0]!.response).toBe(42)
      const later = await lambda.settled(await lambda.invoke('f'))
      expect(later.attempts[0]!.response).toBe(Date.UTC(2026, 0, 1))
      expect(Date.now()).toBeGreaterThan(1_000)
    },
  )

  it('keeps its context in callbacks of timers: what they start is in virtual time too', async () => {
    const handler = (_event: unknown, _context: unknown, callback: (error: null, result: number) => void) => {
      setTimeout(() => setTimeout(() => callback(null, Date.now()), 1_000), 1_000)
    }
    expect(await answerOf(handler)).toMatchObject({ response: Date.UTC(2030, 0, 1) + 2_000, tookMs: 2_000 })
  })

  it('can stop, start again and number its timers as in Node.js', async () => {
    const fired: string[] = []
    const handler = async () => {
      clearTimeout(setTimeout(() => fired.push('cleared'), 10))
      clearTimeout(Number(setTimeout(() => fired.push('cleared by number'), 10)))
      const late = setTimeout(() => fired.push(`refreshed at ${performance.now()}`), 100)
      const quiet = setTimeout(() => fired.push('unref'), 300).unref()
      await sleep(50)
      late.refresh()
      await sleep(200)
      return [late.hasRef(), quiet.hasRef()]
    }
    expect(await answerOf(handler)).toMatchObject({ response: [true, false], tookMs: 250 })
    expect(fired).toEqual(['refreshed at 150'])
  })

  it('is aborted on the clock of the harness', async () => {
    const aborted = await answerOf(async () => {
      const signal = AbortSignal.timeout(5_000)
      await sleep(60_000, undefined, { signal }).catch((error: Error) => error.name)
      return [signal.reason.name, performance.now()]
    })
    expect(aborted.response).toEqual(['TimeoutError', 5_000])
  })

  it('that a timer ends exactly at its timeout still succeeds, and a millisecond later does not', async () => {
    const functions = (ms: number) => ({ f: { handler: () => sleep(ms, 'done'), timeout: '3s' } })
    expect(await answerOf(() => {}, { functions: functions(3_000) })).toMatchObject({ outcome: 'success' })
    expect(await answerOf(() => {}, { functions: functions(3_001) })).toMatchObject({
      outcome: 'timeout',
      tookMs: 3_000,
    })
  })

  it('does nothing more once it has timed out', async () => {
    const done: string[] = []
    const lambda = harness({
      functions: { f: { handler: () => sleep(5_000).then(() => done.push('late')), timeout: '3s' } },
    })
    open.push(lambda)
    const event = await lambda.settled(await lambda.invoke('f'))
    await lambda.advance('1h')
    expect([event.condition, event.attempts.length, done]).toEqual(['RetriesExhausted', 3, []])
  })

  it('sets no timer any more once it has timed out, whatever wakes it', async () => {
    const { promise: signal, resolve: wake } = Promise.withResolvers<void>()
    const done: string[] = []
    const lambda = harness({
      functions: {
        f: {
          handler: async () => {
            await Promise.race([signal, sleep(10_000)])
            setTimeout(() => done.push('late'), 1_000)
            await sleep(1_000)
            done.push('later')
          },
          timeout: '3s',
          eventInvokeConfig: { MaximumRetryAttempts: 0 },
        },
      },
    })
    open.push(lambda)
    const event = await lambda.settled(await lambda.invoke('f'))
    wake()
    await lambda.advance('1m')
    expect([event.attempts[0]!.outcome, done]).toEqual(['timeout', []])
  })

  it('goes on after each of its timers before the next one rings', async () => {
    const order: string[] = []
    await answerOf(async () => {
      const first = sleep(10).then(() => order.push('after the first'))
      setTimeout(() => order.push('second'), 10)
      await first
      await sleep(10)
    })
    expect(order).toEqual(['after the first', 'second'])
  })

  it('may end in real time between two verbs', async () => {
    const { port1, port2 } = new MessageChannel()
    const message = new Promise((resolve) => port1.on('message', resolve))
    const lambda = harness({ functions: { f: () => Promise.race([message, sleep(1_000, 'too late')]) } })
    open.push(lambda)
    const event = await lambda.invoke('f')
    await lambda.advance(0)
    port2.postMessage('done')
    await message
    expect(await lambda.step()).toBe(true)
    expect(lambda.elapsedMs).toBe(0)
    expect(event).toMatchObject({ endedMs: 0, attempts: [{ response: 'done' }] })
    port1.close()
  })

  it('that a timer lets throw ends with that error, as nobody can catch it', async () => {
    const handler = () => new Promise(() => setTimeout(() => JSON.parse('{'), 1_000))
    expect(await answerOf(handler)).toMatchObject({ outcome: 'error', tookMs: 1_000, error: { name: 'SyntaxError' } })
  })

  it('that an immediate lets throw ends with that error too', async () => {
    const handler = () => new Promise(() => setImmediate(() => JSON.parse('{')))
    expect(await answerOf(handler)).toMatchObject({ outcome: 'error', tookMs: 0, error: { name: 'SyntaxError' } })
  })

  it('gets the ticks of an interval by the clock, however long it takes for each', async () => {
    const at: number[] = []
    await answerOf(async () => {
      for await (const _ of ticks(1_000)) {
        await sleep(at.length === 1 ? 2_500 : 500)
        at.push(performance.now())
        if (at.length === 5) return
      }
    })
    // The second takes two and a half seconds: two ticks wait for it, the next one comes at its time.
    expect(at).toEqual([1_500, 4_500, 5_000, 5_500, 6_000])
  })

  it('ends an interval by its signal, and leaves no timer behind when it goes out of the loop', async () => {
    const took = await answerOf(async () => {
      const signal = AbortSignal.timeout(2_500)
      let count = 0
      const error = await (async () => {
        for await (const _ of ticks(1_000, undefined, { signal })) count++
      })().catch(({ name }: Error) => name)
      for await (const _ of ticks(100)) break
      return [count, error, performance.now()]
    })
    expect(took.response).toEqual([2, 'AbortError', 2_600])
  })

  it.each([
    ['promisify at the top of a module', () => early.sleep(600_000)],
    ['a name of its own', () => new Promise((resolve) => early.setTimeout(resolve, 600_000))],
    ['node:timers/promises', () => early.promised.setTimeout(600_000)],
  ])('waits in virtual time by what was taken out before there was a harness: by %s', async (_, handler) => {
    expect(await answerOf(handler)).toMatchObject({ outcome: 'success', tookMs: 600_000 })
  })

  it('may wait for a signal alone, whose timer keeps nothing alive', async () => {
    const handler = () =>
      new Promise((resolve) => {
        AbortSignal.timeout(1_000).addEventListener('abort', () => resolve('aborted'))
      })
    expect(await answerOf(handler)).toMatchObject({ response: 'aborted', tookMs: 1_000 })
  })

  it('leaves timers to modules that others use too: started anew outside of it they run in real time', async () => {
    let ticks = 0
    const shared: { timer?: NodeJS.Timeout } = {}
    await answerOf(() => {
      shared.timer = setTimeout(() => ticks++, 5)
    })
    await sleep(20)
    expect(ticks).toBe(0)
    shared.timer!.refresh()
    await sleep(50)
    expect(ticks).toBe(1)
    shared.timer!.refresh()
    clearTimeout(shared.timer)
    await sleep(20)
    expect(ticks).toBe(1)
  })

  it('may go on by immediates beside a timer that guards it', async () => {
    const handler = async () => {
      const guard = sleep(1_000, 'too late')
      const work = async () => {
        for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate)
        return 'done'
      }
      return Promise.race([work(), guard])
    }
    expect(await answerOf(handler)).toMatchObject({ response: 'done', tookMs: 0 })
  })

  it.each([
    ['a timer', () => sleep(1_000, 'too late')],
    ['a signal', () => new Promise(() => {})],
  ])('may do input and output that %s guards, as long as the real limit is', async (_, guard) => {
    const server = createServer((_, answer) => void setTimeout(() => answer.end('hello'), 400))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    const handler = async () => {
      const signal = AbortSignal.timeout(1_000)
      return Promise.race([fetch(`http://127.0.0.1:${port}`, { signal }).then((answer) => answer.text()), guard()])
    }
    try {
      expect(await answerOf(handler)).toMatchObject({ response: 'hello', tookMs: 0 })
    } finally {
      server.closeAllConnections()
      server.close()
      // The process's resources are counted: those of the last test must be gone.
      await sleep(20)
    }
  })
})

it('lets the timer of a handler ring beside input and output in which nothing happens', async () => {
  const server = createServer(() => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const handler = async () => {
    const answer = fetch(`http://127.0.0.1:${port}`).catch(() => 'refused')
    for (let second = 0; second < 20; second++) await sleep(1_000)
    return Promise.race([answer, sleep(1_000, 'too late')])
  }
  try {
    const before = process.hrtime.bigint()
    expect(await answerOf(handler, { realLimit: 200 })).toMatchObject({ response: 'too late', tookMs: 21_000 })
    // The limit is waited for once, and not at each of its timers.
    expect(Number(process.hrtime.bigint() - before) / 1e6).toBeLessThan(3_000)
  } finally {
    server.closeAllConnections()
    server.close()
    await sleep(20)
  }
})

it('leaves the time of the test alone while a handler runs', async () => {
  const seen: number[] = []
  await answerOf(async () => {
    await sleep(1_000)
    seen.push(Date.now())
  })
  expect(seen).toEqual([Date.UTC(2030, 0, 1) + 1_000])
  expect(new Date().getFullYear()).not.toBe(2030)
  vi.useFakeTimers({ now: 0 })
  const timer = vi.fn()
  setTimeout(timer, 1_000)
  vi.advanceTimersByTime(1_000)
  expect([timer.mock.calls.length, Date.now()]).toEqual([1, 1_000])
})
