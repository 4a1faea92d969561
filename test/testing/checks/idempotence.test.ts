import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  CheckMisuse,
  Counterexample,
  checkIdempotent,
  type IdempotenceOptions,
  type IdempotenceSetup,
} from '../../../src/testing/fast-check.ts'
import { duplicate, functionArn, HarnessError, onAttempt, queue } from '../../../src/testing/index.ts'
import { careless, keyed, locking, lookingFirst, type Order, refusing, remembering } from './payments.ts'

const payload: Order = { order: 7 }

/** What a check finds. */
async function found(setup: IdempotenceSetup, options: IdempotenceOptions = {}): Promise<Counterexample> {
  const error = await checkIdempotent(setup, { payload, seed: 7381, ...options }).then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(error instanceof Counterexample)) throw error ?? new Error('the check found nothing')
  return error
}

describe('a check of idempotency', () => {
  it.each([1, 2, 3, 4, 5])('finds a second charge, and needs but one lost answer for it (seed %i)', async (seed) => {
    const { plan, message } = await found(careless, { seed })
    expect(plan).toEqual([onAttempt(1).failAfterSideEffect()])
    expect(message).toContain('handler is not idempotent: its effects are not those of one clean run')
  })

  it.each([1, 2, 3, 4, 5])('finds what two runs at once do to each other: one duplicate (seed %i)', async (seed) => {
    const { plan, actual, expected } = await found(lookingFirst, { seed, kinds: ['error', 'duplicate', 'slow'] })
    expect(plan).toEqual([duplicate()])
    expect({ actual, expected }).toEqual({ actual: [7, 7], expected: [7] })
  })

  it.each([1, 2, 3, 4, 5])(
    'finds what a death between two steps does: one crash in the midst (seed %i)',
    async (seed) => {
      const { plan } = await found(lookingFirst, { seed, kinds: ['error', 'timeout', 'cut', 'slow'] })
      // The charge is made after 200 ms, before the crash at the same instant, and noted after 400 ms.
      expect(plan).toEqual([onAttempt(1).crashAfter('200ms')])
    },
  )

  it('finds the one or the other with no kinds named', async () => {
    const plans = []
    for (const seed of [1, 2, 3, 4, 5, 6]) plans.push((await found(lookingFirst, { seed })).plan)
    for (const plan of plans) expect([[duplicate()], [onAttempt(1).crashAfter('200ms')]]).toContainEqual(plan)
  })

  it('finds what one environment remembers and another does not', async () => {
    const { plan, message } = await found(remembering)
    expect(plan).toEqual([onAttempt(1).timeOutAfterSideEffect()])
    expect(message).toContain('after this run:       [ 7, 7 ]')
    const beside = await found(remembering, { kinds: ['duplicate'] })
    expect(beside.plan).toEqual([duplicate()])
    await checkIdempotent(remembering, { payload, kinds: ['errorAfterEffect', 'systemError'], runs: 200 })
  })

  it('finds a late timeout where only timeouts are asked for', async () => {
    const { plan } = await found(careless, { kinds: ['timeout', 'timeoutAfterEffect'] })
    expect(plan).toEqual([onAttempt(1).timeOutAfterSideEffect()])
  })

  it('holds for a handler that looks first where nothing runs beside it', async () => {
    const kinds = ['errorAfterEffect', 'timeoutAfterEffect', 'crashAfterEffect', 'systemError', 'throttle'] as const
    await expect(checkIdempotent(lookingFirst, { payload, kinds })).resolves.toMatchObject({ runs: 1_000 })
  })

  it.each([
    ['a key that counts once', keyed],
    ['a lock that others respect, and are retried, until it is taken for dead', () => locking(3_000)],
  ])('holds for %s', async (_, setup) => {
    await expect(checkIdempotent(setup, { payload, seed: 7381 })).resolves.toEqual({ runs: 1_000, seed: 7381 })
  })

  it('holds for a lock without retries: the copy fails, and the event has succeeded', async () => {
    await checkIdempotent(() => locking(3_000), { payload, eventInvokeConfig: { MaximumRetryAttempts: 0 } })
  })

  it('holds for handlers that answer by their callback, and finds what those do twice', async () => {
    const setup = () => {
      const charges = new Set<number>()
      const handler = ({ order }: Order, _context: unknown, callback: (error: null, answer: string) => void) => {
        charges.add(order)
        setTimeout(() => callback(null, 'charged'), 100)
      }
      return { handler, effects: () => charges }
    }
    await checkIdempotent(setup, { payload, runs: 200 })
  })

  it('shrinks what the event carries, after the plan', async () => {
    const setup = () => {
      const sent: string[] = []
      const handler = ({ lines }: { lines: string[] }) => {
        // Looks only at the first line to see what it has done.
        if (lines.length < 3 && sent.includes(lines[0]!)) return
        sent.push(...lines)
      }
      return { handler, effects: () => sent }
    }
    const lines = fc.record({ lines: fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 6 }) })
    const { payload, plan } = await found(setup, { payload: undefined, payloads: lines })
    expect(plan).toEqual([onAttempt(1).failAfterSideEffect()])
    expect(payload).toEqual({ lines: ['a', 'a', 'a'] })
  })

  it('looks at the effects of all functions of a chain', async () => {
    const chained =
      (isCareful: boolean): IdempotenceSetup =>
      () => {
        const shipped: number[] = []
        const functions = {
          charge: {
            handler: ({ order }: Order) => ({ order }),
            eventInvokeConfig: { DestinationConfig: { OnSuccess: { Destination: functionArn('ship') } } },
          },
          ship: ({ responsePayload }: { responsePayload: Order }) => {
            if (!isCareful || !shipped.includes(responsePayload.order)) shipped.push(responsePayload.order)
          },
        }
        return { functions, effects: () => shipped }
      }
    expect((await found(chained(false))).plan).toEqual([duplicate()])
    await checkIdempotent(chained(true), { payload, runs: 200 })
  })

  it('holds whatever config an event has between its attempts, and where nobody takes what it leaves', async () => {
    const OnSuccess = { Destination: queue('charged') }
    await checkIdempotent(keyed, {
      payload,
      eventInvokeConfig: { DestinationConfig: { OnSuccess } },
      kinds: ['error', 'timeoutAfterEffect', 'cut', 'change', 'down'],
      runs: 300,
    })
  })

  it('does not judge what a function does on the failure of another', async () => {
    const setup = () => {
      const done = new Set<string>()
      const functions = {
        charge: {
          handler: () => void done.add('charged'),
          eventInvokeConfig: { DestinationConfig: { OnFailure: { Destination: functionArn('refund') } } },
        },
        refund: () => void done.add('refunded'),
      }
      return { functions, effects: () => done }
    }
    await checkIdempotent(setup, { payload, runs: 300 })
  })

  it('says that a handler fails by itself, not that it is not idempotent', async () => {
    const { message, plan } = await found(refusing)
    expect(plan).toEqual([onAttempt(1).failAfterSideEffect()])
    expect(message).toContain(
      'charge fails by itself: nothing was done to attempt 3: RangeError: order 7 is already charged',
    )
    expect(message).not.toContain('not idempotent')
  })

  it('says so of a lock that a dead run never lets go', async () => {
    const { message, plan } = await found(() => locking(86_400_000))
    expect(plan).toEqual([onAttempt(1).crashAfter('1ms')])
    expect(message).toContain('charge fails by itself: nothing was done to attempt 3: Error: another run is at it')
  })

  it('says so without any fault where none is needed', async () => {
    const setup = () => ({
      handler: () => {
        throw new TypeError('no such table')
      },
      effects: () => [],
    })
    const { message, plan, replay } = await found(setup)
    expect(plan).toEqual([])
    expect((await found(setup, replay)).message).toBe(message)
    expect(message).toMatch(/fails by itself: nothing was done to attempt \d: TypeError: no such table/)
    expect(message).toContain('no fault is needed for that')
  })

  it('says so of a handler that fails at first, though a retry mends it', async () => {
    const setup = () => {
      const done: number[] = []
      let runs = 0
      const handler = ({ order }: Order) => {
        if (++runs === 1) throw new Error('not warm yet')
        done.push(order)
      }
      return { handler, effects: () => done }
    }
    const { message, plan } = await found(setup)
    expect(plan).toEqual([])
    expect(message).toContain('handler fails by itself: nothing was done to attempt 1: Error: not warm yet')
  })

  it('says so of the smallest payload on which it fails, and how to meet that again', async () => {
    const setup = () => {
      const done = new Set<number>()
      const handler = (amount: number) => {
        if (amount > 100) throw new RangeError('too much')
        done.add(amount)
      }
      return { handler, effects: () => done }
    }
    const options = { payload: undefined, payloads: fc.nat(1_000_000) }
    const { message, payload, plan, replay } = await found(setup, options)
    expect({ payload, plan }).toEqual({ payload: 101, plan: [] })
    expect(message).toContain('handler fails by itself: nothing was done to attempt 3: RangeError: too much')
    expect(message).toContain(`replay with { seed: 7381, path: '${replay.path}' }`)
    expect((await found(setup, { ...options, ...replay })).payload).toBe(101)
  })

  it('says so of a function that Lambda never runs', async () => {
    const setup = () => ({ functions: { work: { handler: () => null, reservedConcurrency: 0 } }, effects: () => [] })
    const { message } = await found(setup)
    expect(message).toContain('work fails by itself: nothing was done to it, and it ended as ZeroReservedConcurrency')
  })

  it('shows effects that no delivery may come to', async () => {
    let runs = 0
    const setup = () => {
      const done: number[] = []
      runs = 0
      // The second run of two at once fails after it has charged.
      const handler = async ({ order }: Order) => {
        const isSecond = ++runs === 2
        done.push(order)
        if (isSecond) throw new Error('too late')
      }
      return { handler, effects: () => done }
    }
    const options = {
      eventInvokeConfig: { MaximumRetryAttempts: 0 },
      kinds: ['errorAfterEffect', 'duplicate'],
    } as const
    const { message, plan } = await found(setup, options)
    expect(plan).toEqual([duplicate()])
    expect(message).toContain('handler is not idempotent')
  })

  it('takes an arbitrary of another copy of fast-check', async () => {
    const drawn = fc.constant(payload)
    const foreign = {
      generate: drawn.generate.bind(drawn),
      shrink: drawn.shrink.bind(drawn),
      canShrinkWithoutContext: drawn.canShrinkWithoutContext.bind(drawn),
    }
    expect(foreign).not.toBeInstanceOf(fc.Arbitrary)
    const checked = await checkIdempotent(keyed, { payloads: foreign as never, runs: 20, seed: 1 })
    expect(checked.runs).toBe(20)
  })

  it.each([true, false])(
    'says that it was interrupted before a run (as a failure: %s)',
    async (markInterruptAsFailure) => {
      const before = fc.readConfigureGlobal()
      fc.configureGlobal({ ...before, interruptAfterTimeLimit: 0, markInterruptAsFailure })
      try {
        await expect(checkIdempotent(keyed, { payload, seed: 1 })).rejects.toThrow(
          /^the search was interrupted after 0 of 1000/,
        )
      } finally {
        fc.configureGlobal(before)
      }
    },
  )

  it('passes on what goes wrong with the check itself', async () => {
    const drawn = fc.constantFrom({ order: 7 }, { order: 7n })
    await expect(checkIdempotent(keyed, { payloads: drawn, seed: 1 })).rejects.toThrow(HarnessError)
  })

  it('finds the same with the same seed, and at once by its path', async () => {
    const first = await found(lookingFirst)
    const again = await found(lookingFirst)
    expect(again.message).toBe(first.message)
    let setups = 0
    const counted = () => {
      setups++
      return lookingFirst()
    }
    const replayed = await found(counted, first.replay)
    expect(replayed.plan).toEqual(first.plan)
    // One for the settings, two clean runs, the case itself, and the smaller ones that are tried in vain.
    expect(setups).toBeLessThan(20)
  })
})

