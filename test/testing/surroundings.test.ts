import { describe, expect, it } from 'vitest'
import {
  afterAttempt,
  destinationDown,
  duplicate,
  type FaultPlan,
  type FunctionOptions,
  functionArn,
  harness,
  onAttempt,
  queue,
  throttled,
} from '../../src/testing/index.ts'

const dead = queue('dead')

/** An event of a function that fails, and what it meets. */
async function meets(faults: FaultPlan, options: Partial<FunctionOptions> = {}, qualifier?: string) {
  using lambda = harness({
    functions: {
      charge: {
        handler: () => {
          throw new Error('no stock')
        },
        deadLetterConfig: { TargetArn: dead },
        ...options,
      } as FunctionOptions,
    },
  })
  const event = await lambda.invoke('charge', { order: 7 }, { faults, qualifier })
  await lambda.untilIdle()
  return event
}

describe('a destination that a fault takes down', () => {
  it('takes nothing within its window, counted from the acceptance', async () => {
    expect(await meets([destinationDown(dead, { for: '5m' })])).toMatchObject({ isDiscarded: true, endedMs: 180_000 })
    expect(await meets([destinationDown(dead, { from: '3m', for: 1 })])).toMatchObject({ isDiscarded: true })
    for (const window of [{ for: '3m' }, { from: 180_001, for: '1h' }])
      expect(await meets([destinationDown(dead, window)])).toMatchObject({ isDiscarded: false })
    expect(await meets([destinationDown(queue('other'), { for: '5m' })])).toMatchObject({ isDiscarded: false })
  })

  it('is down for all events, and up again when somebody says so', async () => {
    using lambda = harness({
      functions: {
        f: {
          handler: () => 'ok',
          eventInvokeConfig: { DestinationConfig: { OnSuccess: { Destination: dead } } },
        },
      },
    })
    await lambda.settled(await lambda.invoke('f', {}, { faults: [destinationDown(dead, { for: '1h' })] }))
    await lambda.settled(await lambda.invoke('f'))
    expect(lambda.messages(dead)).toEqual([])
    lambda.up(dead)
    await lambda.settled(await lambda.invoke('f'))
    expect(lambda.messages(dead)).toHaveLength(1)
    expect(String(lambda.events[0])).toContain('injected')
  })
})

describe('a change after an attempt', () => {
  it('of the config decides about the next one', async () => {
    const fewer = [afterAttempt(1).putEventInvokeConfig({ MaximumRetryAttempts: 1 })]
    expect(await meets(fewer)).toMatchObject({ condition: 'RetriesExhausted', endedMs: 60_000 })
    const younger = [afterAttempt(2).putEventInvokeConfig({ MaximumEventAgeInSeconds: 60 })]
    expect(await meets(younger)).toMatchObject({ condition: 'EventAgeExceeded', endedMs: 180_000 })
  })

  it('of the config is one of the qualifier that the event was sent to', async () => {
    const options = {
      versions: { 1: {} },
      aliases: { live: { version: 1, eventInvokeConfig: { MaximumRetryAttempts: 2 } } },
    }
    const faults = [afterAttempt(1).putEventInvokeConfig({ MaximumRetryAttempts: 1 })]
    expect((await meets(faults, options, 'live')).attempts).toHaveLength(2)
    const deleted = [afterAttempt(1).deleteEventInvokeConfig()]
    const one = { eventInvokeConfig: { MaximumRetryAttempts: 1 } }
    expect((await meets([], one)).attempts).toHaveLength(2)
    expect((await meets(deleted, one)).attempts).toHaveLength(3)
    expect((await meets(deleted)).attempts).toHaveLength(3)
  })

  it('of the config comes after a timeout as after an error', async () => {
    const faults = [onAttempt(1).timeOut(), afterAttempt(1).putEventInvokeConfig({ MaximumRetryAttempts: 1 })]
    expect(await meets(faults)).toMatchObject({ condition: 'RetriesExhausted', endedMs: 63_000 })
  })

  it('of an alias lets the next one run the other version', async () => {
    const options = { versions: { 1: {}, 2: { handler: () => 'mended' } }, aliases: { live: { version: 1 } } }
    const event = await meets([afterAttempt(1).moveAlias('live', { version: 2 })], options, 'live')
    expect(event.attempts.map(({ version, response }) => [version, response])).toEqual([
      ['1', undefined],
      ['2', 'mended'],
    ])
  })

  it('of the concurrency drops the event, or throttles it', async () => {
    expect(await meets([afterAttempt(1).reserveConcurrency(0)])).toMatchObject({ condition: 'ZeroReservedConcurrency' })
    const back = [afterAttempt(1).reserveConcurrency(0), afterAttempt(1).reserveConcurrency(undefined)]
    expect(await meets(back)).toMatchObject({ condition: 'RetriesExhausted' })
  })

  it('that AWS refuses is an error of the verb that comes to it', async () => {
    const check = meets([afterAttempt(1).moveAlias('live', { version: 2 })])
    await expect(check).rejects.toThrow(/^afterAttempt\(1\)\.moveAlias\('live', \{ version: '2' \}\): /)
    await expect(check).rejects.toMatchObject({ name: 'HarnessError', cause: { status: 404 } })
  })
})

