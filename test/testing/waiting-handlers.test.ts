import { pbkdf2, pbkdf2Sync } from 'node:crypto'
import timers from 'node:timers'
import timersPromises from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { checkIdempotent } from '../../src/testing/fast-check.ts'
import { duplicate, type Harness, type HarnessOptions, harness, onAttempt } from '../../src/testing/index.ts'
import { original } from '../../src/testing/time/platform.ts'

const { setTimeout: sleep } = timersPromises

const open: Harness[] = []

afterEach(() => {
  for (const each of open.splice(0)) each.stop()
})

function lambdaOf(functions: NonNullable<HarnessOptions['functions']>, realLimit = 200): Harness {
  const lambda = harness({ realLimit, functions })
  open.push(lambda)
  return lambda
}

describe('a handler that waits for another attempt', () => {
  it('gets the connection that the other one is about to make', async () => {
    let ready: Promise<void> | undefined
    const connected = () => (ready ??= sleep(200))
    const lambda = lambdaOf({ f: () => connected().then(() => 'ok') })
    const event = await lambda.settled(await lambda.invoke('f', {}, { faults: [duplicate()] }))
    expect([event, ...event.duplicates]).toMatchObject([
      { condition: 'Success', endedMs: 200 },
      { condition: 'Success', endedMs: 200 },
    ])
  })

  it('holds under duplicates where it joins what is in flight, within a second for 100 runs', async () => {
    const setup = () => {
      const charges: number[] = []
      const inFlight = new Map<number, Promise<void>>()
      const charge = (order: number) => sleep(100).then(() => void charges.push(order))
      const handler = ({ order }: { order: number }) => {
        if (!inFlight.has(order)) inFlight.set(order, charge(order))
        return inFlight.get(order)
      }
      return { handler, effects: () => charges }
    }
    await checkIdempotent(setup, { payload: { order: 7 }, kinds: ['duplicate'], seed: 1, runs: 100 })
  })

  it('takes its turn behind the other one', async () => {
    let tail: Promise<unknown> = Promise.resolve()
    const inTurn = () => {
      tail = tail.then(() => sleep(100))
      return tail
    }
    const lambda = lambdaOf({ f: inTurn })
    const [first, second] = [await lambda.invoke('f'), await lambda.invoke('f')]
    await lambda.settled(first, second)
    expect([first.endedMs, second.endedMs]).toEqual([100, 200])
  })

  it('goes on when a handler of another function lets it, which only begins later', async () => {
    const gate = Promise.withResolvers<string>()
    const opens = () => {
      gate.resolve('open')
    }
    const lambda = lambdaOf({ waits: { handler: () => gate.promise, timeout: '5m' }, opens })
    const waits = await lambda.invoke('waits')
    await lambda.invoke('opens', {}, { faults: [onAttempt(1).fail()] })
    await lambda.settled(waits)
    expect(waits).toMatchObject({ endedMs: 60_000, attempts: [{ response: 'open' }] })
  })

  it('runs into its timeout where the other one was cut: what that had begun never ends', async () => {
    let ready: Promise<void> | undefined
    const connected = () => (ready ??= sleep(100))
    const lambda = lambdaOf({ f: connected })
    const event = await lambda.invoke('f', {}, { faults: [onAttempt(1).crashAfter('50ms')] })
    await lambda.settled(event)
    expect(event.attempts.map(({ outcome }) => outcome)).toEqual(['error', 'timeout', 'timeout'])
  })

  it('is waited for in real time while it does work that the process does not show', async () => {
    const hash = promisify(pbkdf2)
    const lambda = lambdaOf({
      hashes: () => hash('secret', 'salt', 10_000, 32, 'sha256').then((key) => key.toString('hex')),
      sleeps: () => sleep(1_000),
    })
    const [event, beside] = [await lambda.invoke('hashes'), await lambda.invoke('sleeps')]
    await lambda.settled(event, beside)
    const response = pbkdf2Sync('secret', 'salt', 10_000, 32, 'sha256').toString('hex')
    expect(event).toMatchObject({ endedMs: 0, attempts: [{ response }] })
  })
})

describe('a handler that hangs', () => {
  const never = () => new Promise(() => {})

  it('is named where nothing but its own timeout is due, and all others that hang are counted', async () => {
    const lambda = lambdaOf({ f: never, g: { handler: never, timeout: '1m' } })
    const events = [await lambda.invoke('f'), await lambda.invoke('f'), await lambda.invoke('g')]
    await expect(lambda.settled(events)).rejects.toThrow(
      /^f: attempt 1 of event 1 .* like 1 more attempts, has not ended within 200ms of real time/,
    )
  })

  it('is named as soon as the others have come to their end', async () => {
    const lambda = lambdaOf({ f: { handler: never, timeout: '5m' }, g: () => sleep(100) })
    const [event] = [await lambda.invoke('f'), await lambda.invoke('g', {}, { faults: [onAttempt(1).fail()] })]
    await expect(lambda.settled(event)).rejects.toThrow(/^f: attempt 1 of event 1/)
    expect(lambda.elapsedMs).toBe(60_100)
  })

  it('is told of a timer in real time that it has set', async () => {
    const setTimeout = original(timers.setTimeout)
    const lambda = lambdaOf({ f: () => new Promise((resolve) => setTimeout(resolve, 600)) })
    const event = await lambda.invoke('f')
    await expect(lambda.settled(event)).rejects.toThrow(
      'A timer in real time was set for it: was its setTimeout taken out before asyncinvoke/testing was imported?',
    )
  })
})