describe('a check that cannot be made', () => {
  const effects = () => []
  const handler = () => null
  it.each<[string, unknown, IdempotenceOptions, string]>([
    ['no setup', { handler, effects }, {}, 'setup: expected a function that gives { handler, effects }, got { handler'],
    ['a setup of nothing', () => undefined, {}, 'setup(): expected handler to be a function, got undefined'],
    ['no handler', () => ({ effects }), {}, 'setup(): expected handler to be a function, got undefined'],
    [
      'no effects',
      () => ({ handler }),
      {},
      'setup(): expected effects to be a function that gives what was done, got undefined',
    ],
    [
      'no functions',
      () => ({ functions: {}, effects }),
      {},
      'expected functions to name at least one function, got {}',
    ],
    [
      'both',
      () => ({ handler, functions: { a: handler }, effects }),
      {},
      'expected one of handler, environment and functions, got handler and functions',
    ],
    [
      'an environment that loads nothing',
      () => ({ environment: handler(), effects }),
      {},
      'setup(): expected environment to be a function that gives a handler, got null',
    ],
    [
      'settings beside functions',
      () => ({ functions: { a: handler }, effects }),
      { timeout: '3s' },
      'timeout: expected in the functions that setup() gives',
    ],
    ['a name that is none', careless, { run: 5 } as never, 'there is no "run"; did you mean "runs"?'],
    ['no runs', careless, { runs: 0 }, 'runs: expected a whole number from 1 on, got 0'],
    ['half a seed', careless, { seed: 0.5 }, 'seed: expected a whole number, got 0.5'],
    ['a path without its seed', careless, { path: '1:2' }, 'path: expected a seed beside it'],
    ['a path that is none', careless, { seed: 1, path: 'a' }, 'path: expected numbers with colons between them'],
    ['no kinds', careless, { kinds: [] }, 'expected kinds to be some of error, '],
    [
      'nothing that can be down',
      careless,
      { kinds: ['down'] },
      'kinds: expected a destination or a dead-letter queue of handler for down',
    ],
    [
      'two payloads',
      careless,
      { payload, payloads: fc.constant(payload) },
      'expected either payload or payloads, got both',
    ],
    [
      'a payload for an arbitrary',
      careless,
      { payloads: payload as never },
      'payloads: expected an arbitrary of fast-check, got { order: 7 }',
    ],
    [
      'effects that cannot be copied',
      () => ({ handler, effects: () => [() => 1] }),
      {},
      'effects() must give plain data that can be copied and compared',
    ],
    [
      'effects that show nothing',
      () => ({ handler, effects }),
      {},
      'effects() must show what a clean run did: it gave [] before it and after it',
    ],
    ['effects that hang on the time', () => clocked(), {}, 'effects() must leave out what differs from run to run'],
    [
      'a state that is not fresh',
      () => shared,
      { payload },
      'setup() must give a fresh state each time: effects() gave [] at first, and [ 7 ] after another setup()',
    ],
  ])('says why: %s', async (_, setup, options, text) => {
    shared = careless()
    const check = checkIdempotent(setup as IdempotenceSetup, options)
    await expect(check).rejects.toThrow(CheckMisuse)
    await expect(check).rejects.toThrow(text)
  })

  let shared = careless()

  function clocked() {
    const times: number[] = []
    return { handler: () => void times.push(Date.now()), effects: () => times }
  }

  it('names all that is wrong at once', async () => {
    await expect(checkIdempotent(careless, { runs: 0, kinds: [], path: 'a' })).rejects.toThrow(
      /^runs: .*\npath: .*\npath: .*\nfaultPlans: .*$/,
    )
  })

  it('takes nothing done in any run for a check that could not fail', async () => {
    const idle = () => ({ handler: () => null, effects: () => [] })
    await expect(checkIdempotent(idle, { payloads: fc.integer(), runs: 20 })).rejects.toThrow(
      'effects() must show what a clean run did',
    )
  })
})