describe('the timeline', () => {
  it('shows changes where they were made, and which fault a delivery was lost to', async () => {
    const event = await meets([
      afterAttempt(1).putEventInvokeConfig({ MaximumRetryAttempts: 1 }),
      destinationDown(dead, { for: '5m' }),
      duplicate(),
    ])
    expect(String(event)).toMatch(
      /attempt 1.*\n.*function error.*\n.*\n?.*injected: afterAttempt\(1\)\.putEventInvokeConfig\(/,
    )
    expect(String(event).replaceAll(/\s+/g, ' ')).toContain(
      `did not take the event, which is lost: it is down (injected: destinationDown('${dead}', { for: '5m' }))`,
    )
    expect(String(event)).not.toContain('never took place')
    expect(event.timeline.steps.map(({ kind }) => kind).slice(0, 4)).toEqual(['accepted', 'attempt', 'note', 'wait'])
  })

  it('names the faults that never took place, once the event has ended', async () => {
    const faults = [
      onAttempt(1).crashAfter('1s'),
      onAttempt(4).fail(),
      throttled({ from: '1s', for: '1s' }),
      destinationDown(dead, { for: '2m' }),
      afterAttempt(4).reserveConcurrency(0),
    ]
    const { timeline } = await meets(faults)
    const notes = timeline.steps.filter((step) => step.kind === 'note')
    expect(notes.map(({ text }) => text)).toEqual([
      "never took place: onAttempt(1).crashAfter('1s')",
      'never took place: onAttempt(4).fail()',
      "never took place: throttled({ from: '1s', for: '1s' })",
      `never took place: destinationDown('${dead}', { for: '2m' })`,
      'never took place: afterAttempt(4).reserveConcurrency(0)',
    ])
    using lambda = harness({ functions: { f: () => 'ok' } })
    const event = await lambda.invoke('f', {}, { faults: [onAttempt(5).fail()] })
    expect(String(event)).not.toContain('never')
    await lambda.settled(event)
    expect(String(event)).toContain('never took place: onAttempt(5).fail()')
  })
})

it('refuses faults of targets and settings that cannot be, all at once', async () => {
  const faults = [
    destinationDown('dead', { for: '5m' }),
    destinationDown(functionArn('f'), { for: '5m' }),
    afterAttempt(1).putEventInvokeConfig({ MaximumRetryAttempts: 3 }),
    { kind: 'change', afterAttempt: 0, change: {} },
  ]
  await expect(meets(faults as FaultPlan)).rejects.toThrow(
    /^invoke: 5 problems\n.*faults\[0\]\.target: expected the ARN.*\n.*faults\[1\]\.target: expected the ARN.*\n.*faults\[2\]\.change: Value '3' at 'maximumRetryAttempts'.*\n.*faults\[3\]\.afterAttempt: .*\n.*faults\[3\]\.change: expected a change/,
  )
  expect(() => afterAttempt(0)).toThrow('expected the number of an attempt, 1 or more, got 0')
})

it('refuses two faults that say how one attempt ends, and takes one that says how long it lasts beside it', async () => {
  await expect(meets([onAttempt(1).fail(), onAttempt(2).fail(), onAttempt(1).crashAfter('1s')])).rejects.toThrow(
    'faults[2]: faults[0] says already how attempt 1 ends',
  )
  await expect(meets([onAttempt(1).take('1s'), onAttempt(1).take('2s')])).rejects.toThrow(
    'faults[1]: faults[0] says already how attempt 1 takes',
  )
  const { attempts } = await meets([onAttempt(1).take('1s'), onAttempt(1).failAfterSideEffect()])
  expect(attempts[0]).toMatchObject({ outcome: 'error', endedMs: 1_000 })
})
